"""Many slips at once: somebody else agrees to exactly these before they are printed (S46)."""

import httpx
import pytest

from iok_core.approvals import service as approvals
from iok_core.audit.origin import Origin
from iok_core.identity import mass_approvals
from iok_core.identity.mass_approvals import MASS_ISSUE
from iok_core.identity.mass_issue import BatchIssued, MassRefusal
from iok_core.portal import Portal
from tests.browsing import Browser
from tests.databases import on_sqlite
from tests.identity.building import Building
from tests.identity.slip_reading import slips
from tests.portal import LivePortal, add_clerk

FORM = "/biuro/wydania/nowe"
BATCHES = "SELECT count(*) FROM issue_batch"


@pytest.fixture
def building(live: LivePortal, monkeypatch: pytest.MonkeyPatch) -> Building:
    """Three slips are many."""
    monkeypatch.setattr(mass_approvals, "ALONE", 2)
    return Building(live)


@pytest.fixture
def colleague(building: Building) -> Browser:
    return building.live.browser_of(building.live.do(add_clerk))


@pytest.fixture
def clerk(building: Building) -> Browser:
    return building.live.browser_of(building.clerk)


def sent(clerk: Browser, **more: str) -> httpx.Response:
    clerk.open(f"{FORM}?gdzie=Lipowa+14%7C")
    return clerk.submit(FORM, checks_on_handing_over="1", paper="strip", **more)


def test_s46_slips_for_many_are_printed_once_somebody_else_has_agreed(
    building: Building, clerk: Browser, colleague: Browser
) -> None:
    review = sent(clerk)
    assert "3 wydruki z hasłami startowymi: Lipowa 14" in review.text.replace("\xa0", " ")
    asked = clerk.submit(FORM, reason="Zebranie mieszkańców")
    request = asked.headers["location"]
    assert building.live.rows(BATCHES) == [(0,)]
    assert "Zebranie mieszkańców" in colleague.open(request).text
    assert colleague.has_form(f"{request}/zatwierdz")
    assert f'href="{FORM}?' in colleague.open(request).text
    assert colleague.submit(f"{request}/zatwierdz").status_code == 303
    assert building.live.rows(BATCHES) == [(0,)]
    assert "Zatwierdzone" in clerk.open("/biuro").text
    printed = sent(clerk)
    assert len(slips(printed.content)) == 3
    assert "<form" in sent(clerk).text  # the next print is asked for anew
    assert building.live.rows(BATCHES) == [(1,)]


@on_sqlite
def test_s46_what_was_approved_is_printed_by_whoever_asked_and_once(
    building: Building, clerk: Browser, colleague: Browser
) -> None:
    sent(clerk)
    request = clerk.submit(FORM, reason="Zebranie").headers["location"]
    shown = colleague.open(request).text.replace("\xa0", " ")
    assert "Wydrukuje je tylko osoba, która o nie prosi, i tylko raz" in shown
    colleague.submit(f"{request}/zatwierdz")
    assert "Poproś o zatwierdzenie" in sent(colleague).text
    assert building.live.rows(BATCHES) == [(0,)]
    assert len(slips(sent(clerk).content)) == 3
    assert "Poproś o zatwierdzenie" in sent(clerk).text


@on_sqlite
def test_s46_what_was_agreed_to_is_not_what_stands_there_now(
    building: Building, clerk: Browser, colleague: Browser
) -> None:
    sent(clerk)
    request = clerk.submit(FORM, reason="Zebranie").headers["location"]
    colleague.open(request)
    building.live.rows("DELETE FROM representation WHERE person = {}", building.persons["K-3"])
    colleague.submit(f"{request}/zatwierdz")
    assert "zmieniło się" in colleague.open(request).text
    assert building.live.rows("SELECT outcome FROM approval") == [("failed",)]


@on_sqlite
def test_s46_no_other_way_leads_around_the_second_person(building: Building) -> None:
    live = building.live
    assert live.do(building.issue) is MassRefusal.NEEDS_SECOND
    row = "SELECT result FROM audit WHERE action = 'access_batch_issue'"
    assert live.rows(row) == [("refused",)]

    async def switch_off(portal: Portal) -> None:
        by = Origin.operator("tester")
        await approvals.switch(portal.approvals, MASS_ISSUE, "Jedna osoba", off=True, by=by)

    live.do(switch_off)
    assert isinstance(live.do(building.issue), BatchIssued)


@on_sqlite
def test_s46_an_agreement_holds_for_a_day(
    building: Building, clerk: Browser, colleague: Browser
) -> None:
    sent(clerk)
    request = clerk.submit(FORM, reason="Zebranie").headers["location"]
    colleague.open(request)
    colleague.submit(f"{request}/zatwierdz")
    building.live.rows("UPDATE approval SET expires_at = decided_at")
    assert building.live.do(building.issue) is MassRefusal.NEEDS_SECOND
