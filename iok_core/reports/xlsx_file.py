"""XLSX: a sheet that tells what it is and where from, then a sheet for each table.

Rows are written in their order and kept nowhere (`constant_memory`). Texts are written as texts, so
that no formula and no link comes out of one.
"""

import io
import tempfile
from collections.abc import Iterator
from datetime import date, datetime, time
from fractions import Fraction
from typing import Any

import msgspec
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from iok_core.api import Cell, CellKind, Column, Figures, Paragraph, Row, Table
from iok_core.ledger.money import from_grosze
from iok_core.reports.cells import shown
from iok_core.reports.printout import Printout
from iok_core.web.i18n import gettext as _

_FORMATS = {
    CellKind.AMOUNT: '#,##0.00\\ "zł"',
    CellKind.DAY: "dd.mm.yyyy",
    CellKind.MONTH: "[$-415]mmmm yyyy",
    CellKind.NUMBER: "#,##0.####",
}
_NAME = 31
"""Characters that the name of a sheet may have."""
_NARROWEST, _WIDEST = 10, 60
_A4, _LANDSCAPE_FROM = 9, 6


def xlsx_file(of: Printout) -> bytes:
    file = io.BytesIO()
    with tempfile.TemporaryDirectory(prefix="iok-") as folder:
        options = {"constant_memory": True, "tmpdir": folder}
        with xlsxwriter.Workbook(file, options) as book:
            document, us = of.document, of.cooperative
            made = of.made_at.replace(tzinfo=None)
            book.set_properties({"title": document.title, "author": us.name, "created": made})
            _Writing(book, of).write()
    return file.getvalue()


class _Placed(msgspec.Struct, frozen=True):
    """A table, and the section that it stands in."""

    section: str
    table: Table


class _Writing:
    def __init__(self, book: xlsxwriter.Workbook, of: Printout) -> None:
        self._book = book
        self._of = of
        self._formats: dict[tuple[CellKind, bool], Any] = {}
        self._wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self._title = book.add_format({"bold": True, "font_size": 14})
        self._head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})

    def write(self) -> None:
        self._summary(self._book.add_worksheet(_("Summary")))
        for number, placed in enumerate(self._tables(), 1):
            self._table(self._book.add_worksheet(_sheet_name(number, placed.table)), placed)

    def _tables(self) -> Iterator[_Placed]:
        for section in self._of.document.sections:
            for part in section.parts:
                if isinstance(part, Table):
                    yield _Placed(section.title, part)

    def _summary(self, sheet: Worksheet) -> None:
        document = self._of.document
        self._paper(sheet)
        sheet.set_column(0, 0, 50, self._wrapped)
        sheet.set_column(1, 1, 24)
        sheet.write_string(0, 0, document.title, self._title)
        about = [document.period, self._of.cooperative.name, *self._about()]
        for at, text in enumerate(filter(None, about), 1):
            sheet.write_string(at, 0, text, self._wrapped)
        at = len(about) + 2
        for section in document.sections:
            sheet.write_string(at, 0, section.title, self._format(CellKind.TEXT, strong=True))
            at += 1
            for part in section.parts:
                at += self._beside(sheet, at, part)

    def _about(self) -> list[str]:
        return [*self._of.origins, self._of.clause, self._of.controller]

    def _beside(self, sheet: Worksheet, at: int, part: Figures | Table | Paragraph) -> int:
        """What of a section is no table; gives the rows that it took."""
        match part:
            case Paragraph(text):
                sheet.write_string(at, 0, text, self._wrapped)
                return 1
            case Figures(items):
                for line, item in enumerate(items, at):
                    sheet.write_string(line, 0, item.label, self._wrapped)
                    self._cell(sheet, (line, 1), item.value, item.kind, strong=item.total)
                return len(items)
            case Table():
                return 0

    def _table(self, sheet: Worksheet, placed: _Placed) -> None:
        table, document = placed.table, self._of.document
        self._paper(sheet)
        if len(table.columns) >= _LANDSCAPE_FROM:
            sheet.set_landscape()
        for at, width in enumerate(_widths(table)):
            sheet.set_column(at, at, width)
        where = (document.title, placed.section, table.caption)
        sheet.write_string(0, 0, " – ".join(filter(None, where)), self._title)
        for line, text in enumerate(self._about(), 1):
            sheet.write_string(line, 0, text)
        head = len(self._about()) + 1
        for at, column in enumerate(table.columns):
            sheet.write_string(head, at, column.title, self._head)
        sheet.freeze_panes(head + 1, 0)
        sheet.repeat_rows(head)
        for line, row in enumerate(table.rows, head + 1):
            self._row(sheet, line, row, table.columns)

    def _row(self, sheet: Worksheet, number: int, row: Row, columns: Any) -> None:
        for at, (cell, column) in enumerate(zip(row.cells, columns, strict=True)):
            self._cell(sheet, (number, at), cell, column.kind, strong=row.total)

    def _cell(
        self, sheet: Worksheet, place: tuple[int, int], cell: Cell, kind: CellKind, *, strong: bool
    ) -> None:
        look = self._format(kind, strong=strong)
        if cell is None:
            return
        if kind is CellKind.TEXT:
            sheet.write_string(*place, str(cell), look)
        elif isinstance(cell, date):
            sheet.write_datetime(*place, datetime.combine(cell, time()), look)
        elif isinstance(cell, int):
            sheet.write_number(*place, Fraction(from_grosze(cell)), look)
        else:
            sheet.write_number(*place, Fraction(cell), look)

    def _format(self, kind: CellKind, *, strong: bool) -> Any:
        if (kind, strong) not in self._formats:
            look: dict[str, Any] = {"valign": "top", "bold": strong, "text_wrap": True}
            if kind in _FORMATS:
                look |= {"num_format": _FORMATS[kind], "text_wrap": False}
            if kind in (CellKind.DAY, CellKind.MONTH):
                look["align"] = "left"
            self._formats[kind, strong] = self._book.add_format(look)
        return self._formats[kind, strong]

    def _paper(self, sheet: Worksheet) -> None:
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L&8{self._of.cooperative.name.replace('&', '&&')}&R&P / &N")


def _sheet_name(number: int, table: Table) -> str:
    """Unique, and without what Excel refuses in one."""
    kept = "".join(letter for letter in table.caption if letter not in "[]:*?/\\'")
    return f"{number}. {kept}"[:_NAME].strip()


def _widths(table: Table) -> Iterator[int]:
    for at, column in enumerate(table.columns):
        longest = max((len(_shown(row, at, column)) for row in table.rows), default=0)
        yield min(max(longest + 2, len(column.title) // 2 + 2, _NARROWEST), _WIDEST)


def _shown(row: Row, at: int, column: Column) -> str:
    return shown(row.cells[at], column.kind)
