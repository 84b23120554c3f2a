"""A run that makes documents: stopped, lost, failed; and how long its file lies ready."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from iok_core.api import Audience
from iok_core.audit.origin import Origin
from iok_core.modules import service as modules
from iok_core.modules.service import NewModule
from iok_core.portal import Portal
from iok_core.reports import batches
from iok_core.reports.batches import Request, Selection, Whom
from iok_core.reports.offers import Offer
from iok_core.reports.offers import offer as offered
from iok_core.runs import leases
from iok_core.runs.carrying_out import carry_out
from iok_core.runs.states import RunState
from tests.databases import on_sqlite
from tests.offices import Office, text_of
from tests.reports.bulk import asked, audited, batch_of, page_of, worked


@on_sqlite
def test_a_run_that_suits_nobody_says_why(a: Office) -> None:
    browser = a.browser_of_staff()
    run = asked(browser, whom="all", dzien="2026-12-31")
    worked(a)
    text = text_of(browser.open(page_of(run)).text)
    assert "Dane sięgają do 30.09.2026" in text
    assert "Tak wybranego zestawienia nie da się przygotować dla nikogo" in text
    assert not list((a.live.folder / "reports").iterdir())


def test_a_run_can_be_stopped_and_leaves_no_file(a: Office) -> None:
    browser = a.browser_of_staff()
    run = asked(browser, whom="all")
    page = page_of(run)

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


@on_sqlite
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
    page = page_of(run)
    assert browser.open(f"{page}/plik").headers["location"] == page
    assert "Plik usunięto, bo minął jego czas." in text_of(browser.open(page).text)
    a.live.do(lambda portal: portal.report_handler.clear())
    assert not file.exists()


@on_sqlite
def test_p12_a_report_type_that_fails_fails_its_run_and_keeps_nothing(
    with_trials: Office,
) -> None:
    a = with_trials

    async def run_of(portal: Portal) -> int:
        trial: Offer | None = await offered(portal.plugins, Audience.STAFF, "trial")
        assert trial is not None
        request = Request(trial, {"way": "raises"}, Selection(Whom.ALL), Origin.staff(1))
        return await batches.ask(request, audit=portal.audit, clock=portal.clock)

    run = a.live.do(run_of)
    worked(a)
    assert (batch_of(a, run).problem, batch_of(a, run).problem_detail) == ("raised", "LookupError")
    text = text_of(a.browser_of_staff().open(page_of(run)).text)
    assert "Wtyczka przerwała pracę w nieprzewidziany sposób" in text
    assert not list((a.live.folder / "reports").iterdir())


@on_sqlite
def test_a_name_that_another_module_has_hinders_no_report(a: Office, tmp_path: Path) -> None:
    async def taken(portal: Portal) -> None:
        options = {"folder": str(tmp_path), "from_address": "iok@lipowa.example"}
        new = NewModule("wyciag", "E-mail", options, tmp_path)
        await modules.create(portal.plugins.channels["email"], new, portal.clock)

    a.live.do(taken)
    browser = a.browser_of_staff()
    run = asked(browser, whom="all")
    worked(a)
    assert batch_of(a, run).state is RunState.DONE
    assert text_of(browser.open(page_of(run)).text).count("Wyciąg z konta")
