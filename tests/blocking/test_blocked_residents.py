"""What a blocked resident reads: all about the block with the right password, else nothing."""

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from iok_core.blocking.clauses import Clause
from iok_core.blocking.tables import Block
from iok_core.blocking.words import notice
from iok_core.db import DatabaseError, execute
from iok_core.web.blocked import sentences
from iok_core.web.filters import day
from iok_core.web.i18n import speaking
from tests.blocking.acting import FACTS, REASON, block, lift, today
from tests.browsing import Browser
from tests.databases import on_sqlite
from tests.portal import Access, LivePortal

SIGN_IN = "/logowanie"
CONTACT = ("71 000 01 00", "poniedziałek 9–17", "pokój 4", "biuro@lipowa.example")
GROUNDS = {  # in the words of the regulations
    Clause.OWN_DEMAND: "pisemne żądanie",
    Clause.LOSS: "Utrata lub kradzież danych",
    Clause.MISUSE: "w sposób sprzeczny z regulaminem lub przepisami prawa",
    Clause.END_OF_SETTLEMENTS: "nie prowadzi już z Tobą rozrachunków",
}


WAYS_OUT = {
    Clause.OWN_DEMAND: "poproś na piśmie o odblokowanie",
    Clause.LOSS: "dostaniesz nowe hasło startowe",
    Clause.MISUSE: "także wtedy, gdy się nie zgadzasz",
    Clause.END_OF_SETTLEMENTS: "To pomyłka?",
}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def signs_in(live: LivePortal, who: Access) -> Browser:
    browser = live.browser()
    browser.sign_in(who.identifier, who.password)
    return browser


def is_told(browser: Browser) -> bool:
    return "Twój dostęp jest zablokowany" in browser.answer.text


@on_sqlite
@pytest.mark.parametrize("clause", Clause)
def test_k09_4_the_right_password_is_told_of_the_block_and_how_to_lift_it(
    live: LivePortal, clause: Clause
) -> None:
    who, since = live.resident(), today(live)
    until = None if clause is Clause.LOSS else since + timedelta(days=9)
    block(live, who, clause, until=until)
    answer = signs_in(live, who).answer
    page = plain(answer.text)
    assert answer.status_code == 403
    assert f"punkt {int(clause)} regulaminu" in page
    assert f'href="/regulamin#p{int(clause)}"' in page
    days = [plain(day(one)) for one in (since, until) if one]
    wanted = (GROUNDS[clause], *days, WAYS_OUT[clause], *CONTACT)
    assert [part for part in wanted if part not in page] == []
    assert (FACTS in page) is (clause is Clause.MISUSE)
    assert REASON not in page


@on_sqlite
def test_k09_4_the_right_start_password_is_told_as_well(live: LivePortal) -> None:
    who = live.newcomer()
    block(live, who)
    assert is_told(signs_in(live, who))


def test_k09_4_nothing_else_opens_to_a_blocked_person(live: LivePortal) -> None:
    who = live.resident()
    block(live, who)
    browser = signs_in(live, who)
    assert browser.token is None
    assert browser.answer.headers.get_list("set-cookie") == []
    assert live.rows("SELECT id FROM session WHERE ended_at IS NULL") == []
    assert browser.open("/rozliczenia").headers["location"].startswith(SIGN_IN)


def test_k09_4_being_told_leaves_no_trace_of_a_sign_in(live: LivePortal) -> None:
    who = live.resident()
    block(live, who)
    sql = "SELECT last_sign_in_at, previous_sign_in_at, failures FROM identity WHERE id = {}"
    before = live.rows(sql, who.identity)
    signs_in(live, who)
    assert live.rows(sql, who.identity) == before
    (row,) = live.rows(
        "SELECT action, object_id, result, meta FROM audit ORDER BY seq DESC LIMIT 1"
    )
    assert row == ("sign_in", who.identity, "failed", '{"reason":"blocked"}')


@on_sqlite
def test_k09_4_a_client_that_is_no_browser_is_told_in_problem_json(live: LivePortal) -> None:
    who, since = live.resident(), today(live)
    block(live, who, Clause.LOSS)
    browser = live.browser()
    answer = browser.http.post(
        SIGN_IN,
        data={"identifier": who.identifier, "password": who.password},
        headers={"accept": "application/json"},
    )
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert (told["title"], told["status"]) == ("Twój dostęp jest zablokowany", 403)
    assert (told["since"], told["until"]) == (since.isoformat(), None)
    assert "punkt 10 regulaminu" in plain(told["detail"])
    assert "nowe hasło startowe" in told["detail"]


SAID = {
    "pl": (
        "Zablokowany od 2 marca 2026 do 9 marca 2026. "
        "Na własne pisemne żądanie, punkt 9 regulaminu. "
        "Przyjdź do biura z dokumentem tożsamości i poproś na piśmie o odblokowanie."
    ),
    "en": (
        "Blocked from 2 March 2026 to 9 March 2026. "
        "At your own written demand, clause 9 of the regulations. "
        "Come to the office with an identity document and ask in writing for your access."
    ),
}


@pytest.mark.parametrize("lang", SAID)
def test_k09_4_the_block_is_told_in_the_language_of_the_page(lang: str) -> None:
    told = notice(Clause.OWN_DEMAND, date(2026, 3, 2), date(2026, 3, 9), "")
    with speaking(lang):
        assert plain(sentences(told)) == SAID[lang]


# Sessions


def test_s10_s45_the_next_request_of_an_old_session_is_a_stranger_s(live: LivePortal) -> None:
    who = live.resident()
    browsers = [live.browser_of(who), live.browser_of(who)]
    assert [browser.open("/").status_code for browser in browsers] == [200, 200]
    block(live, who)
    for browser in browsers:
        assert browser.open("/").headers["location"].startswith(SIGN_IN)


SECOND_PORTAL = """
import sys
from pathlib import Path
from tests.browsing import COOKIE
from tests.portal import live_portal

with live_portal(Path(sys.argv[1])) as live:
    browser = live.browser()
    browser.http.cookies.set(COOKIE, sys.argv[2])
    for _ in sys.stdin:
        answer = browser.open("/dostep")
        print(answer.status_code, answer.headers.get("location", ""), flush=True)
"""


def test_s10_s45_a_block_ends_sessions_in_another_process_on_the_same_database(
    live: LivePortal,
) -> None:
    who = live.resident()
    token = live.browser_of(who).token or ""
    command = [sys.executable, "-c", SECOND_PORTAL, str(live.folder), token]
    root = Path(__file__).parents[2]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=root) as other:
        assert other.stdin is not None
        assert other.stdout is not None

        def asks() -> str:
            assert other.stdin is not None
            assert other.stdout is not None
            other.stdin.write("\n")
            other.stdin.flush()
            return other.stdout.readline().strip()

        assert asks() == "200"
        block(live, who)
        assert asks() == f"303 {SIGN_IN}?dalej=/dostep"
        other.stdin.close()


def test_s10_a_block_that_begins_later_bars_a_session_that_was_open_before(
    live: LivePortal,
) -> None:
    who = live.resident()
    browser = live.browser_of(who)
    block(live, who, since=today(live) + timedelta(days=1))
    assert browser.open("/dostep").status_code == 200
    begins_today(live, who)
    for path in ("/", "/dostep", "/rozliczenia", "/haslo", "/regulamin/akceptacja"):
        browser.open(path)
        assert is_told(browser), path
    assert browser.has_form("/wyloguj")
    assert browser.open("/regulamin").status_code == 200


def test_whoever_is_blocked_while_signed_in_can_sign_out(live: LivePortal) -> None:
    who = live.resident()
    browser = live.browser_of(who)
    begins_today(live, who)
    browser.open("/")
    assert browser.submit("/wyloguj").headers["location"] == SIGN_IN
    assert live.rows("SELECT id FROM session WHERE ended_at IS NULL") == []


def begins_today(live: LivePortal, who: Access) -> None:
    """A block that was recorded some days ago, for today: it has ended no session."""
    day = today(live)
    row = Block(person=who.person, clause=9, reason=REASON, facts="", since=day)
    live.do(lambda _: _written(row))


async def _written(row: Block) -> None:
    await Block.insert(row)


# Lifting


def test_k11_3_when_the_block_is_lifted_everything_is_as_before(live: LivePortal) -> None:
    who = live.resident()
    accepted = live.rows("SELECT * FROM acceptance")
    lift(live, block(live, who, Clause.MISUSE))
    browser = signs_in(live, who)
    assert browser.answer.headers["location"] == "/"
    assert browser.open("/dostep").status_code == 200
    assert live.rows("SELECT * FROM acceptance") == accepted


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE block SET reason = ''",
        "DELETE FROM block",
        "UPDATE lifting SET reason = ''",
        "DELETE FROM lifting",
        "INSERT INTO lifting (block, reason) SELECT block, 'znowu' FROM lifting",
    ],
)
def test_k11_3_no_block_and_no_lifting_can_be_changed_or_taken_away(
    live: LivePortal, statement: str
) -> None:
    lift(live, block(live, live.resident()))
    before = live.rows("SELECT * FROM block"), live.rows("SELECT * FROM lifting")
    with pytest.raises(DatabaseError):
        live.do(lambda _: execute(statement))
    assert (live.rows("SELECT * FROM block"), live.rows("SELECT * FROM lifting")) == before
