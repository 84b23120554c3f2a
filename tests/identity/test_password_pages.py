from datetime import UTC, datetime

import pytest

from iok_core.db import execute
from tests.browsing import Browser
from tests.databases import on_sqlite
from tests.portal import OWN_PASSWORD, PUBLIC, Access, LivePortal

pytestmark = on_sqlite  # test_passwords changes them on both engines
OTHER = "granatowa czapka na haku"
WANTED = ("Użyj co najmniej 15 znaków.", "Nie używaj w haśle swojego identyfikatora.")


def first_password(browser: Browser, new: str, repeat: str | None = None) -> None:
    browser.open("/haslo/nowe")
    browser.submit("/haslo/nowe", new=new, repeat=new if repeat is None else repeat)


def change(browser: Browser, old: str, new: str) -> None:
    browser.open("/haslo")
    browser.submit("/haslo", old=old, new=new, repeat=new)


def signs_in(live: LivePortal, access: Access, password: str) -> bool:
    return live.browser().sign_in(access.identifier, password).status_code == 303


def test_s09_the_start_password_opens_nothing_but_setting_an_own_one(live: LivePortal) -> None:
    """And shutting the access, which everybody may at any time (S45)."""
    browser = live.browser_of(live.newcomer())
    assert browser.answer.headers["location"] == "/haslo/nowe"
    assert browser.opened(live.pages(), "/haslo/nowe") - PUBLIC == {
        "/haslo/nowe",
        "/zablokuj-konto",
    }


def test_s09_the_start_password_is_dead_when_it_was_used(live: LivePortal) -> None:
    newcomer = live.newcomer()
    first_password(live.browser_of(newcomer), OWN_PASSWORD)
    assert not signs_in(live, newcomer, newcomer.password)
    assert signs_in(live, newcomer, OWN_PASSWORD)


def test_s09_the_start_password_cannot_become_the_own_one(live: LivePortal) -> None:
    newcomer = live.newcomer()
    browser = live.browser_of(newcomer)
    first_password(browser, newcomer.password)
    assert browser.answer.status_code == 422


def test_k06_4_the_first_sign_in_leads_over_password_and_regulations_to_the_home_page(
    live: LivePortal,
) -> None:
    browser = live.browser_of(live.newcomer())
    for page in ("/", "/regulamin/akceptacja"):
        assert browser.open(page).headers["location"] == "/haslo/nowe"
    first_password(browser, OWN_PASSWORD)
    assert browser.answer.headers["location"] == "/regulamin/akceptacja"
    assert browser.open("/").headers["location"] == "/regulamin/akceptacja"
    browser.open("/regulamin/akceptacja")
    browser.submit("/regulamin/akceptacja", accepts="1")
    assert browser.answer.headers["location"] == "/"
    assert browser.follow().status_code == 200


def test_a_new_start_password_leads_whoever_has_accepted_straight_home(live: LivePortal) -> None:
    anna = live.resident()
    browser = live.browser_of(anna)
    live.do(
        lambda _: execute(
            "UPDATE identity SET password_hash = NULL, password_set_at = NULL WHERE id = {}",
            anna.identity,
        )
    )
    first_password(browser, OTHER)
    assert browser.answer.headers["location"] == "/"


def test_the_page_of_the_first_password_is_closed_when_there_is_one(live: LivePortal) -> None:
    for access, home in ((live.resident(), "/"), (live.clerk(), "/biuro")):
        assert live.browser_of(access).open("/haslo/nowe").headers["location"] == home


def test_k08_2_all_that_is_wrong_with_a_password_is_said_at_once(live: LivePortal) -> None:
    newcomer = live.newcomer()
    browser = live.browser_of(newcomer)
    first_password(browser, newcomer.identifier)
    assert browser.answer.status_code == 422
    plain = browser.answer.text.replace("\u00a0", " ")
    assert [words for words in WANTED if words not in plain] == []


@pytest.mark.parametrize(
    "password",
    ["żółw śpi pod łóżkiem 🐢", "".join(chr(letter) for letter in range(0x400, 0x480))],
    ids=["letters, blanks and a picture", "128 letters"],
)
def test_k08_2_any_characters_and_much_length_are_taken(live: LivePortal, password: str) -> None:
    newcomer = live.newcomer()
    browser = live.browser_of(newcomer)
    first_password(browser, password)
    assert browser.answer.status_code == 303
    assert signs_in(live, newcomer, password)


def test_two_different_passwords_are_not_taken(live: LivePortal) -> None:
    browser = live.browser_of(live.newcomer())
    first_password(browser, OWN_PASSWORD, OTHER)
    assert browser.answer.status_code == 422
    assert browser.open("/").headers["location"] == "/haslo/nowe"


def test_a_refused_password_is_nowhere_in_the_page(live: LivePortal) -> None:
    browser = live.browser_of(live.resident())
    change(browser, "nie to", "za krótkie")
    assert browser.answer.status_code == 422
    assert "nie to" not in browser.answer.text
    assert "za krótkie" not in browser.answer.text


def test_k08_1_the_old_password_is_required(live: LivePortal) -> None:
    anna = live.resident()
    browser = live.browser_of(anna)
    change(browser, "nie to hasło", OTHER)
    assert browser.answer.status_code == 422
    assert signs_in(live, anna, anna.password)


def test_k08_1_a_change_ends_every_other_session_and_goes_on_under_a_new_cookie(
    live: LivePortal,
) -> None:
    anna = live.resident()
    browser, other, thief = live.browser_of(anna), live.browser_of(anna), live.browser()
    old = browser.token
    thief.http.cookies.update(browser.http.cookies)
    change(browser, anna.password, OTHER)
    assert browser.answer.headers["location"] == "/dostep"
    assert browser.token not in (None, old)
    assert 'role="status"' in browser.follow().text
    for dead in (other, thief):
        assert dead.open("/dostep").headers["location"].startswith("/logowanie")


def test_s10_the_cookie_of_the_start_password_is_dead_when_the_own_one_is_set(
    live: LivePortal,
) -> None:
    browser, thief = live.browser_of(live.newcomer()), live.browser()
    thief.http.cookies.update(browser.http.cookies)
    first_password(browser, OWN_PASSWORD)
    assert thief.open("/haslo/nowe").headers["location"].startswith("/logowanie")


def test_k08_1_every_page_of_a_resident_is_two_clicks_from_changing_the_password(
    live: LivePortal,
) -> None:
    browser = live.browser_of(live.resident())
    for path in ("/", "/rozliczenia", "/dostep", "/haslo", "/regulamin"):
        assert 'href="/dostep"' in browser.open(path).text
    assert 'href="/haslo"' in browser.open("/dostep").text
    assert browser.open("/haslo").status_code == 200


def test_staff_set_and_change_their_password_too(live: LivePortal) -> None:
    clerk = live.clerk()
    browser = live.browser_of(clerk)
    assert 'href="/haslo"' in browser.open("/haslo").text
    change(browser, clerk.password, OTHER)
    assert browser.answer.headers["location"] == "/biuro"
    assert signs_in(live, clerk, OTHER)


def test_a_password_set_in_another_window_meanwhile_is_not_replaced(live: LivePortal) -> None:
    newcomer = live.newcomer()
    browser = live.browser_of(newcomer)
    browser.open("/haslo/nowe")
    live.do(
        lambda _: execute(
            "UPDATE identity SET password_hash = {}, password_set_at = {} WHERE id = {}",
            "set elsewhere",
            datetime.now(UTC),
            newcomer.identity,
        )
    )
    answer = browser.submit("/haslo/nowe", new=OWN_PASSWORD, repeat=OWN_PASSWORD)
    assert answer.headers["location"] == "/"
    kept = live.rows("SELECT password_hash FROM identity WHERE id = {}", newcomer.identity)
    assert kept == [("set elsewhere",)]
