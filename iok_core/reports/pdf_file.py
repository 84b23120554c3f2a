"""A report on paper, by `pdf/report.typ` of the theme, which gets words that are ready."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from iok_core.api import CellKind, Column, Figures, Paragraph, Row, Section, Table
from iok_core.reports.cells import RIGHT, shown
from iok_core.reports.printout import Printout
from iok_core.web.filters import orphans
from iok_core.web.typesetting import Typesetter

TEMPLATE = "report.typ"
_UNBROKEN = 20
"""Letters of a word that need no place to break."""
_NARROWEST, _WIDEST = 10, 48
_LONG = 300
"""Letters of a cell that still fit on one sheet, however narrow its column."""

Words = Callable[[str], str]


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """Of a section; the kind says which of the fields it has."""

    kind: str
    text: str = ""
    strong: bool = False
    rows: Sequence[tuple[bool, Sequence[str]]] = ()
    """Whether each is a total, and its cells."""
    head: Sequence[str] = ()
    right: Sequence[bool] = ()
    widths: Sequence[int] = ()
    """A column's share of the sheet; 0: as wide as what stands in it."""
    breaks: bool = False
    """A row may go on on the next sheet, as one of them may be longer than a sheet."""


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that stands in the file."""

    lang: str
    title: str
    period: str
    author: str
    address: str
    origins: Sequence[str]
    clause: str
    controller: str
    sections: Sequence[tuple[str, Sequence[Part]]]


class ReportPrinter:
    """Made once per process."""

    def __init__(self, typesetter: Typesetter) -> None:
        self._typesetter = typesetter
        self._template: Path = typesetter.template(TEMPLATE)

    def pdf_file(self, of: Printout) -> bytes:
        """Belongs in a thread. Raises PdfError: the theme's template is faulty."""
        return self._typesetter.set(self._template, self._page(of), of.made_at)

    def _page(self, of: Printout) -> Page:
        us, document, say = of.cooperative, of.document, self._words
        return Page(
            lang=of.lang,
            title=say(document.title),
            period=say(document.period),
            author=say(us.name),
            address=say(f"{us.address} · {us.phone}"),
            origins=[say(origin) for origin in of.origins],
            clause=say(of.clause),
            controller=say(of.controller),
            sections=[self._section(section) for section in document.sections],
        )

    def _words(self, text: str) -> str:
        """What the typeface can draw, with places to break in words that no line would hold."""
        words = (_breakable(word) for word in orphans(text).split(" "))
        return self._typesetter.drawable(" ".join(words))

    def _section(self, section: Section) -> tuple[str, list[Part]]:
        return self._words(section.title), [self._part(part) for part in section.parts]

    def _part(self, part: Figures | Table | Paragraph) -> Part:
        match part:
            case Paragraph(text, important):
                return Part(kind="paragraph", text=self._words(text), strong=important)
            case Figures(items):
                told = [
                    (item.total, (self._words(item.label), self._cell(item.value, item.kind)))
                    for item in items
                ]
                facts = all(item.kind is CellKind.TEXT for item in items)
                return Part(kind="facts" if facts else "figures", rows=told)
            case Table():
                return self._table(part)

    def _table(self, table: Table) -> Part:
        kinds = [column.kind for column in table.columns]
        return Part(
            kind="table",
            text=self._words(table.caption),
            head=[self._words(column.title) for column in table.columns],
            right=[kind in RIGHT for kind in kinds],
            widths=[_share(at, column, table.rows) for at, column in enumerate(table.columns)],
            rows=[(row.total, self._cells(row, kinds)) for row in table.rows],
            breaks=any(len(str(cell)) > _LONG for row in table.rows for cell in row.cells),
        )

    def _cells(self, row: Row, kinds: Sequence[CellKind]) -> list[str]:
        return [self._cell(cell, kind) for cell, kind in zip(row.cells, kinds, strict=True)]

    def _cell(self, cell: Any, kind: CellKind) -> str:
        text = shown(cell, kind)
        return self._words(text) if kind is CellKind.TEXT else text


def _share(at: int, column: Column, rows: Sequence[Row]) -> int:
    """Columns of texts share what the others leave, by the length of their texts."""
    if column.kind is not CellKind.TEXT:
        return 0
    longest = max((len(str(row.cells[at] or "")) for row in rows), default=0)
    return min(max(longest, _NARROWEST), _WIDEST)


def _breakable(word: str) -> str:
    if len(word) <= _UNBROKEN:
        return word
    return "\u200b".join(word[i : i + _UNBROKEN] for i in range(0, len(word), _UNBROKEN))
