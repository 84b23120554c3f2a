import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import httpx
import msgspec
import pytest

from iok_core.db import execute
from iok_core.identity.service import Role
from tests.blocking.acting import block
from tests.browsing import COOKIE
from tests.portal import SETTINGS, Access, LivePortal, live_portal, make_folder

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
FAR_AHEAD = datetime(2099, 1, 1, tzinfo=UTC)


def with_identity(live: LivePortal, access: Access, column: str, value: object) -> Access:
    statement = f"UPDATE identity SET {column} = {{}} WHERE id = {{}}"
    live.do(lambda _: execute(statement, value, access.identity))
    return access


def nobody() -> Access:
    return Access(identity=0, identifier="999999999999", password="zielony rower pod mostem")


def wrong(live: LivePortal) -> Access:
    return msgspec.structs.replace(live.resident(), password="inne słowa")


def paused(live: LivePortal) -> Access:
    return with_identity(live, live.resident(), "paused_until", FAR_AHEAD)


def start_password_expired(live: LivePortal) -> Access:
    return with_identity(live, live.newcomer(), "start_expires_at", LONG_AGO)


def start_password_used(live: LivePortal) -> Access:
    return with_identity(live, live.newcomer(), "start_used_at", LONG_AGO)


def member_of_staff_who_has_left(live: LivePortal) -> Access:
    clerk = live.clerk()
    live.do(lambda _: execute("UPDATE staff SET active = {} WHERE id = {}", False, clerk.staff))
    return clerk


def blocked_and_wrong(live: LivePortal) -> Access:
    access = wrong(live)
    block(live, access)
    return access


def blocked_before_the_first_sign_in_and_wrong(live: LivePortal) -> Access:
    access = live.newcomer()
    block(live, access)
    return msgspec.structs.replace(access, password="ABCD-EFGH-JKLM-NPQR")


def blocked_and_paused(live: LivePortal) -> Access:
    access = paused(live)
    block(live, access)
    return access


def without_challenge(answer: httpx.Response) -> str:
    """What a passkey is asked to sign is another one on every page."""
    return re.sub(r'data-options="[^"]*"', "", answer.text)


@pytest.mark.parametrize(
    "whose",
    [
        wrong,
        paused,
        start_password_expired,
        start_password_used,
        member_of_staff_who_has_left,
        blocked_and_wrong,
        blocked_before_the_first_sign_in_and_wrong,
        blocked_and_paused,
    ],
)
def test_k05_2_s11_every_refusal_is_the_answer_to_an_unknown_identifier(
    live: LivePortal, whose: Callable[[LivePortal], Access]
) -> None:
    stranger, somebody = nobody(), whose(live)
    expected = live.browser().sign_in(stranger.identifier, stranger.password)
    answer = live.browser().sign_in(somebody.identifier, somebody.password)
    assert answer.status_code == expected.status_code == 422
    told = without_challenge(expected).replace(stranger.identifier, somebody.identifier)
    assert without_challenge(answer) == told
    assert answer.headers.keys() == expected.headers.keys()


def test_s11_a_made_up_x_forwarded_for_saves_nobody_from_429(live: LivePortal) -> None:
    """Whose header it is nobody believes; the words are those of every refusal."""
    anna, answers = live.resident(), []
    for number in range(6):
        browser = live.browser()
        browser.http.headers["x-forwarded-for"] = f"203.0.{number}.9"
        answers.append(browser.sign_in(f"90000{number}", "nie to hasło"))
    assert [one.status_code for one in answers] == [422] * 5 + [429]
    told = without_challenge(answers[0]).replace("900000", "900005")
    assert without_challenge(answers[-1]) == told
    assert live.browser().sign_in(anna.identifier, anna.password).status_code == 429


def test_s11_a_browser_is_known_by_a_cookie_out_of_reach_of_scripts(live: LivePortal) -> None:
    anna = live.resident()
    browser = live.browser()
    answer = browser.sign_in(anna.identifier, anna.password)
    (cookie,) = (one for one in answer.headers.get_list("set-cookie") if "-device=" in one)
    for part in ("__Host-iok-device=", "HttpOnly", "Secure", "SameSite=lax", "Max-Age=31536000"):
        assert part in cookie
    for number in range(5):
        live.browser().sign_in(f"90000{number}", "nie to hasło")
    browser.open("/")
    browser.submit("/wyloguj")
    assert live.browser().sign_in(anna.identifier, anna.password).status_code == 429
    assert browser.sign_in(anna.identifier, anna.password).headers["location"] == "/"


def test_after_a_refusal_the_identifier_stands_there_and_the_password_does_not(
    live: LivePortal,
) -> None:
    page = live.browser().sign_in("204 117", "tajne hasło sąsiada").text
    assert 'value="204 117"' in page
    assert "tajne hasło sąsiada" not in page


def test_a_refusal_is_said_first_in_the_title_and_in_the_focused_summary(live: LivePortal) -> None:
    page = live.browser().sign_in("204117", "coś").text
    assert "<title>Błąd: Zaloguj się" in page
    assert page.index("data-focus") < page.index("<h1")


@pytest.mark.parametrize(("identifier", "password"), [("", "hasło"), ("204117", "")])
def test_an_empty_field_is_asked_for(live: LivePortal, identifier: str, password: str) -> None:
    assert live.browser().sign_in(identifier, password).status_code == 422


def test_blanks_in_the_identifier_do_not_matter(live: LivePortal) -> None:
    anna = live.resident()
    answer = live.browser().sign_in(f" {anna.identifier[:3]} {anna.identifier[3:]}", anna.password)
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize("role", Role)
def test_staff_sign_in_at_the_same_page_and_come_to_the_office(
    live: LivePortal, role: Role
) -> None:
    clerk, browser = live.clerk(role), live.browser()
    browser.sign_in(clerk.identifier, clerk.password)
    assert browser.give_code(clerk.totp_secret).headers["location"] == "/biuro"


def test_signing_in_leads_back_to_the_page_that_was_wanted(live: LivePortal) -> None:
    anna, browser = live.resident(), live.browser()
    browser.open("/rozliczenia?rok=2026")
    browser.follow()
    browser.submit("/logowanie", identifier=anna.identifier, password=anna.password)
    assert browser.answer.headers["location"] == "/rozliczenia?rok=2026"


@pytest.mark.parametrize("wanted", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_signing_in_never_leads_out_of_the_portal(live: LivePortal, wanted: str) -> None:
    anna, browser = live.resident(), live.browser()
    page = browser.open(f"/logowanie?dalej={wanted}").text
    places = re.findall(r'(?:href|action|value)="([^"]*)"', page)
    assert [one for one in places if one.startswith(wanted)] == []
    browser.submit("/logowanie", identifier=anna.identifier, password=anna.password, dalej=wanted)
    assert browser.answer.headers["location"] == "/"


def test_whoever_has_signed_in_is_sent_home_from_the_sign_in_page(live: LivePortal) -> None:
    for access, home in ((live.resident(), "/"), (live.clerk(), "/biuro")):
        assert live.browser_of(access).open("/logowanie").headers["location"] == home


def test_too_many_at_once_are_asked_to_come_again(tmp_path: Path) -> None:
    make_folder(tmp_path / "crowded", SETTINGS + "queue = -1\n")  # one thread less one: none
    with live_portal(tmp_path / "crowded") as crowded:
        answer = crowded.browser().sign_in("204117", "zielony rower pod mostem")
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0


def test_s10_a_cookie_that_the_client_chose_is_never_adopted(live: LivePortal) -> None:
    anna, browser = live.resident(), live.browser()
    chosen = "a" * 43
    browser.http.headers["cookie"] = f"{COOKIE}={chosen}"
    given = browser.sign_in(anna.identifier, anna.password).cookies[COOKIE]
    assert given != chosen
    assert browser.open("/dostep").headers["location"].startswith("/logowanie")


def test_s10_signing_in_again_ends_the_session_before(live: LivePortal) -> None:
    anna = live.resident()
    browser = live.browser_of(anna)
    copied = copy_of(live, browser.token)
    browser.open("/dostep")
    csrf = browser.form("/wyloguj")
    answer = browser.http.post(
        "/logowanie", data=csrf | {"identifier": anna.identifier, "password": anna.password}
    )
    assert answer.headers["location"] == "/"
    assert copied() == "/logowanie?dalej=/dostep"


def test_s10_a_copied_cookie_is_dead_after_the_sign_out(live: LivePortal) -> None:
    browser = live.browser_of(live.resident())
    copied = copy_of(live, browser.token)
    assert copied() is None
    browser.open("/")
    browser.submit("/wyloguj")
    assert copied() == "/logowanie?dalej=/dostep"


def test_signing_out_clears_the_browser_and_says_so(live: LivePortal) -> None:
    browser = live.browser_of(live.resident())
    browser.open("/")
    answer = browser.submit("/wyloguj")
    assert (answer.status_code, answer.headers["location"]) == (303, "/logowanie")
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert browser.token is None
    assert 'role="status"' in browser.follow().text


def test_whoever_has_not_yet_an_own_password_or_accepted_can_sign_out(live: LivePortal) -> None:
    browser = live.browser_of(live.newcomer())
    browser.open("/haslo/nowe")
    browser.submit("/wyloguj")
    assert browser.token is None


def test_signing_out_when_the_session_is_over_comes_to_the_same(live: LivePortal) -> None:
    browser = live.browser_of(live.resident())
    browser.open("/")
    live.do(lambda _: execute("UPDATE session SET ended_at = {}", LONG_AGO))
    assert browser.submit("/wyloguj").headers["location"] == "/logowanie"
    assert 'role="status"' in browser.follow().text


def test_a_stranger_reads_how_to_get_a_new_password(live: LivePortal) -> None:
    page = live.browser().open("/nie-pamietam").text.replace("\u00a0", " ")
    for told in ("ul. Lipowa 1", "poniedziałek 9–17", "71 000 01 00"):
        assert told in page


def copy_of(live: LivePortal, token: str | None) -> Callable[[], str | None]:
    """A copied cookie in another browser: where „Mój dostęp” sends it, None if it opens."""
    thief = live.browser()
    thief.http.headers["cookie"] = f"{COOKIE}={token}"
    return lambda: thief.open("/dostep").headers.get("location")
