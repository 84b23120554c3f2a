"""From the rows of one file to records, rejected rows and remarks."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NoReturn

from iok_connector_files.fields import PARTS_OF_KEY, Bound, Recipe, Values, bind
from iok_connector_files.forms import Unfit
from iok_connector_files.personal import is_forbidden_column
from iok_connector_files.reading import Reading, Tally
from iok_connector_files.rejecting import rejected
from iok_connector_files.table import Table
from iok_core.api import DataKind, Problem, Record, Rejected, Remark, RemarkCode

Found = Record | Rejected | Remark

_UNSEEN = re.compile(
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\uffff]"
)
"""Control characters but for line ends, marks that turn text around, and `_LOST`."""
_LOST = "\ufffd"
"""Stands for a letter that some program could not read."""


def records(recipe: Recipe, table: Table, reading: Reading) -> Iterator[Found]:
    yield from _forbidden_columns(recipe, table)
    masked: Counter[str] = Counter()
    bound = bind(recipe, table.header, masked)
    tally = recipe.tally or Tally()
    make = recipe.make
    for row in table.rows():
        reading.line = table.line
        tally.rows += 1
        try:
            made = make(_values(row, bound))
        except Unfit as unfit:
            yield _rejected(recipe, table, row, unfit)
        else:
            yield from made
    for column, count in masked.items():
        yield Remark(
            code=RemarkCode.FORBIDDEN_COLUMN, source=table.name, detail=column, count=count
        )


def _forbidden_columns(recipe: Recipe, table: Table) -> Iterator[Remark]:
    """They are never read: only columns that the layout names are, and it must not name these."""
    for column in table.header:
        if is_forbidden_column(recipe.kind, column):
            yield Remark(code=RemarkCode.FORBIDDEN_COLUMN, source=table.name, detail=column)


def _values(row: list[str], bound: Bound) -> Values:
    """Raises Unfit: it names the field, but for a row of the wrong width."""
    width, initial, watched, joins, cells = bound
    if len(row) != width:
        raise Unfit(Problem.WRONG_COLUMNS)
    whole = "".join(row)
    if _LOST in whole or not whole.isprintable():
        _take_line_ends_only(row, watched)
    values, name = initial.copy(), ""
    try:
        for name, join in joins:  # noqa: B007  # the handler tells it
            row.append(join(row))
        for name, index, convert, must in cells:
            if cell := row[index]:
                values[name] = convert(cell)
            elif must:
                _miss()
    except Unfit as unfit:
        raise Unfit(unfit.problem, name) from None
    return values


def _miss() -> NoReturn:
    raise Unfit(Problem.MISSING_VALUE)


def _take_line_ends_only(row: list[str], watched: list[tuple[str, int]]) -> None:
    for name, index in watched:
        if _UNSEEN.search(row[index]):
            raise Unfit(Problem.FORBIDDEN_CHARACTER, name)
        row[index] = "\n".join(row[index].splitlines())


def _rejected(recipe: Recipe, table: Table, row: list[str], unfit: Unfit) -> Rejected:
    header = table.header
    if unfit.problem is Problem.WRONG_COLUMNS:
        missing, surplus = header[len(row) :], row[len(header) :]
        field, value = "".join(missing[:1]), "".join(surplus[:1])
    else:
        columns = recipe.columns_of(unfit.field)
        field = "".join(columns[:1])
        value = " ".join(row[header.index(column)] for column in columns)
    account = _account(recipe, header, row)
    return rejected(recipe.kind, unfit.problem, table, table.line, field, value, account)


def _account(recipe: Recipe, header: list[str], row: list[str]) -> str:
    """The account that a row of money is about, where its cell is there to read."""
    columns = recipe.columns_of("key" if recipe.kind is DataKind.ACCOUNTS else "account")
    cells = [row[at] for column in columns if (at := header.index(column)) < len(row)]
    return PARTS_OF_KEY.join(cells) if columns and len(cells) == len(columns) else ""
