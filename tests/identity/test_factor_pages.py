"""The pages of the second factor, as a browser without scripts goes through them."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import httpx
import pyotp
import pytest

from iok_core.db import execute
from iok_core.identity import service as identity
from iok_core.identity.service import Role
from iok_core.portal import Portal
from iok_core.web.gates import Gate
from tests.browsing import COOKIE, URL, Browser
from tests.databases import on_sqlite
from tests.identity.authenticator import Authenticator
from tests.portal import OWN_PASSWORD, LivePortal

pytestmark = on_sqlite
FACTORS, APP, PASSKEY = "/drugi-krok", "/drugi-krok/aplikacja", "/drugi-krok/klucz"


def key_in(page: str) -> str:
    """What somebody would type into their app."""
    found = re.search(r"<dd>((?:[A-Z2-7]{4} ){7}[A-Z2-7]{4})</dd>", page)
    assert found is not None
    return found[1].replace(" ", "")


def codes_in(page: str) -> list[str]:
    return re.findall(r"<li>(\w{4}-\w{4}-\w{4})</li>", page)


def code_of(secret: str, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(datetime.now(UTC) + timedelta(seconds=30 * steps))


def add_app(browser: Browser) -> tuple[str, list[str]]:
    """Its secret, and the recovery codes that were shown."""
    secret = key_in(browser.open(APP).text)
    answer = browser.submit(APP, code=code_of(secret, -1))
    assert answer.status_code == 200
    return secret, codes_in(answer.text)


def wait(live: LivePortal) -> None:
    """Everybody showed who they are five minutes ago."""
    long_ago = datetime.now(UTC) - timedelta(minutes=5)
    live.do(lambda _: execute("UPDATE session SET confirmed_at = {}", long_ago))


def newly_at_the_office(live: LivePortal, role: Role = Role.DESK) -> Browser:
    """With the start password that the command line gave, and nothing else."""

    async def added(portal: Portal) -> identity.Issued:
        return await identity.add_staff(portal.identity, "Ewa Nowa", role, operator="tester")

    issued, browser = live.do(added), live.browser()
    browser.sign_in(issued.identifier, issued.start_password)
    browser.follow()
    browser.submit("/haslo/nowe", new=OWN_PASSWORD, repeat=OWN_PASSWORD)
    return browser


def test_s41_s48_the_first_administrator_adds_a_factor_before_the_office_opens(
    live: LivePortal,
) -> None:
    browser = newly_at_the_office(live, Role.ADMINISTRATOR)
    assert browser.follow().headers["location"] == FACTORS
    opened = browser.opened(live.pages(), FACTORS)
    assert "/biuro" not in opened
    assert [path for path in opened if path.startswith("/biuro") or path == "/haslo"] == []
    _, codes = add_app(browser)
    assert len(codes) == 10
    assert browser.open("/biuro").status_code == 200


def test_s41_staff_sign_in_with_two_steps_and_come_where_they_wanted(live: LivePortal) -> None:
    clerk, browser = live.clerk(), live.browser()
    browser.open("/biuro/osoby?strona=1")
    browser.follow()
    browser.submit("/logowanie", identifier=clerk.identifier, password=clerk.password)
    assert browser.answer.headers["location"].startswith("/potwierdzenie?dalej=/biuro/osoby")
    half = browser.token
    assert "Ewa Biurowa" not in browser.follow().text
    assert browser.submit("/potwierdzenie/kod", code="12").status_code == 422
    browser.submit("/potwierdzenie/kod", code=code_of(clerk.totp_secret))
    assert browser.answer.headers["location"] == "/biuro/osoby?strona=1"
    assert browser.token != half
    assert browser.follow().status_code == 200


def test_s41_before_the_second_step_no_page_opens(live: LivePortal) -> None:
    clerk, browser = live.clerk(Role.ADMINISTRATOR), live.browser()
    browser.sign_in(clerk.identifier, clerk.password)
    there = {path for path in live.pages() if not path.startswith("/static")}
    sent = {path: browser.open(path).headers.get("location", "") for path in there}
    opened = {path for path, to in sent.items() if not to.startswith("/potwierdzenie")}
    assert {path for path in opened if path.startswith(("/biuro", "/haslo", "/drugi"))} == set()
    assert "/" not in opened
    page = browser.open("/potwierdzenie").text
    assert 'href="/biuro' not in page.replace('href="/biuro"', "")


def test_s41_a_recovery_code_opens_once(live: LivePortal) -> None:
    anna = live.resident()
    browser = live.browser_of(anna)
    _, codes = add_app(browser)
    for expected in (303, 422):
        other = live.browser_of(anna)
        other.follow()
        answer = other.submit("/potwierdzenie/zapasowy", recovery=codes[3].lower())
        assert answer.status_code == expected
    assert "był już użyty" in answer.text.replace("\u00a0", " ")


def test_s41_recovery_codes_are_shown_once_and_kept_as_a_file(live: LivePortal) -> None:
    browser = live.browser_of(live.resident())
    _, codes = add_app(browser)
    file = browser.submit(f"{FACTORS}/kody/plik")
    assert "attachment" in file.headers["content-disposition"]
    assert [line for line in file.text.splitlines() if line in codes] == codes
    assert codes_in(browser.open(FACTORS).text) == []
    browser.submit(f"{FACTORS}/kody")
    renewed = codes_in(browser.answer.text)
    assert set(renewed).isdisjoint(codes)
    assert browser.submit(f"{FACTORS}/kody/plik", codes=" ".join(codes)).status_code == 303


def test_s41_the_picture_and_the_key_say_the_same_and_a_wrong_code_keeps_them(
    live: LivePortal,
) -> None:
    browser = live.browser_of(live.resident())
    page = browser.open(APP).text
    assert "<svg" in page
    assert "style=" not in page
    again = browser.submit(APP, code="000000")
    assert again.status_code == 422
    assert key_in(again.text) == key_in(page)
    other = live.browser_of(live.resident())
    other.open(APP)
    foreign = browser.form(APP)["sealed"]
    assert other.submit(APP, sealed=foreign, code="000000").headers["location"] == APP


def test_k05_6_a_resident_is_offered_it_on_the_page_of_their_access(live: LivePortal) -> None:
    browser = live.browser_of(live.resident())
    assert f'href="{FACTORS}"' in browser.open("/dostep").text
    add_app(browser)
    assert browser.open(FACTORS).status_code == 200
    browser.submit(f"{APP}/usun")
    assert browser.answer.headers["location"].startswith(FACTORS)
    browser.open(FACTORS)
    assert not browser.has_form(f"{APP}/usun")


def test_s41_a_passkey_is_added_and_signs_in(live: LivePortal) -> None:
    anna = live.resident()
    browser, device = live.browser_of(anna), Authenticator()
    made = device.create(options_in(browser.open(PASSKEY)))
    assert browser.submit(PASSKEY, passkey=made, name="telefon").status_code == 200
    stranger = live.browser()
    answer = device.get(options_in(stranger.open("/logowanie")))
    stranger.submit("/logowanie/klucz", passkey=answer)
    assert stranger.answer.headers["location"] == "/"
    assert stranger.follow().status_code == 200
    for path, sent in (("/logowanie/klucz", answer), (PASSKEY, made)):
        other = live.browser() if path != PASSKEY else browser
        other.open(path.removesuffix("/klucz") if path != PASSKEY else path)
        assert other.submit(path, passkey=sent).status_code == 422  # counts once


def options_in(page: httpx.Response) -> str:
    found = re.search(r'data-options="([^"]*)"', page.text)
    assert found is not None
    return unescape(found[1])


GARBAGE = (
    *("", "null", "[]", "{}", "{", "ą", "\x00", '{"id": 1}', '{"id":"x","response":{}}'),
    '{"id":"x","response":{"clientDataJSON":"!!"}}',
    '{"id":"x","response":{"clientDataJSON":"e30","userHandle":"?"}}',
    *("9" * 7000, '{"id":' * 900),
)


def test_what_no_browser_says_is_refused_and_never_a_failure(live: LivePortal) -> None:
    browser, stranger = live.browser_of(live.resident()), live.browser()
    device = Authenticator()
    sound = device.create(options_in(browser.open(PASSKEY)))
    broken = [sound.replace("attestationObject", "x"), sound[:-40] + '"}}']
    for said in (*GARBAGE, *broken):
        browser.open(PASSKEY)
        assert browser.submit(PASSKEY, passkey=said).status_code == 422, said[:60]
        stranger.open("/logowanie")
        assert stranger.submit("/logowanie/klucz", passkey=said).status_code == 422, said[:60]


def end_other_sessions(browser: Browser) -> httpx.Response:
    browser.http.headers["referer"] = f"{URL}/dostep"
    browser.open("/dostep")
    return browser.submit("/dostep/sesje/zakoncz-inne")


def test_s42_ending_sessions_asks_again_after_five_minutes(live: LivePortal) -> None:
    anna = live.resident()
    browser, _ = live.browser_of(anna), live.browser_of(anna)
    wait(live)
    answer = end_other_sessions(browser)
    assert answer.headers["location"] == "/potwierdzenie?dalej=/dostep"
    browser.follow()
    assert browser.submit("/potwierdzenie/haslo", password=OWN_PASSWORD).status_code == 303
    assert browser.follow().status_code == 200
    assert end_other_sessions(browser).headers["location"] == "/dostep"


def test_s42_with_a_factor_the_password_is_not_enough_to_change_it(live: LivePortal) -> None:
    browser = live.browser_of(live.resident())
    secret, _ = add_app(browser)
    wait(live)
    for path in ("/haslo", PASSKEY):
        assert browser.open(path).headers["location"] == f"/potwierdzenie?dalej={path}"
    browser.follow()
    assert not browser.has_form("/potwierdzenie/haslo")
    browser.submit("/potwierdzenie/kod", code=code_of(secret))
    assert browser.answer.headers["location"] == PASSKEY
    assert browser.open("/haslo").status_code == 200


def test_s42_every_route_that_matters_asks_who_is_there(live: LivePortal) -> None:
    """Beside them /haslo, a new address and bulk reports, which keep what was typed."""
    routes = {
        f"{method} {route.path_format}"
        for route in live._client.app.routes
        for handler in getattr(route, "route_handlers", ())
        for method in handler.http_methods
        if isinstance(handler.opt.get("gate"), Gate) and handler.opt["gate"].fresh
    }
    assert {re.sub(r":\w+", "", one) for one in routes - {"OPTIONS"}} == {
        "GET /biuro/osoby.csv",
        "GET /biuro/raporty/przebiegi/{batch}/plik",
        "GET /dostep/moje-dane/plik",
        "GET /drugi-krok/aplikacja",
        "POST /drugi-krok/aplikacja",
        "POST /drugi-krok/aplikacja/usun",
        "GET /drugi-krok/klucz",
        "POST /drugi-krok/klucz",
        "POST /drugi-krok/klucze/{passkey}/usun",
        "POST /drugi-krok/kody",
        "POST /dostep/sesje/{session_id}/zakoncz",
        "POST /dostep/sesje/zakoncz-inne",
        "POST /biuro/sesje/{session_id}/zakoncz",
        "POST /biuro/sesje/zakoncz-inne",
        "POST /biuro/sesje/zakoncz-wszystkie",
        "POST /powiadomienia/kontakt/usun",
    }


def test_s42_an_export_comes_back_to_the_list_it_was_asked_from(live: LivePortal) -> None:
    clerk = live.clerk()
    browser = live.browser_of(clerk)
    wait(live)
    referer = {"referer": f"{URL}/biuro/osoby?strona=1"}
    sent = browser.http.get("/biuro/osoby.csv", headers=referer).headers["location"]
    assert sent == "/potwierdzenie?dalej=/biuro/osoby%3Fstrona%3D1"
    browser.open(sent)
    browser.submit("/potwierdzenie/kod", code=code_of(clerk.totp_secret))
    assert browser.follow().status_code == 200
    assert browser.open("/biuro/osoby.csv").headers["content-type"].startswith("text/csv")


@pytest.mark.parametrize("wanted", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_s42_showing_who_one_is_never_leads_out_of_the_portal(
    live: LivePortal, wanted: str
) -> None:
    browser = live.browser_of(live.resident())
    browser.open(f"/potwierdzenie?dalej={wanted}")
    browser.submit("/potwierdzenie/haslo", password=OWN_PASSWORD, dalej=wanted)
    assert browser.answer.headers["location"] == "/"


def test_s10_s41_adding_a_factor_signs_every_other_device_out(live: LivePortal) -> None:
    anna = live.resident()
    browser, other = live.browser_of(anna), live.browser_of(anna)
    copied = browser.token or ""
    add_app(browser)
    assert other.open("/dostep").headers["location"].startswith("/logowanie")
    other.http.cookies.set(COOKIE, copied)
    assert other.open("/dostep").headers["location"].startswith("/logowanie")
    assert browser.open("/dostep").status_code == 200
