"""What our files of reports cost: against typst, xlsxwriter and csv alone, on the same rows.

`python3 run.py bench report`. A statement with ROWS entries is built in the report type's process
and written as PDF, XLSX and CSV; beside it, in turns and in this process, the raw libraries write
the same texts, ready made: a table without a theme, a worksheet without formats, csv rows.

How to read it: seconds are this machine's; the ratio is what structure (UA-1, A-2a, headings, where
the amounts come from), formats and words add. No two documents are alike, or typst would remember.
"""

import asyncio
import csv
import io
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import click
import typst
import xlsxwriter
from iok_reports.statement import StatementParameters

import iok_core
from iok_core import api
from iok_core.plugin_host import load_plugins
from iok_core.reports.building import Order, ReportBuilder
from iok_core.reports.cells import shown
from iok_core.reports.csv_file import csv_file
from iok_core.reports.limits import ReportLimits
from iok_core.reports.pdf_file import ReportPrinter
from iok_core.reports.printout import Printout, printout
from iok_core.reports.xlsx_file import xlsx_file
from iok_core.web.themes import theme_folders
from iok_core.web.typesetting import Typesetter
from tests.cooperative import COOPERATIVE

ROWS = 60
ROUNDS = 20
RAW = """
#let rows = json(bytes(sys.inputs.rows))
#set text(font: "Source Sans 3", lang: "pl", size: 9pt)
#table(columns: 6, ..rows.flatten())
"""


def extract(number: int) -> api.Extract:
    """Of an account like no other."""
    begin = date(2025, 1, 1)
    entries = tuple(
        api.Entry(
            account=str(number),
            booking_date=begin + timedelta(days=5 * at),
            text=f"Opłaty za lokal {number} za miesiąc {at}",
            document=f"NAL/{number}/{at:03}",
            debit=Decimal(number * 100 + at) / 100,
        )
        for at in range(ROWS)
    )
    closing = sum((entry.debit for entry in entries), Decimal(0))
    newest = begin + timedelta(days=5 * ROWS)
    account = api.AccountExtract(
        key=f"204-1-{number:05}",
        kind=api.AccountKind.OPERATING,
        name="Opłaty za lokal",
        payer="Źdźbłowska-Święcicka Łucja",
        premises=(f"Lipowa {number} m. 7",),
        since=begin,
        opening=Decimal(0),
        closing=closing,
        entries=entries,
        provenance=api.Provenance(
            source="System księgowy",
            imported_at=datetime(2026, 1, 1, tzinfo=UTC),
            balances=newest,
            entries=newest,
            charges=newest,
        ),
    )
    return api.Extract(accounts=(account,), today=newest)


async def printouts() -> tuple[list[Printout], list[float]]:
    """The documents, and the seconds that each took to build in its process."""
    info = load_plugins(iok_core.__version__).report_types["wyciag"]
    builder, start = ReportBuilder(ReportLimits()), info.start("build", {}, Path())
    made, took = [], []
    for number in range(ROUNDS + 1):
        of = extract(number)
        began = time.perf_counter()
        document = await builder.build(Order("wyciag", "reports", start, StatementParameters(), of))
        took.append(time.perf_counter() - began)
        made.append(printout(document, of, COOPERATIVE, datetime(2026, 1, 2, tzinfo=UTC)))
    await builder.close()
    return made, took


def rows_of(of: Printout) -> tuple[list[api.Column], list[api.Row]]:
    (table,) = [part for part in of.document.sections[0].parts if isinstance(part, api.Table)]
    return list(table.columns), list(table.rows)


def texts_of(of: Printout) -> list[list[str]]:
    columns, rows = rows_of(of)
    return [[shown(c, k.kind) for c, k in zip(r.cells, columns, strict=True)] for r in rows]


class Raw:
    """The least code that writes the same rows."""

    def __init__(self, folder: Path, made: list[Printout]) -> None:
        self._texts = {of.stem: texts_of(of) for of in made}
        self._template = folder / "raw.typ"
        self._template.write_text(RAW, "utf-8")
        fonts = [one / "fonts" for one in theme_folders()]
        self._fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=fonts
        )

    def pdf(self, of: Printout) -> bytes:
        rows = json.dumps(self._texts[of.stem])
        return bytes(
            typst.compile(self._template, font_paths=self._fonts, sys_inputs={"rows": rows})
        )

    def xlsx(self, of: Printout) -> bytes:
        file = io.BytesIO()
        with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
            sheet = book.add_worksheet()
            for at, row in enumerate(rows_of(of)[1]):
                for place, cell in enumerate(row.cells):
                    if isinstance(cell, int):
                        sheet.write_number(at, place, cell / 100)
                    else:
                        sheet.write_string(at, place, str(cell or ""))
        return file.getvalue()

    def csv(self, of: Printout) -> bytes:
        text = io.StringIO()
        csv.writer(text, delimiter=";").writerows(self._texts[of.stem])
        return text.getvalue().encode("utf-8")


def measured(write: Callable[[Printout], bytes], of: Printout) -> float:
    began = time.perf_counter()
    write(of)
    return time.perf_counter() - began


def main() -> None:
    made, built = asyncio.run(printouts())
    printer = ReportPrinter(Typesetter(theme_folders()))
    with tempfile.TemporaryDirectory() as folder:
        raw = Raw(Path(folder), made)
        ways = {
            "pdf": (printer.pdf_file, raw.pdf),
            "xlsx": (xlsx_file, raw.xlsx),
            "csv": (csv_file, raw.csv),
        }
        took: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
        for of in made:
            for name, (ours, theirs) in ways.items():
                took[name].append((measured(ours, of), measured(theirs, of)))
    click.echo(f"statements of {ROWS} entries, {ROUNDS} rounds in turns, the first left out")
    click.echo(f"{'':8}{'per s':>8}{'raw':>8}{'ratio':>8}   (medians)")
    for name, pairs in took.items():
        ours, theirs = (statistics.median(one) for one in zip(*pairs[1:], strict=True))
        click.echo(f"{name:8}{1 / ours:8.0f}{1 / theirs:8.0f}{ours / theirs:8.2f}")
    click.echo(f"build   {1 / statistics.median(built[1:]):8.0f}   in a process that stands ready")
    click.echo(f"        {1000 * built[0]:8.0f}   ms for the first, which starts the process")


if __name__ == "__main__":
    main()
