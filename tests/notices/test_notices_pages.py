"""What a resident and the office see of notices."""

import re

import pytest

from iok_core.db import execute, transaction
from iok_core.events.kinds import EventKind
from iok_core.events.service import emit
from iok_core.identity.service import Role
from iok_core.modules import service as modules
from iok_core.modules.service import NewModule
from iok_core.notices import inbox
from iok_core.portal import Portal
from tests.databases import on_sqlite
from tests.portal import LivePortal

pytestmark = on_sqlite
NOTICES, MESSAGES = "/powiadomienia", "/biuro/wiadomosci"


def happens(live: LivePortal, person: int | None, times: int = 1) -> None:
    async def work(portal: Portal) -> None:
        for _ in range(times):
            async with transaction():
                await emit(EventKind.ACCESS_UNBLOCKED, at=portal.clock.now(), person=person or 0)
        await portal.relay.once()

    live.do(work)


def badge(page: str) -> str:
    found = re.search(r'nav__count">.*?</span>(\d+)</span>', page)
    return found[1] if found else ""


def test_an_unread_notice_is_counted_until_it_is_marked_by_a_form(live: LivePortal) -> None:
    anna = live.resident()
    browser = live.browser_of(anna)
    happens(live, anna.person)
    assert badge(browser.open("/").text) == "2"  # the access that was issued, too
    page = browser.open(NOTICES).text
    assert "Zdjęto blokadę dostępu do portalu" in page
    assert badge(browser.open(NOTICES).text) == "2"  # looking at them reads none
    (first,) = live.rows("SELECT max(id) FROM notice")[0]
    assert browser.submit(f"{NOTICES}/{first}/przeczytane").headers["location"] == NOTICES
    assert badge(browser.open(NOTICES).text) == "1"
    form = f"{NOTICES}/przeczytane"
    browser.submit(form, newest=str(first))
    assert badge(browser.open(NOTICES).text) == ""
    assert not browser.has_form(form)


def test_what_came_since_the_page_was_opened_stays_unread(live: LivePortal) -> None:
    anna = live.resident()
    browser = live.browser_of(anna)
    happens(live, anna.person)
    browser.open(NOTICES)
    (newest,) = live.rows("SELECT max(id) FROM notice")[0]
    happens(live, anna.person)
    browser.submit(f"{NOTICES}/przeczytane", newest=str(newest))
    assert badge(browser.open(NOTICES).text) == "1"


def test_s01_notices_of_others_are_neither_shown_nor_marked(live: LivePortal) -> None:
    anna, ewa = live.resident(), live.resident("Ewa Testowa")
    happens(live, ewa.person, 3)
    browser = live.browser_of(anna)
    page = browser.open(NOTICES).text
    assert "Zdjęto blokadę" not in page
    token = browser.form("/wyloguj")["_csrf"]
    (newest,) = live.rows("SELECT max(id) FROM notice")[0]
    browser.http.post(f"{NOTICES}/przeczytane", data={"newest": newest, "_csrf": token})
    answer = browser.http.post(f"{NOTICES}/{newest}/przeczytane", data={"_csrf": token})
    assert answer.status_code == 404
    unread = "SELECT count(*) FROM notice WHERE read_at IS NULL AND person = {}"
    assert live.rows(unread, ewa.person) == [(4,)]


def test_notices_stand_the_newest_first_without_those_that_are_for_mails_alone(
    live: LivePortal,
) -> None:
    anna = live.resident()
    happens(live, anna.person, 3)
    sql = "SELECT id FROM notice WHERE person = {} ORDER BY id"
    issued, first, second, third = [id_ for (id_,) in live.rows(sql, anna.person)]
    live.rows("UPDATE notice SET listed = {} WHERE id = {} RETURNING id", False, second)

    async def read(portal: Portal) -> None:
        assert [row.id for row in await inbox.notices_of(anna.person or 0, 1)] == [
            *(third, first, issued)
        ]
        assert await inbox.count_of(anna.person or 0) == 3
        assert not await inbox.mark_read(anna.person or 0, second, portal.clock)
        await inbox.mark_all_read(anna.person or 0, third, portal.clock)

    live.do(read)
    unread = "SELECT id FROM notice WHERE read_at IS NULL AND person = {}"
    assert live.rows(unread, anna.person) == [(second,)]


def test_a_notice_that_was_read_keeps_the_moment(live: LivePortal) -> None:
    anna = live.resident()
    happens(live, anna.person)
    browser = live.browser_of(anna)
    browser.open(NOTICES)
    token = browser.form("/wyloguj")["_csrf"]
    ((notice,),) = live.rows("SELECT max(id) FROM notice")
    moments = []
    for path in (f"{notice}/przeczytane", f"{notice}/przeczytane", "przeczytane"):
        browser.http.post(f"{NOTICES}/{path}", data={"newest": notice, "_csrf": token})
        moments += live.rows("SELECT read_at FROM notice WHERE id = {}", notice)
    assert moments[0] != (None,)
    assert len(set(moments)) == 1


def test_a_long_list_has_pages(live: LivePortal) -> None:
    anna = live.resident()
    happens(live, anna.person, 21)
    browser = live.browser_of(anna)
    shown = [
        browser.open(f"{NOTICES}?strona={n}").text.count('class="list__row"') for n in (1, 2, 9)
    ]
    assert shown == [20, 2, 2]


@pytest.fixture
def board(live: LivePortal) -> LivePortal:
    """One delivery of each state, to a resident whose address nobody may see."""
    anna = live.resident("Łucja Kanarkowa")

    async def work(portal: Portal) -> None:
        new = NewModule(
            "email",
            "Poczta",
            {"folder": "/proc/nowhere", "from_address": "a@b.pl"},
            portal.settings.folder,
        )
        await modules.create(portal.plugins.channels["email"], new, portal.clock)
        await execute(
            "INSERT INTO contact_address (person, kind, address, given_at, tries, confirmed_at) "
            "VALUES ({}, 'email', 'kanarek@example.pl', {}, 0, {})",
            *(anna.person, portal.clock.now(), portal.clock.now()),
        )

    live.do(work)
    happens(live, anna.person, 5)
    for number, state in enumerate(("dead", "uncertain", "sent", "closed"), 1):
        why = {"dead": "refused", "uncertain": "answer_lost"}.get(state, "")
        sql = "UPDATE delivery SET state = {}, why = {} WHERE id = {} RETURNING id"
        live.rows(sql, state, why, number)
    return live


def test_p6_the_office_sees_what_did_not_arrive_and_why_and_no_address(board: LivePortal) -> None:
    browser = board.browser_of(board.clerk(Role.DESK))
    page = browser.open(MESSAGES).text
    assert "2 wiadomości mogły nie dojść" in page
    assert "Serwer poczty odmówił" in page
    assert "Połączenie urwało się" in page
    assert "Łucja Kanarkowa" in page
    assert "kanarek@example.pl" not in page
    assert "nie odpowiedział" in page  # the channel cannot write to its folder
    for state, rows in (("dead", 1), ("sent", 1), ("waiting", 2), ("nonsense", 6)):
        shown = browser.open(f"{MESSAGES}?stan={state}").text
        assert shown.count('<th role="rowheader"') == rows, state


def test_p6_the_office_sends_again_or_closes_once(board: LivePortal) -> None:
    browser = board.browser_of(board.clerk(Role.DESK))
    for number, act in ((1, "ponow"), (2, "zamknij")):
        browser.open(MESSAGES)
        assert browser.submit(f"{MESSAGES}/{number}/{act}").headers["location"] == MESSAGES
    rows = board.rows("SELECT id, state FROM delivery WHERE id < 3 ORDER BY id")
    assert rows == [(1, "waiting"), (2, "closed")]
    browser.open(MESSAGES)
    assert not browser.has_form(f"{MESSAGES}/1/ponow")


def test_who_may_only_look_gets_no_buttons(board: LivePortal) -> None:
    browser = board.browser_of(board.clerk(Role.SETTLEMENTS))
    assert "Łucja Kanarkowa" in browser.open(MESSAGES).text
    assert not browser.has_form(f"{MESSAGES}/1/ponow")
