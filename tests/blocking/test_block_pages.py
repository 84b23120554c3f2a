"""The office blocks an access and lifts a block, and sees on its pages who is blocked."""

from urllib.parse import quote

import httpx
import pytest

from iok_core.blocking.clauses import Clause
from iok_core.identity.service import Role
from tests.blocking.acting import FACTS, REASON, block, lift, today
from tests.browsing import Browser
from tests.databases import on_sqlite
from tests.identity.at_the_desk import Desk
from tests.portal import Access, LivePortal

pytestmark = on_sqlite  # test_blocking and test_block_rules block on both engines


@pytest.fixture
def desk(live: LivePortal) -> Desk:
    return Desk(live)


def form_of(person: int | None) -> str:
    return f"/biuro/osoby/{person}/blokady/nowa"


def filled(live: LivePortal, **given: str) -> dict[str, str]:
    return {"clause": "12", "reason": REASON, "since": today(live).isoformat()} | given


def fills_in(browser: Browser, who: Access, **given: str) -> httpx.Response:
    browser.open(form_of(who.person))
    return browser.submit(form_of(who.person), **given)


def blocks(live: LivePortal) -> list[tuple[object, ...]]:
    return live.rows("SELECT person, clause, reason, facts, since, until FROM block ORDER BY id")


# Blocking


def test_a_block_is_read_before_it_is_made(live: LivePortal) -> None:
    who, browser = live.resident(), live.browser_of(live.clerk())
    answer = fills_in(browser, who, **filled(live))
    assert answer.status_code == 200
    assert "Co się stanie" in answer.text
    assert "od razu wylogowane" in answer.text
    assert blocks(live) == []
    answer = browser.submit(form_of(who.person), step="confirm")
    assert answer.headers["location"] == f"/biuro/osoby/{who.person}/blokady"
    assert blocks(live) == [(who.person, 12, REASON, "", today(live), None)]
    page = browser.follow().text
    assert "Dostęp jest zablokowany." in page
    assert "Zablokowany" in page


def test_what_was_typed_comes_back_to_be_corrected(live: LivePortal) -> None:
    who, browser = live.resident(), live.browser_of(live.clerk())
    fills_in(browser, who, **filled(live, clause="12", until="2099-12-31"))
    page = browser.submit(form_of(who.person), step="change").text
    assert REASON in page
    assert 'value="2099-12-31"' in page
    assert 'value="12" checked' in page
    assert blocks(live) == []


def test_a_block_to_come_says_what_happens_until_then(live: LivePortal) -> None:
    who, browser = live.resident(), live.browser_of(live.clerk())
    page = fills_in(browser, who, **filled(live, since="2099-01-01")).text
    assert "nic się nie zmieni" in page
    assert "od razu wylogowane" not in page


def test_an_unused_start_password_is_named_among_what_stops(live: LivePortal) -> None:
    browser = live.browser_of(live.clerk())
    told = "wydruku przestanie działać"
    assert told in fills_in(browser, live.newcomer(), **filled(live)).text
    assert told not in fills_in(browser, live.resident(), **filled(live)).text


FLAWED: list[tuple[dict[str, str], list[str]]] = [
    ({"clause": ""}, ["Wybierz podstawę blokady"]),
    ({"clause": "13"}, ["Wybierz podstawę blokady"]),
    ({"reason": ""}, ["Wpisz powód"]),
    ({"reason": "PESEL 44051401359"}, ["Usuń PESEL"]),
    ({"since": "jutro"}, ["Wpisz dzień, na przykład"]),
    ({"since": "2020-01-01"}, ["nie może zacząć się wstecz"]),
    ({"until": "2020-01-01"}, ["nie wcześniejszy niż początek"]),
    ({"clause": "10", "until": "2099-12-31"}, ["po utracie danych"]),
    ({"clause": "11"}, ["Wpisz, co stwierdzono"]),
    ({"facts": "Obce logowania"}, ["dotyczy tylko punktu 11"]),
    (
        {"clause": "", "reason": "", "since": "2020-01-01", "until": "2019-01-01"},
        ["Wybierz podstawę", "Wpisz powód", "się wstecz", "nie wcześniejszy niż"],
    ),
]


def test_k11_1_what_is_wrong_is_said_beside_the_field_all_at_once(live: LivePortal) -> None:
    who, browser = live.resident(), live.browser_of(live.clerk(Role.ADMINISTRATOR))
    for given, told in FLAWED:
        answer = fills_in(browser, who, **(filled(live) | given))
        assert answer.status_code == 422, given
        assert [part for part in told if part not in answer.text] == []
        assert answer.text.count("error-text") == len(told), given
    assert blocks(live) == []


def test_k11_1_clause_11_is_the_administrator_s(live: LivePortal) -> None:
    who, clerk = live.resident(), live.browser_of(live.clerk())
    misuse = filled(live, clause="11", facts=FACTS)
    assert 'value="11"' not in clerk.open(form_of(who.person)).text
    for step in ("review", "confirm"):
        answer = clerk.submit(form_of(who.person), **misuse, step=step)
        assert answer.status_code == 422
        assert "Zwróć się do administratora" in answer.text
    assert blocks(live) == []
    administrator = live.browser_of(live.clerk(Role.ADMINISTRATOR))
    assert FACTS in fills_in(administrator, who, **misuse).text
    answer = administrator.submit(form_of(who.person), step="confirm")
    assert answer.headers["location"].startswith("/biuro/do-zatwierdzenia/")
    assert blocks(live) == []


def test_a_double_click_blocks_once(live: LivePortal) -> None:
    who, browser = live.resident(), live.browser_of(live.clerk())
    fills_in(browser, who, **filled(live))
    sent = browser.form(form_of(who.person)) | {"step": "confirm"}
    places = {browser.http.post(form_of(who.person), data=sent).headers["location"] for _ in "12"}
    assert places == {f"/biuro/osoby/{who.person}/blokady"}
    assert len(blocks(live)) == 1


# Lifting


def lifting_of(number: int) -> str:
    return f"/biuro/blokady/{number}/zdejmij"


def test_k11_3_lifting_wants_a_reason_and_stays_in_the_history(live: LivePortal) -> None:
    who = live.resident()
    number = block(live, who, Clause.END_OF_SETTLEMENTS)
    browser = live.browser_of(live.clerk())
    browser.open(lifting_of(number))
    assert browser.submit(lifting_of(number)).status_code == 422
    answer = browser.submit(lifting_of(number), reason="Pismo 413/2026")
    assert answer.headers["location"] == f"/biuro/osoby/{who.person}/blokady"
    page = browser.follow().text
    assert [
        part for part in ("Pismo 412/2026", "Pismo 413/2026", "Ewa Biurowa") if part not in page
    ] == []
    assert "Zdjęta" in page
    assert live.browser_of(who).token is not None


def test_k10_6_lifting_a_block_for_loss_leads_to_a_new_start_password(live: LivePortal) -> None:
    who = live.resident()
    number, browser = block(live, who, Clause.LOSS), live.browser_of(live.clerk())
    assert "Potrzebne jest nowe hasło startowe" in browser.open(lifting_of(number)).text
    answer = browser.submit(lifting_of(number), reason="Osoba przyszła z dowodem")
    assert answer.headers["location"] == f"/biuro/osoby/{who.person}/dostep"
    assert "Wydaj teraz nowe hasło startowe" in browser.follow().text


def test_k11_1_only_the_administrator_lifts_a_block_for_misuse(live: LivePortal) -> None:
    who = live.resident()
    number, clerk = block(live, who, Clause.MISUSE), live.browser_of(live.clerk())
    page = clerk.open(f"/biuro/osoby/{who.person}/blokady").text
    assert lifting_of(number) not in page
    assert "Zdejmuje ją tylko administrator" in page
    assert clerk.open(lifting_of(number)).status_code == 403
    administrator = live.browser_of(live.clerk(Role.ADMINISTRATOR))
    administrator.open(lifting_of(number))
    assert administrator.submit(lifting_of(number), reason="Wyjaśnione").status_code == 303


def test_a_block_that_was_lifted_meanwhile_is_said_to_be_over(live: LivePortal) -> None:
    who = live.resident()
    number, browser = block(live, who), live.browser_of(live.clerk())
    browser.open(lifting_of(number))
    lift(live, number)
    browser.submit(lifting_of(number), reason="Pismo")
    assert "już nie obowiązywała" in browser.follow().text
    assert browser.open(lifting_of(number)).status_code == 303
    assert live.rows("SELECT count(*) FROM lifting") == [(1,)]


# What the other pages of the office show


def with_access(desk: Desk) -> Access:
    """The person who acts for the payer of the desk."""
    return Access(identity=0, identifier="", password="", person=desk.person)


def test_payer_and_search_show_that_somebody_is_blocked(desk: Desk) -> None:
    browser = desk.browser_of()
    pages = (f"/biuro/kontrahenci/{desk.party}", f"/biuro?q={quote('Ćwikłowska')}")
    assert ["Zablokowany" in browser.open(page).text for page in pages] == [False, False]
    block(desk.live, with_access(desk))
    assert ["Zablokowany" in browser.open(page).text for page in pages] == [True, True]


def test_k10_6_the_desk_is_told_to_lift_the_block_before_it_issues(desk: Desk) -> None:
    browser, issuing = desk.browser_of(), f"/biuro/osoby/{desk.person}/dostep"
    browser.open(issuing)
    block(desk.live, with_access(desk))
    answer = browser.submit(issuing, identity_checked="1", document="id_card")
    assert answer.status_code == 409
    assert "najpierw zdejmij blokadę" in answer.text
    assert not browser.has_form(issuing)
    assert desk.issue_number() == "0"
