"""CSV for spreadsheets with Polish settings: UTF-8 with BOM, semicolons, decimal commas."""

import csv
import io
from collections.abc import Iterator, Sequence

from iok_core.api import Figures, Paragraph, Section, Table
from iok_core.reports.cells import harmless, plain
from iok_core.reports.printout import Printout

Line = Sequence[str]


def csv_file(of: Printout) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows(_heading(of))
    for section in of.document.sections:
        writer.writerows(_section(section))
    return text.getvalue().encode("utf-8-sig")


def _heading(of: Printout) -> Iterator[Line]:
    document = of.document
    about = (document.title, document.period, of.cooperative.name, *of.origins, of.clause)
    yield from ((harmless(text),) for text in about if text)


def _section(section: Section) -> Iterator[Line]:
    yield ()
    if section.title:
        yield (harmless(section.title),)
    for part in section.parts:
        yield from _part(part)


def _part(part: Figures | Table | Paragraph) -> Iterator[Line]:
    match part:
        case Paragraph(text):
            yield (harmless(text),)
        case Figures(items):
            for item in items:
                yield harmless(item.label), plain(item.value, item.kind)
        case Table(caption, columns, rows):
            yield ()
            yield (harmless(caption),)
            yield [harmless(column.title) for column in columns]
            kinds = [column.kind for column in columns]
            for row in rows:
                yield [plain(cell, kind) for cell, kind in zip(row.cells, kinds, strict=True)]
