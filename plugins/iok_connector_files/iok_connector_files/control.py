"""What the export declares of itself: as-of days, and totals to compare with what was found."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from iok_connector_files.cells import Convert
from iok_connector_files.forms import Days, Numbers, Unfit
from iok_connector_files.layout import ControlFile, ControlLine, Format
from iok_connector_files.reading import Tally
from iok_connector_files.rejecting import rejected
from iok_connector_files.table import Table
from iok_core.api import AsOf, ControlTotal, DataKind, Measure, Problem, Rejected


def lines_of(file: ControlFile) -> dict[DataKind, ControlLine]:
    lines = {kind: getattr(file.lines, kind.value) for kind in DataKind}
    return {kind: line for kind, line in lines.items() if line is not None}


def totals_of(line: ControlLine) -> dict[Measure, str]:
    """The columns that hold totals."""
    columns = {measure: getattr(line, measure.value) for measure in Measure}
    return {measure: column for measure, column in columns.items() if column is not None}


def columns_of(file: ControlFile) -> list[str]:
    totals = [column for line in lines_of(file).values() for column in totals_of(line).values()]
    return [file.label, file.as_of, *totals]


class Declared:
    """What the control file said; totals are asked for when their kind of data has been read."""

    def __init__(self, form: Format) -> None:
        self._amount = Numbers(form.decimal, form.thousands).amount
        self._day = Days(form.date)
        self._totals: dict[DataKind, dict[Measure, Decimal]] = {}

    def totals(self, kind: DataKind, tally: Tally) -> Iterator[ControlTotal]:
        for measure, declared in self._totals.get(kind, {}).items():
            found = tally.found(measure)
            yield ControlTotal(kind=kind, measure=measure, declared=declared, found=found)

    def read(self, file: ControlFile, table: Table) -> Iterator[AsOf | Rejected]:
        kinds = {line.label: kind for kind, line in lines_of(file).items()}
        for row in table.rows():
            cells = dict(zip(table.header, row, strict=False))
            label = cells.get(file.label, "")
            if (kind := kinds.get(label)) is None:
                continue
            if kind in self._totals:
                problem = Problem.CONFLICTING_DUPLICATE
                yield rejected(kind, problem, table, table.line, file.label, label)
            else:
                yield from self._take(kind, file, cells, table)
        for label, kind in kinds.items():
            if kind not in self._totals:
                yield rejected(kind, Problem.MISSING_VALUE, table, 0, file.label, label)

    def _take(
        self, kind: DataKind, file: ControlFile, cells: dict[str, str], table: Table
    ) -> Iterator[AsOf | Rejected]:
        totals = self._totals[kind] = {}
        column = file.as_of
        try:
            yield AsOf(kind=kind, day=_cell(cells, column, self._day))
            for measure, column in totals_of(lines_of(file)[kind]).items():
                totals[measure] = _cell(cells, column, self._amount)
        except Unfit as unfit:
            value = cells.get(column, "")
            yield rejected(kind, unfit.problem, table, table.line, column, value)


def _cell(cells: dict[str, str], column: str, convert: Convert) -> Any:
    if cell := cells.get(column):
        return convert(cell)
    raise Unfit(Problem.MISSING_VALUE)
