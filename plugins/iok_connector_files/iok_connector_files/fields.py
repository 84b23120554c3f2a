"""Ties the fields of a kind of data to the columns of a file."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from iok_connector_files.cells import Convert
from iok_connector_files.forms import Unfit
from iok_connector_files.layout import Constant, Source
from iok_connector_files.personal import holds_pesel, may_hold_pesel, without_pesel
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
    must: bool = False
    otherwise: Any = None
    """What an empty cell means, where it is not what the record means by leaving the field out."""
    joined_by: str = WORDS
    free: bool = False
    """Written by people, so that a PESEL may stand in it."""


def key_field(name: str, source: Source | None, convert: Convert) -> Field:
    """A field that must be there, and whose columns make one key."""
    return Field(name, source, convert, must=True, joined_by=PARTS_OF_KEY)


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

    def initial(self) -> Values:
        """Values before any cell is read. Raises ConnectorError: a constant does not fit."""
        values: Values = {}
        for field in self.fields:
            if columns_of(field.source) and field.otherwise is not None:
                values[field.name] = field.otherwise
            if isinstance(field.source, Constant):
                try:
                    values[field.name] = field.convert(field.source.value)
                except Unfit as unfit:
                    detail = f"{self.kind}.{field.name}: {field.source.value!r} is {unfit.problem}"
                    raise ConnectorError(ConnectorProblem.WRONG_LAYOUT, self.file, detail) from None
        return values


def columns_of(source: Source | None) -> list[str]:
    if isinstance(source, str):
        return [source]
    return source if isinstance(source, list) else []


class Bound(NamedTuple):
    """The fields of a recipe in one open file."""

    width: int
    initial: Values
    watched: list[tuple[str, int]]
    """Name and index of every cell that is used."""
    joins: list[tuple[str, Callable[[list[str]], str]]]
    """Joined columns, which are added to a row as further cells of it."""
    cells: list[tuple[str, int, Convert, bool]]
    """Name, index, convert, must."""


def bind(recipe: Recipe, header: list[str], masked: Counter[str]) -> Bound:
    """`masked` counts by column what was covered because it looked like a PESEL."""
    bound = Bound(len(header), recipe.initial(), [], [], [])
    for name, source, convert, must, _, joined_by, free in recipe.fields:
        indices = [header.index(column) for column in columns_of(source)]
        if not indices:
            continue
        bound.watched.extend((name, index) for index in indices)
        index = indices[0]
        if len(indices) > 1:
            index = len(header) + len(bound.joins)
            bound.joins.append((name, _joining(indices, joined_by)))
        read = _masking(convert, header[indices[0]], masked) if free else convert
        bound.cells.append((name, index, read, must))
    return bound


def _joining(indices: list[int], by: str) -> Callable[[list[str]], str]:
    def read(row: list[str]) -> str:
        cells = [row[index] for index in indices]
        if by == PARTS_OF_KEY:
            if not all(cells):
                raise Unfit(Problem.MISSING_VALUE)
            if any(by in cell for cell in cells):
                raise Unfit(Problem.FORBIDDEN_CHARACTER)
        return by.join(filter(None, cells))

    return read


def _masking(convert: Convert, column: str, masked: Counter[str]) -> Convert:
    def read(cell: str) -> Any:
        if may_hold_pesel(cell) and holds_pesel(cell):
            masked[column] += 1
            return convert(without_pesel(cell))
        return convert(cell)

    return read
