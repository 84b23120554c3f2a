"""The office's first page and a payer's card: who has access, and how far it has come."""

import re
from datetime import UTC, datetime

import pytest

from iok_core.db import execute
from iok_core.identity.permissions import Role
from tests.identity.at_the_desk import POSTS, Desk, Route
from tests.identity.slip_reading import slip
from tests.portal import LivePortal

NONE = "tag tag--warn"
ISSUED = "tag tag--info"
STARTED = "tag tag--warn"
EXPIRED = "tag tag--due"
ACTIVE = "tag tag--ok"


@pytest.fixture
def desk(live: LivePortal) -> Desk:
    return Desk(live)


def issue(desk: Desk) -> tuple[str, str]:
    """The identifier and the start password of the slip."""
    browser = desk.browser_of()
    browser.open(f"/biuro/osoby/{desk.person}/dostep")
    answer = browser.submit(
        f"/biuro/osoby/{desk.person}/dostep", identity_checked="1", document="passport"
    )
    return slip(answer)


def write(desk: Desk, sql: str, *values: object) -> None:
    desk.live.do(lambda _: execute(sql, *values))


def row_of(page: str, name: str) -> str:
    """The part of the page from that name on to the end of its row or item."""
    return re.split(r"</tr>|</li>", page[page.index(name) :])[0]


def tag_of(page: str, name: str) -> str:
    found: list[str] = re.findall(r'<span class="(tag[^"]*)">', row_of(page, name))
    return found[0]


def word_of(page: str, name: str) -> str:
    return row_of(page, name).split('class="tag')[1].partition(">")[2].partition("<")[0]


def plain(page: str) -> str:
    return page.replace("\u00a0", " ")


# K06-5: issued, not activated


def test_k06_5_an_access_that_was_not_used_waits_on_the_first_page(desk: Desk) -> None:
    identifier, _ = issue(desk)
    until = datetime(2099, 1, 5, 12, tzinfo=UTC)
    write(desk, "UPDATE identity SET start_expires_at = {} WHERE person = {}", until, desk.person)
    page = plain(desk.browser_of().open("/biuro").text)
    assert tag_of(page, "Maria Ćwikłowska") == ISSUED
    row = row_of(page, "Maria Ćwikłowska")
    assert f"{identifier[:3]} {identifier[3:]}" in row
    assert "5 stycznia 2099, 13:00" in row


def test_k06_5_a_start_password_past_its_day_is_told_as_expired(desk: Desk) -> None:
    issue(desk)
    past = datetime(2026, 1, 5, tzinfo=UTC)
    write(desk, "UPDATE identity SET start_expires_at = {} WHERE person = {}", past, desk.person)
    browser = desk.browser_of()
    pages = ("/biuro", "/biuro?q=cwik", f"/biuro/kontrahenci/{desk.party}")
    for path in pages:
        assert tag_of(browser.open(path).text, "Maria Ćwikłowska") == EXPIRED, path


def test_k06_5_who_signed_in_and_went_away_is_told_as_unfinished(desk: Desk) -> None:
    desk.live.browser().sign_in(*issue(desk))
    browser = desk.browser_of()
    assert tag_of(browser.open("/biuro").text, "Maria Ćwikłowska") == STARTED
    page = browser.open("/biuro?q=lipowa").text
    assert word_of(page, "Maria Ćwikłowska") != word_of(page, "Cebulowa")


def test_k06_5_who_has_set_a_password_waits_no_more(desk: Desk) -> None:
    resident = desk.live.browser()
    resident.sign_in(*issue(desk))
    resident.follow()
    resident.submit("/haslo/nowe", new="konie jedzą mech", repeat="konie jedzą mech")
    browser = desk.browser_of()
    assert "Maria Ćwikłowska" not in browser.open("/biuro").text
    assert tag_of(browser.open("/biuro?q=cwik").text, "Maria Ćwikłowska") == ACTIVE


# Search


def test_a_search_shows_payer_premises_and_who_has_which_access(desk: Desk) -> None:
    identifier, _ = issue(desk)
    page = plain(desk.browser_of().open("/biuro?q=cwiklowska").text)
    row = row_of(page, "Ćwikłowska Maria Jan")
    for told in ("K-1", "L14-2", "31.01.2026", "L14-G1", "Maria Ćwikłowska"):
        assert told in row
    assert f"{identifier[:3]} {identifier[3:]}" in row
    assert f"/biuro/kontrahenci/{desk.party}" in page


def test_a_search_by_identifier_finds_whose_it_is(desk: Desk) -> None:
    identifier, _ = issue(desk)
    page = desk.browser_of().open(f"/biuro?q={identifier}").text
    assert re.findall(r"/biuro/kontrahenci/(\d+)", page) == [str(desk.party)]


def test_who_has_no_access_is_found_too(desk: Desk) -> None:
    page = desk.browser_of().open("/biuro?q=luk").text
    assert tag_of(page, "Łukaszowy Łukasz") == NONE
    assert "Cebulowa" not in page


def test_the_search_that_was_made_stays_in_the_box_and_is_escaped(desk: Desk) -> None:
    page = desk.browser_of().open("/biuro?q=%22%3E%3Cb%3Eluk").text
    assert 'value="&#34;&gt;&lt;b&gt;luk"' in page
    assert "<b>luk" not in page


def test_a_search_of_nothing_is_the_first_page(desk: Desk) -> None:
    page = desk.browser_of().open("/biuro?q=%20").text
    assert 'aria-labelledby="czekaja"' in page


# A payer


def test_a_payer_has_premises_titles_days_and_who_acts(desk: Desk) -> None:
    page = desk.browser_of().open(f"/biuro/kontrahenci/{desk.party}").text
    for told in ("Zamiejska 3/5, 00-000 Przykładowo", "L14-2", "01.03.1999", "31.01.2026"):
        assert told in page
    assert f"/biuro/osoby/{desk.person}/dostep" in page


def test_the_office_reads_whether_mails_reach_somebody_and_not_where(desk: Desk) -> None:
    browser, page = desk.browser_of(), f"/biuro/kontrahenci/{desk.party}"
    issue(desk)
    given = (
        "INSERT INTO contact_address (person, kind, address, given_at, tries) "
        "VALUES ({}, 'email', 'kanarek@example.pl', {}, 0)"
    )
    now = datetime.now(UTC)
    desk.live.do(lambda _: execute(given, desk.person, now))
    assert "bez potwierdzonego adresu e-mail" in browser.open(page).text
    desk.live.do(lambda _: execute("UPDATE contact_address SET confirmed_at = given_at"))
    shown = browser.open(page).text
    assert "adres e-mail potwierdzony" in shown
    assert "kanarek@example.pl" not in shown
    desk.live.do(lambda _: execute("UPDATE contact_address SET ended_at = given_at"))
    assert "bez potwierdzonego adresu e-mail" in browser.open(page).text


def test_a_payer_that_does_not_exist_is_an_unknown_page(desk: Desk) -> None:
    clerk = desk.live.clerk()
    browser = desk.live.browser_of(clerk)
    for party in (999999, 10**17):
        assert browser.open(f"/biuro/kontrahenci/{party}").status_code == 404
        assert desk.audit_of(clerk, "object_denied")[-1] == ("party", party, "refused", "{}")


def test_a_payer_of_whom_residents_know_nothing_yet_is_an_unknown_page(desk: Desk) -> None:
    browser = desk.browser_of()
    hidden = desk.parties["K-9"]
    assert browser.open(f"/biuro/kontrahenci/{hidden}").status_code == 404
    route = Route("POST", f"/biuro/kontrahenci/{hidden}/osoby", {"name": "Ktoś", "basis": "self"})
    assert desk.send(browser, route).status_code == 404


def test_who_only_looks_sees_no_way_to_issue(desk: Desk) -> None:
    browser = desk.browser_of(Role.SETTLEMENTS)
    page = browser.open(f"/biuro/kontrahenci/{desk.party}").text
    assert "/dostep" not in page
    assert not browser.has_form(f"/biuro/kontrahenci/{desk.party}/osoby")


def test_a_new_person_leads_on_to_their_access(desk: Desk) -> None:
    browser = desk.browser_of()
    browser.open(f"/biuro/kontrahenci/{desk.party}")
    added = f"/biuro/kontrahenci/{desk.party}/osoby"
    answer = browser.submit(added, name="Jan Ćwikłowski", basis="self")
    assert answer.status_code == 303
    assert "Jan Ćwikłowski" in browser.follow().text


def test_a_double_click_adds_one_person(desk: Desk) -> None:
    browser = desk.browser_of()
    places = {desk.send(browser, POSTS[0]).headers["location"] for _ in range(2)}
    assert len(places) == 1
    assert desk.live.rows("SELECT count(*) FROM person") == [(2,)]


def test_a_name_that_is_none_is_asked_for_again(desk: Desk) -> None:
    browser = desk.browser_of()
    for name in ("", "  ", "x" * 201, "Jan\u202eĆwikłowski"):
        answer = desk.send(browser, POSTS[0], name=name)
        assert answer.status_code == 422
        assert 'id="name-error"' in answer.text
    assert desk.live.rows("SELECT count(*) FROM representation") == [(1,)]
