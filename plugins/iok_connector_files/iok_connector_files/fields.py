"""Ties the fields of a kind of data to the columns of a file."""

from collections import Counter
from collections.abc import Callable, Iterable
from operator import itemgetter
from typing import Any, NamedTuple

from iok_connector_files.cells import Convert
from iok_connector_files.forms import Unfit
from iok_connector_files.layout import Constant, Source
from iok_connector_files.personal import without_pesel
from iok_connector_files.reading import Tally
from iok_core.api import (
    ConnectorError,
    ConnectorProblem,
    DataKind,
    Problem,
    Record,
    Rejected,
    Remark,
)

WORDS = " "
PARTS_OF_KEY = "|"
"""A part that holds it is refused, so that different parts never make the same key."""

Values = dict[str, Any]
Make = Callable[[Values], Iterable[Record]]


class Field(NamedTuple):
    name: str
    source: Source | None
    convert: Convert
    joined_by: str = WORDS
    free: bool = False
    """Written by people, so that a PESEL may stand in it."""


def _nothing() -> Iterable[Rejected | Remark]:
    return ()


class Recipe(NamedTuple):
    """How the rows of one file become records of one kind."""

    kind: DataKind
    file: str
    fields: list[Field]
    make: Make
    """May raise Unfit, and names the field then."""
    tally: Tally | None = None
    """None: the rows are no records of the kind by themselves."""
    ended: Callable[[], Iterable[Rejected | Remark]] = _nothing
    """What is left to say after the last row."""

    @property
    def columns(self) -> list[str]:
        return [column for field in self.fields for column in columns_of(field.source)]

    def columns_of(self, field: str) -> list[str]:
        return next((columns_of(one.source) for one in self.fields if one.name == field), [])

    @property
    def constants(self) -> Values:
        """Raises ConnectorError: a constant does not fit its field."""
        values: Values = {}
        for field in self.fields:
            if isinstance(field.source, Constant):
                try:
                    values[field.name] = field.convert(field.source.value)
                except Unfit as unfit:
                    detail = f"{field.name}: {field.source.value!r} is {unfit.problem}"
                    raise ConnectorError(ConnectorProblem.WRONG_LAYOUT, self.file, detail) from None
        return values


def columns_of(source: Source | None) -> list[str]:
    if isinstance(source, str):
        return [source]
    return source if isinstance(source, list) else []


class Bound(NamedTuple):
    """A field in one open file: `convert(pick(row))` is its value."""

    name: str
    pick: Callable[[list[str]], Any]
    convert: Callable[[Any], Any]


def bind(recipe: Recipe, header: list[str], masked: Counter[str]) -> list[Bound]:
    """`masked` counts by column what was covered because it looked like a PESEL."""
    bound = []
    for name, source, convert, joined_by, free in recipe.fields:
        if columns := columns_of(source):
            read = _masking(convert, columns[0], masked) if free else convert
            joined = read if len(columns) == 1 else _joining(read, joined_by)
            bound.append(Bound(name, itemgetter(*map(header.index, columns)), joined))
    return bound


def _joining(convert: Convert, by: str) -> Callable[[tuple[str, ...]], Any]:
    def read(cells: tuple[str, ...]) -> Any:
        if by == PARTS_OF_KEY:
            if not all(cells):
                raise Unfit(Problem.MISSING_VALUE)
            if any(by in cell for cell in cells):
                raise Unfit(Problem.FORBIDDEN_CHARACTER)
        return convert(by.join(filter(None, cells)))

    return read


def _masking(convert: Convert, column: str, masked: Counter[str]) -> Convert:
    def read(cell: str) -> Any:
        covered = without_pesel(cell)
        if covered != cell:
            masked[column] += 1
        return convert(covered)

    return read
