"""Who has accepted which version: on a page, as a file, and recorded from paper."""

import csv
import io
from datetime import date

from iok_core.audit.origin import Origin
from iok_core.identity.service import Role
from iok_core.portal import Portal
from iok_core.regulations import service as regulations
from iok_core.regulations.service import Paper
from tests.databases import on_sqlite
from tests.days import from_today
from tests.offices import text_of
from tests.portal import Access, LivePortal
from tests.regulations.publishing import next_version, published

LIST = "/biuro/akceptacje"


def cells(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


@on_sqlite
def test_k01_5_the_office_sees_who_has_accepted_and_how_many_have_not(live: LivePortal) -> None:
    live.resident("Anna Przyjęta")
    live.newcomer("Ewa Nowa")
    browser = live.browser_of(live.clerk())
    page = text_of(browser.open(LIST).text)
    assert "zaakceptowało 1 nie zaakceptowało 0" in page
    assert "Anna Przyjęta" in page
    missing = text_of(browser.open(f"{LIST}?stan=nie").text)
    assert "Ewa Nowa" in missing
    assert "Anna Przyjęta" not in missing


def signed(live: LivePortal, access: Access, number: int) -> None:
    paper = Paper(person=access.person or 0, number=number, signed_on=date(2026, 5, 5))

    async def recorded(portal: Portal) -> None:
        by, audit, clock = Origin.operator("tester"), portal.audit, portal.clock
        assert await regulations.record_paper(paper, by=by, audit=audit, clock=clock) is None

    live.do(recorded)


def test_k01_5_who_has_accepted_the_announced_version_too_is_not_missing(live: LivePortal) -> None:
    anna = live.resident("Anna Przyjęta")
    live.do(published(next_version(), from_today(20)))
    signed(live, anna, 2)
    page = text_of(live.browser_of(live.clerk()).open(LIST).text)
    assert "zaakceptowało 1 nie zaakceptowało 0" in page


@on_sqlite
def test_k01_5_a_list_of_an_earlier_version_tells_who_has_accepted_the_one_in_force(
    live: LivePortal,
) -> None:
    both = live.resident("Anna Przyjęta")
    live.resident("Ewa Dawna")
    live.do(published(next_version(), from_today(0)))
    signed(live, both, 2)
    _, anna, ewa = cells(live.browser_of(live.clerk()).open(f"{LIST}.csv?wersja=1").content)
    assert (anna[0], anna[2], anna[8]) == ("Anna Przyjęta", "1", "zaakceptowana")
    assert (ewa[0], ewa[2], ewa[8]) == ("Ewa Dawna", "1", "brak akceptacji")


@on_sqlite
def test_k01_5_the_list_is_taken_away_as_a_file_and_the_audit_has_it(live: LivePortal) -> None:
    live.resident("Anna Przyjęta")
    live.newcomer("Ewa Nowa")
    browser = live.browser_of(live.clerk())
    head, anna, ewa = cells(browser.open(f"{LIST}.csv").content)
    [(digest,)] = live.rows("SELECT sha256 FROM regulations_version")
    assert (head[0], head[2]) == ("Osoba", "Wersja")
    assert (anna[0], anna[2], anna[4], anna[7]) == ("Anna Przyjęta", "1", "w portalu", digest)
    assert (ewa[0], ewa[2], ewa[8]) == ("Ewa Nowa", "", "brak akceptacji")
    last = live.rows("SELECT action, meta FROM audit ORDER BY seq DESC LIMIT 1")
    assert last == [("acceptances_export", '{"rows":2}')]


@on_sqlite
def test_k01_2_k01_4_the_desk_records_an_acceptance_on_paper(live: LivePortal) -> None:
    person = live.newcomer().person
    path = f"/biuro/osoby/{person}/regulamin"
    clerk = live.clerk(Role.DESK)
    browser = live.browser_of(clerk)
    browser.open(path)
    sheet = {"number": "1", "signed_on": "2024-01-05"}
    assert browser.submit(path, **sheet).status_code == 422  # the sheet is not in hand
    assert 'href="#in_hand"' in browser.answer.text
    browser.submit(path, **sheet | {"signed_on": "2023-11-28"}, in_hand="1")
    assert 'href="#signed_on"' in browser.answer.text  # it was approved a day later
    assert live.rows("SELECT count(*) FROM acceptance") == [(0,)]
    browser.submit(path, **sheet, in_hand="1")
    assert "podpis z dnia 5 stycznia 2024" in text_of(browser.follow().text).replace("\u00a0", " ")
    assert live.rows("SELECT way, recorded_by FROM acceptance") == [("paper", clerk.staff)]
