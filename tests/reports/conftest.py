"""Report types at work, and a printout of which every figure is known."""

from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from iok_core.api import (
    AccountExtract,
    AccountKind,
    CellKind,
    Column,
    Document,
    Extract,
    Figure,
    Figures,
    Paragraph,
    Provenance,
    Row,
    Section,
    Table,
)
from iok_core.child.frames import Start
from iok_core.reports.building import Order, ReportBuilder
from iok_core.reports.limits import ReportLimits
from iok_core.reports.pdf_file import ReportPrinter
from iok_core.reports.printout import Printout, printout
from iok_core.web.themes import theme_folders
from iok_core.web.typesetting import Typesetter
from tests.cooperative import COOPERATIVE
from tests.offices import Office, office
from tests.portals import Portals
from tests.reports.reading import EXPORT_A
from tests.reports.report_types import Choice

TRIAL = Start(what="build", extension="tests.reports.report_types:Trial", options={})
LIMITS = ReportLimits(seconds=20, memory_mib=160, rows=40)

Print = Callable[..., Printout]
OrderOf = Callable[[str], Order]


def extract() -> Extract:
    origin = Provenance(
        source="System księgowy",
        imported_at=datetime(2026, 10, 2, 8, tzinfo=UTC),
        balances=date(2026, 9, 30),
        entries=date(2026, 9, 30),
        charges=date(2026, 8, 31),
        bank_statements=date(2026, 9, 29),
    )
    account = AccountExtract(
        key="204-1",
        kind=AccountKind.OPERATING,
        name="Opłaty",
        payer="Łucja",
        since=date(2026, 1, 1),
        opening=Decimal(0),
        closing=Decimal(0),
        provenance=origin,
    )
    return Extract(accounts=(account,), today=date(2026, 10, 3))


@pytest.fixture
async def builder() -> AsyncIterator[ReportBuilder]:
    made = ReportBuilder(LIMITS)
    yield made
    await made.close()


@pytest.fixture
def order_of() -> OrderOf:
    return lambda way: Order("trial", "trials", TRIAL, Choice(way), extract())


@pytest.fixture(scope="session")
def printer() -> ReportPrinter:
    return ReportPrinter(Typesetter(theme_folders()))


@pytest.fixture
def printed() -> Print:
    """A document as it is when it has been read: amounts in whole grosze."""

    def made(text: str = "Zażółć gęślą jaźń w maju", rows: int = 1) -> Printout:
        columns = [
            Column("Dzień", CellKind.DAY),
            Column("Miesiąc", CellKind.MONTH),
            Column("Opis"),
            Column("Ilość", CellKind.NUMBER),
            Column("Kwota", CellKind.AMOUNT),
        ]
        row = Row([date(2026, 5, 31), date(2026, 5, 1), text, Decimal("62.25"), -123456])
        total = Row([None, None, "Razem", None, -123456 * rows], total=True)
        parts: list[Figures | Table | Paragraph] = [
            Figures([Figure(text, text, CellKind.TEXT), Figure("Saldo", 98765, total=True)]),
            Paragraph(text),
            Table("Operacje", columns, [*[row] * rows, total]),
        ]
        document = Document(title="Wyciąg", period="za maj", sections=[Section(text, parts)])
        moment = datetime(2026, 10, 3, 9, 0, 1, tzinfo=UTC)
        return printout(document, extract(), COOPERATIVE, moment)

    return made


@pytest.fixture
def a(portals: Portals, database_kind: str) -> Iterator[Office]:
    with office(portals, database_kind, EXPORT_A) as served:
        yield served


@pytest.fixture
def with_trials(
    portals: Portals, database_kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Office]:
    """The same portal, which finds the report types of this folder."""
    _install_reports(tmp_path / "site")
    monkeypatch.syspath_prepend(tmp_path / "site")
    with office(portals, database_kind, EXPORT_A) as served:
        yield served


def _install_reports(site: Path) -> None:
    about = site / "iok_trials-1.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: iok-trials\nVersion: 1.0\nRequires-Dist: iok>=0.1,<1\n"
    )
    (about / "entry_points.txt").write_text("[iok.plugins]\ntrials = tests.reports.report_types\n")
