"""A report as CSV: what it is and where from, then its sections one below the other."""

from collections.abc import Iterator, Sequence

from iok_core.api import Figures, Paragraph, Section, Table
from iok_core.reports.cells import plain
from iok_core.reports.printout import Printout
from iok_core.web.csv_file import Cell, csv_bytes

Line = Sequence[Cell]


def csv_file(of: Printout) -> bytes:
    return csv_bytes(_lines(of))


def _lines(of: Printout) -> Iterator[Line]:
    document = of.document
    about = (document.title, document.period, of.cooperative.name, *of.origins)
    yield from ((text,) for text in (*about, of.clause, of.controller) if text)
    for section in document.sections:
        yield from _section(section)


def _section(section: Section) -> Iterator[Line]:
    yield ()
    if section.title:
        yield (section.title,)
    for part in section.parts:
        yield from _part(part)


def _part(part: Figures | Table | Paragraph) -> Iterator[Line]:
    match part:
        case Paragraph(text):
            yield (text,)
        case Figures(items):
            for item in items:
                yield item.label, plain(item.value, item.kind)
        case Table(caption, columns, rows):
            yield ()
            yield (caption,)
            yield [column.title for column in columns]
            kinds = [column.kind for column in columns]
            for row in rows:
                yield [plain(cell, kind) for cell, kind in zip(row.cells, kinds, strict=True)]
