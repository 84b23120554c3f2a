"""A document as it came from a report type's process: read by its columns, cleaned, within limits.

In what leaves this file an amount is whole grosze, a day a `date` and a number a `Decimal`.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from iok_core.api import (
    Cell,
    CellKind,
    Column,
    Document,
    Figure,
    Figures,
    Paragraph,
    Row,
    Section,
    Table,
)
from iok_core.ledger.money import to_grosze
from iok_core.reports.limits import COLUMNS, PARTS, TEXT, TEXTS, ReportLimits
from iok_core.web.one_line import clean

_LARGEST_NUMBER = Decimal(10) ** 15
_SMALLEST_NUMBER = -40
"""Its power of ten, far below any rate: 1E-999999 is written out with a million zeros."""


class WrongDocumentError(Exception):
    """The report type returned something that cannot be shown; the message says what and where."""


class TooLargeError(WrongDocumentError):
    """More rows, columns or text than a document may have."""


class Reading:
    """Reads one document; a new one for each."""

    def __init__(self, limits: ReportLimits) -> None:
        self._limits = limits
        self._rows = 0
        self._parts = 0
        self._letters = 0

    def document(self, sent: Document) -> Document:
        """Raises WrongDocumentError."""
        title = self._text(sent.title)
        if not title:
            raise WrongDocumentError("the document has no title")
        return replace(
            sent,
            title=title,
            period=self._text(sent.period),
            file_name=self._text(sent.file_name),
            sections=[self._section(section) for section in sent.sections],
        )

    def _section(self, section: Section) -> Section:
        self._parts += 1 + len(section.parts)
        if self._parts > PARTS:
            raise TooLargeError(f"more than {PARTS} sections and parts")
        parts = [self._part(part) for part in section.parts]
        return replace(section, title=self._text(section.title), parts=parts)

    def _part(self, part: Figures | Table | Paragraph) -> Figures | Table | Paragraph:
        match part:
            case Paragraph():
                return replace(part, text=self._text(part.text))
            case Figures():
                return replace(part, items=[self._figure(item) for item in part.items])
            case Table():
                return self._table(part)

    def _figure(self, item: Figure) -> Figure:
        self._count_row()
        value = self._cell(item.value, item.kind, "a figure")
        return replace(item, label=self._text(item.label), value=value)

    def _table(self, table: Table) -> Table:
        if not 0 < len(table.columns) <= COLUMNS:
            raise TooLargeError(f"a table of {len(table.columns)} columns, 1 to {COLUMNS}")
        columns = [replace(column, title=self._text(column.title)) for column in table.columns]
        rows = [self._row(row, columns) for row in table.rows]
        return replace(table, caption=self._text(table.caption), columns=columns, rows=rows)

    def _row(self, row: Row, columns: Sequence[Column]) -> Row:
        self._count_row()
        if len(row.cells) != len(columns):
            raise WrongDocumentError(f"a row of {len(row.cells)} cells in {len(columns)} columns")
        placed = zip(row.cells, columns, strict=True)
        return replace(row, cells=[self._cell(cell, c.kind, c.title) for cell, c in placed])

    def _count_row(self) -> None:
        self._rows += 1
        if self._rows > self._limits.rows:
            raise TooLargeError(f"more than {self._limits.rows} rows")

    def _cell(self, cell: Any, kind: CellKind, place: str) -> Cell:
        if cell is None:
            return None
        if type(cell) not in (str, int):
            raise WrongDocumentError(f"{place}: {type(cell).__name__} is no {kind}")
        try:
            return self._value(cell, kind)
        except (ValueError, ArithmeticError) as error:
            raise WrongDocumentError(f"{place}: it holds no {kind}") from error

    def _value(self, cell: str | int, kind: CellKind) -> Cell:
        match kind:
            case CellKind.TEXT:
                return self._text(str(cell))
            case CellKind.DAY | CellKind.MONTH:
                return date.fromisoformat(str(cell))
            case CellKind.AMOUNT:
                return to_grosze(Decimal(cell))
            case CellKind.NUMBER:
                return _number(Decimal(self._text(str(cell))))

    def _text(self, text: str) -> str:
        self._letters += len(text)
        if len(text) > TEXT:
            raise TooLargeError(f"a text of {len(text)} characters")
        if self._letters > TEXTS:
            raise TooLargeError(f"more than {TEXTS} characters of text")
        return clean(text)


def _number(value: Decimal) -> Decimal:
    if not value.is_finite() or abs(value) > _LARGEST_NUMBER:
        raise ValueError("too large")
    if value.adjusted() < _SMALLEST_NUMBER:
        raise ValueError("too small")
    return value
