"""Documents of many payers: asked for by the office, made by a worker, kept for a while."""

import io
import json
import re
import stat
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from iok_core.api import Audience
from iok_core.audit.origin import Origin
from iok_core.identity.service import Role
from iok_core.portal import Portal
from iok_core.reports import batches
from iok_core.reports.batches import Batch, Request, Selection, Whom
from iok_core.reports.offers import Offer
from iok_core.reports.offers import offer as offered
from iok_core.runs import leases
from iok_core.runs.carrying_out import carry_out
from iok_core.runs.states import RunState
from tests.databases import on_sqlite
from tests.offices import Office, office, text_of
from tests.portal import Browser
from tests.portals import Portals
from tests.reports.conftest import install_reports
from tests.reports.reading import Pdf

A = "a-semicolon-cp1250"
PAGE = "/biuro/raporty/wyciag"


@pytest.fixture
def a(
    portals: Portals, database_kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Office]:
    install_reports(tmp_path / "site")
    monkeypatch.syspath_prepend(tmp_path / "site")
    with office(portals, database_kind, tmp_path, A) as served:
        yield served


def asked(browser: Browser, **fields: str) -> int:
    """The run that the form starts."""
    browser.open(PAGE)
    answer = browser.submit(PAGE, **{"building": "", "payers": "", **fields})
    assert answer.status_code == 303, text_of(answer.text)
    return int(answer.headers["location"].rsplit("/", 1)[1])


def worked(office: Office) -> None:
    """What a worker does with all that waits."""

    async def work(portal: Portal) -> None:
        while claim := await leases.claim(portal.clock):
            await carry_out(claim, portal.handlers[claim.kind], portal.clock)

    office.live.do(work)


def batch_of(office: Office, run: int) -> Batch:
    async def found(_: Portal) -> Batch | None:
        return await batches.batch(run)

    batch = office.live.do(found)
    assert batch is not None
    return batch


def archive(content: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(content))


def audited(office: Office) -> list[tuple[Any, ...]]:
    sql = (
        "SELECT action, object_id, actor_kind FROM audit WHERE action LIKE 'report_%' ORDER BY seq"
    )
    return office.live.rows(sql)


def test_p12_the_office_gets_a_statement_of_every_payer_sorted_by_address(a: Office) -> None:
    browser = a.browser_of_staff()
    run = asked(browser, whom="all", dzien="2026-09-30")
    page = f"/biuro/raporty/przebiegi/{run}"
    waiting = browser.open(page).text
    assert "Czeka na swoją kolej." in waiting
    assert f'href="{page}"' in waiting
    worked(a)
    assert "Przygotowano 10 dokumentów." in text_of(browser.open(page).text)
    answer = browser.open(f"{page}/plik")
    assert answer.headers["content-disposition"] == f'attachment; filename="wyciag-{run}.zip"'
    assert answer.headers["cache-control"] == "no-store"
    files = archive(answer.content)
    names = files.namelist()
    assert names == sorted(names)
    assert names[0].startswith("00001-Cwiczebna-5A-m-2-wyciag-204-1-00003-4")
    texts = [Pdf(files.read(name)).text for name in names]
    holders = {"K0002", "K0003", "K0004", "K0005", "K0006", "K0007", "K0008", "K0009", "K0010"}
    told = json.loads((Path(__file__).parents[2] / EXPECTED).read_text("utf-8"))["accounts"]
    for key, account in told.items():
        wanted = bool(holders.intersection(account["payers"])) or "K0011" in account["payers"]
        assert sum(f"Konto {key} " in text for text in texts) == wanted, key
    assert audited(a) == [("report_run", run, "staff"), ("report_download", run, "staff")]


EXPECTED = f"plugins/iok_connector_files/tests/data/export/{A}/expected.json"


@on_sqlite
def test_s13_the_file_lies_outside_the_database_for_its_owner_alone(a: Office) -> None:
    run = asked(a.browser_of_staff(), whom="payers", payers="K0003")
    worked(a)
    folder = a.live.folder / "reports"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    (file,) = folder.iterdir()
    assert (file.name, stat.S_IMODE(file.stat().st_mode)) == (f"{run}.zip", 0o600)


@on_sqlite
def test_a_former_holder_can_be_chosen_and_nobody_else_comes_along(a: Office) -> None:
    browser = a.browser_of_staff()
    run = asked(browser, whom="payers", payers="K0001, K0003")
    worked(a)
    files = archive(browser.open(f"/biuro/raporty/przebiegi/{run}/plik").content)
    text = " ".join(Pdf(files.read(name)).text for name in files.namelist())
    assert len(files.namelist()) == 2
    assert "204-1-00001-2" in text
    assert "204-1-00002-3" not in text  # of the buyer of the same flat


@on_sqlite
def test_s02_seller_and_buyer_of_one_flat_each_get_their_own_days(
    portals: Portals, database_kind: str, tmp_path: Path
) -> None:
    """In this export the account stays with the flat; the sale was on 15.04.2026."""
    days: dict[str, list[str]] = {}
    with office(portals, database_kind, tmp_path, "b-community-ledger-tab") as served:
        browser = served.browser_of_staff()
        for payer in ("101", "102"):
            run = asked(browser, whom="payers", payers=payer)
            worked(served)
            files = archive(browser.open(f"/biuro/raporty/przebiegi/{run}/plik").content)
            text = Pdf(files.read(files.namelist()[0])).text
            of_flat = re.split(r"(?=Konto 20\d-)", text)
            (section,) = [part for part in of_flat if part.startswith("Konto 204-000002 ")]
            booked = re.findall(r"(\d\d)\.(\d\d)\.(\d{4}) (?:Opłat|Wpłat|czynsz)", section)
            days[payer] = ["-".join(reversed(day)) for day in booked]
    assert days["101"]
    assert days["102"]
    assert max(days["101"]) <= "2026-04-14"
    assert min(days["102"]) >= "2026-04-15"


@on_sqlite
def test_a_building_is_chosen_from_those_there_are(a: Office) -> None:
    browser = a.browser_of_staff()
    buildings = [row[0] for row in a.live.rows("SELECT DISTINCT building FROM premises_version")]
    page = browser.open(PAGE).text
    assert [f'<option value="{building}">' in page for building in buildings]
    run = asked(browser, whom="building", building=buildings[0])
    worked(a)
    assert 0 < batch_of(a, run).documents <= 10


@on_sqlite
def test_what_the_office_mistypes_is_told_beside_the_field(a: Office) -> None:
    browser = a.browser_of_staff()
    cases: list[tuple[dict[str, str], str]] = [
        ({"whom": ""}, "Wybierz, dla kogo przygotować dokumenty"),
        ({"whom": "building"}, "Wybierz budynek"),
        ({"whom": "building", "building": "Nie ma 1"}, "Wybierz budynek"),
        ({"whom": "payers"}, "Wpisz numer co najmniej jednego kontrahenta"),
        ({"whom": "payers", "payers": "K0003 X9"}, "Żaden kontrahent nie ma takiego numeru: X9"),
        ({"whom": "all", "rok": "abc"}, "Wpisz rok, na przykład 2026"),
    ]
    for fields, text in cases:
        browser.open(PAGE)
        answer = browser.submit(PAGE, **{"building": "", "payers": "", **fields})
        assert (answer.status_code, text in text_of(answer.text)) == (422, True), fields
    assert audited(a) == []


@on_sqlite
def test_a_run_that_suits_nobody_says_why(a: Office) -> None:
    browser = a.browser_of_staff()
    run = asked(browser, whom="all", dzien="2026-12-31")
    worked(a)
    text = text_of(browser.open(f"/biuro/raporty/przebiegi/{run}").text)
    assert "Dane sięgają do 30.09.2026" in text
    assert "Tak wybranego zestawienia nie da się przygotować dla nikogo" in text
    assert not list((a.live.folder / "reports").iterdir())


def test_a_run_can_be_stopped_and_leaves_no_file(a: Office) -> None:
    browser = a.browser_of_staff()
    run = asked(browser, whom="all")
    page = f"/biuro/raporty/przebiegi/{run}"

    async def stopped_in_mid_work(portal: Portal) -> None:
        claim = await leases.claim(portal.clock, run)
        assert claim is not None
        by = Origin.staff(1)
        assert await batches.cancel(run, by=by, audit=portal.audit, clock=portal.clock)
        assert await carry_out(claim, portal.handlers[claim.kind], portal.clock) is None

    a.live.do(stopped_in_mid_work)
    assert batch_of(a, run).state is RunState.CANCELLED
    assert not list((a.live.folder / "reports").iterdir())
    assert "Ktoś zatrzymał ten przebieg" in text_of(browser.open(page).text)
    assert browser.open(f"{page}/plik").status_code == 303
    assert [row[0] for row in audited(a)] == ["report_run", "report_cancel"]


@on_sqlite
def test_the_button_stops_a_waiting_run(a: Office) -> None:
    browser = a.browser_of_staff()
    page = f"/biuro/raporty/przebiegi/{asked(browser, whom='all')}"
    browser.open(page)
    browser.submit(f"{page}/przerwij")
    assert "Zatrzymano przygotowywanie dokumentów." in browser.follow().text
    assert not browser.has_form(f"{page}/przerwij")


def test_what_a_killed_worker_left_is_written_over_by_the_next(a: Office) -> None:
    run = asked(a.browser_of_staff(), whom="payers", payers="K0003")
    folder = a.live.folder / "reports"
    folder.mkdir()
    (folder / f"{run}.part").write_bytes(b"half of it")
    (folder / "999.part").write_bytes(b"of a run that nobody knows")

    async def lost(portal: Portal) -> None:
        assert await leases.claim(portal.clock, run)
        later = portal.clock.now() + timedelta(minutes=10)
        assert await leases.sweep(At(later)) == 1

    a.live.do(lost)
    worked(a)
    assert [path.name for path in folder.iterdir()] == [f"{run}.zip"]
    assert (batch_of(a, run).documents, batch_of(a, run).state) == (1, RunState.DONE)


class At(msgspec.Struct, frozen=True):
    """A clock that stands."""

    moment: Any

    def now(self) -> Any:
        return self.moment

    def today(self) -> Any:
        return self.moment.date()


@on_sqlite
def test_a_file_is_removed_when_its_days_are_over(a: Office) -> None:
    browser = a.browser_of_staff()
    run = asked(browser, whom="payers", payers="K0003")
    worked(a)
    file = a.live.folder / "reports" / f"{run}.zip"
    a.live.do(lambda portal: portal.report_handler.clear())
    assert file.is_file()
    expires = batch_of(a, run).expires_at
    assert expires is not None
    assert timedelta(days=6) < expires - batch_of(a, run).requested_at < timedelta(days=8)
    past = datetime(2020, 1, 1, tzinfo=UTC)
    a.live.rows("UPDATE report_run SET expires_at = {}", past)
    page = f"/biuro/raporty/przebiegi/{run}"
    assert browser.open(f"{page}/plik").headers["location"] == page
    assert "Plik usunięto, bo minął jego czas." in text_of(browser.open(page).text)
    a.live.do(lambda portal: portal.report_handler.clear())
    assert not file.exists()


@on_sqlite
def test_p12_a_report_type_that_fails_fails_its_run_and_keeps_nothing(a: Office) -> None:
    async def run_of(portal: Portal) -> int:
        trial: Offer | None = await offered(portal.plugins, Audience.STAFF, "trial")
        assert trial is not None
        request = Request(trial, {"way": "raises"}, Selection(Whom.ALL), Origin.staff(1))
        return await batches.ask(request, audit=portal.audit, clock=portal.clock)

    run = a.live.do(run_of)
    worked(a)
    assert (batch_of(a, run).problem, batch_of(a, run).problem_detail) == ("raised", "LookupError")
    text = text_of(a.browser_of_staff().open(f"/biuro/raporty/przebiegi/{run}").text)
    assert "Wtyczka przerwała pracę w nieprzewidziany sposób" in text
    assert not list((a.live.folder / "reports").iterdir())


@on_sqlite
@pytest.mark.parametrize("role", [Role.DESK, Role.TECHNICAL, Role.BOARD])
def test_s01_other_roles_neither_ask_nor_take(a: Office, role: Role) -> None:
    run = asked(a.browser_of_staff(), whom="all")
    browser = a.browser_of_staff(role)
    for path in ("/biuro/raporty", PAGE, f"/biuro/raporty/przebiegi/{run}/plik"):
        assert browser.open(path).status_code == 403
