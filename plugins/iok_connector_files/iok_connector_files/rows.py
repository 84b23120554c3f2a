"""From the rows of one file to records, rejected rows and remarks."""

import re
from collections import Counter
from collections.abc import Iterator

from iok_connector_files.fields import Bound, Recipe, Values, bind, columns_of
from iok_connector_files.forms import Unfit
from iok_connector_files.personal import is_forbidden_column
from iok_connector_files.reading import Reading
from iok_connector_files.rejecting import rejected
from iok_connector_files.table import Table
from iok_core.api import Problem, Record, Rejected, Remark, RemarkCode

_UNSEEN = re.compile(
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\uffff]"
)
"""Control characters but for line ends, marks that turn text around, letters lost on the way."""


def records(recipe: Recipe, table: Table, reading: Reading) -> Iterator[Record | Rejected | Remark]:
    yield from _forbidden_columns(recipe, table)
    masked: Counter[str] = Counter()
    row_reader = _RowReader(recipe, table, bind(recipe, table.header, masked))
    for row in table.rows():
        reading.line = table.line
        if recipe.tally:
            recipe.tally.rows += 1
        try:
            made = recipe.make(row_reader.values(row))
        except Unfit as unfit:
            yield row_reader.rejected(row, unfit)
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


class _RowReader:
    def __init__(self, recipe: Recipe, table: Table, bound: list[Bound]) -> None:
        self._recipe, self._table, self._bound = recipe, table, bound
        self._constants = recipe.constants
        self._columns = [table.header.index(column) for column in recipe.columns]

    def values(self, row: list[str]) -> Values:
        """Raises Unfit: it names the field, but for a row of the wrong width."""
        if len(row) != len(self._table.header):
            raise Unfit(Problem.WRONG_COLUMNS)
        if not "".join(row).isprintable():
            row = self._seen(row)
        values = dict(self._constants)
        name = ""
        try:
            for name, pick, convert in self._bound:
                values[name] = convert(pick(row))
        except Unfit as unfit:
            raise Unfit(unfit.problem, name) from None
        return values

    def _seen(self, row: list[str]) -> list[str]:
        for field in self._recipe.fields:
            for column in columns_of(field.source):
                if _UNSEEN.search(row[self._table.header.index(column)]):
                    raise Unfit(Problem.FORBIDDEN_CHARACTER, field.name)
        return ["\n".join(cell.splitlines()) for cell in row]

    def rejected(self, row: list[str], unfit: Unfit) -> Rejected:
        table, kind = self._table, self._recipe.kind
        if unfit.problem is Problem.WRONG_COLUMNS:
            field, value = (
                "".join(table.header[len(row) :][:1]),
                "".join(row[len(table.header) :][:1]),
            )
        else:
            columns = self._recipe.columns_of(unfit.field)
            field = columns[0] if columns else ""
            value = " ".join(row[table.header.index(column)] for column in columns)
        return rejected(kind, unfit.problem, table, table.line, field, value)
