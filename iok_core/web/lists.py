"""Lists of the office: which rows, in which order and which page of them stand in the address.

    PEOPLE = Outline(
        path="/biuro/osoby",
        columns=(Column("osoba", msgid("Person"), sorts=True), Column("stan", msgid("State"))),
        choices=(Choice("stan", msgid("State"), {"aktywne": msgid("active")}),),
        search=msgid("Surname or identifier"),
    )

    asked = PEOPLE.read(request.query_params)
    shown = asked.show(rows, {"osoba": lambda row: row.sort_key})
    return page(request, "office/people.html", shown=shown)

The macros of `lists.html` draw the rest; `asked.in_order(rows, keys)` is all of it, for a file.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

import msgspec

from iok_core.web.i18n import Msgid

WORDS = "q"
ORDER = "wg"
NUMBER = "strona"
WORDS_LENGTH = 100
PAGE_LINES = 50

RowT = TypeVar("RowT")
Keys = Mapping[str, Callable[[RowT], Any]]
"""By column: what its rows are ordered by. For words that is `sort_key`; None comes last."""


class Column(msgspec.Struct, frozen=True):
    name: str
    label: Msgid
    kind: str = ""
    """A class of its cells: `num`, `nowrap`."""
    sorts: bool = False


class Choice(msgspec.Struct, frozen=True):
    """A filter; its options by what stands in the address. None chosen: all rows."""

    name: str
    label: Msgid
    options: Mapping[str, Msgid]


class Outline(msgspec.Struct, frozen=True):
    path: str
    columns: tuple[Column, ...]
    """The first one that sorts gives the order if the address names none."""
    choices: tuple[Choice, ...] = ()
    search: Msgid | None = None
    """What can be looked for; None: there is no such field."""
    file: bool = False
    """The same rows are at `path` + .csv."""

    def read(self, query: Mapping[str, str]) -> "Asked":
        """What makes no sense in an address counts for nothing: an old link still works."""
        sorting = [column.name for column in self.columns if column.sorts]
        order = query.get(ORDER, "")
        if order.removeprefix("-") not in sorting:
            order = sorting[0]
        number = query.get(NUMBER, "")
        return Asked(
            outline=self,
            words=query.get(WORDS, "").strip()[:WORDS_LENGTH] if self.search else "",
            chosen={
                choice.name: value
                for choice in self.choices
                if (value := query.get(choice.name, "")) in choice.options
            },
            order=order.removeprefix("-"),
            descending=order.startswith("-"),
            number=int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1,
        )


class Asked(msgspec.Struct, frozen=True):
    """What an address asks of a list."""

    outline: Outline
    words: str
    chosen: Mapping[str, str]
    order: str
    descending: bool
    number: int

    @property
    def narrowed(self) -> bool:
        """Not all rows are wanted."""
        return bool(self.words or self.chosen)

    @property
    def wanted_order(self) -> str:
        """As it stands in the address: `-osoba`."""
        return f"-{self.order}" if self.descending else self.order

    def address(self, number: int = 1, order: str | None = None, suffix: str = "") -> str:
        """Of another page, in another order, or of the file: the filters stay."""
        parts = {WORDS: self.words, **self.chosen}
        parts[ORDER] = self.wanted_order if order is None else order
        parts[NUMBER] = str(number) if number > 1 else ""
        query = urlencode({name: value for name, value in parts.items() if value})
        return f"{self.outline.path}{suffix}{'?' if query else ''}{query}"

    def turned(self, column: Column) -> str:
        """The address with that column's order, or its reverse where it is in order already."""
        here = self.order == column.name and not self.descending
        return self.address(order=f"-{column.name}" if here else column.name)

    def in_order(self, rows: Iterable[RowT], keys: Keys[RowT]) -> list[RowT]:
        given = list(rows)
        key = keys[self.order]
        filled = [row for row in given if key(row) is not None]
        empty = [row for row in given if key(row) is None]
        return sorted(filled, key=key, reverse=self.descending) + empty

    def show(self, rows: Iterable[RowT], keys: Keys[RowT]) -> "Shown[RowT]":
        ordered = self.in_order(rows, keys)
        pages = max(1, -(-len(ordered) // PAGE_LINES))
        number = min(max(self.number, 1), pages)
        page = ordered[(number - 1) * PAGE_LINES : number * PAGE_LINES]
        return Shown(self, page, len(ordered), number, pages)


class Shown(msgspec.Struct, Generic[RowT], frozen=True):
    """One page of a list."""

    asked: Asked
    rows: list[RowT]
    total: int
    number: int
    pages: int
