"""Rows that exist from one generation of their source to another.

Visible at generation P ⇔ since_gen ≤ P < until_gen. The newest row of a key is open: its
`until_gen` is OPEN, never NULL, so that one unique constraint keeps a key from having two.
"""

from collections.abc import Callable, Iterable

import msgspec
from piccolo.columns import BigInt, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from iok_core.db.prepared import Arg

OPEN = 2**63 - 1

KEY_LENGTH = 250


class Versioned:
    """Columns of a versioned table; `key` is the row's identity within its source."""

    source = BigInt()
    key = Varchar(length=KEY_LENGTH)
    since_gen = BigInt()
    until_gen = BigInt(default=OPEN)
    digest = BigInt()
    """Of the shelf's columns: tells whether a staged row says anything new."""


def one_opening() -> Unique:
    """A key begins once in a generation. The generation leads, so that a sweep finds its rows."""
    return Unique(["since_gen", "source", "key"])


def one_ending() -> Unique:
    """A key has one open row, and ends once in a generation."""
    return Unique(["until_gen", "source", "key"])


class Shelf(msgspec.Struct, frozen=True):
    """A versioned table and the columns that hold what the source says of a key."""

    table: type[Table]
    columns: tuple[str, ...]
    """In the order of a staged row's values."""
    ordered: bool = False
    """The table has a column `ordinal` for the rows' place among their like."""

    @property
    def name(self) -> str:
        return str(self.table._meta.tablename)


class StagedRow(msgspec.Struct, frozen=True, gc=False):
    """One row on its way to a shelf."""

    shelf: Shelf
    key: str
    values: tuple[object, ...]
    place: int = 0


def by_shelf(rows: Iterable[StagedRow]) -> Iterable[list[StagedRow]]:
    shelves: dict[type, list[StagedRow]] = {}
    for row in rows:
        shelves.setdefault(row.shelf.table, []).append(row)
    return shelves.values()


Find = Callable[[str], int]
"""Gives the id of an identity by its source key; raises LookupError for one not sent before."""


def visible(alias: str) -> str:
    """SQL for the rows that people see; takes a source and, twice, its published generation."""
    return f"{alias}.source = {{}} AND {alias}.since_gen <= {{}} AND {alias}.until_gen > {{}}"


def visible_args() -> tuple[Arg, Arg, Arg]:
    """What `visible` takes in a Prepared, which is then called with source= and published=."""
    return Arg("source"), Arg("published"), Arg("published")
