"""The second factor in a real browser: by keyboard, on a telephone, with a device's passkey."""

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.demonstration import Demonstration
from tests.browser.judging import faults
from tests.browser.keyboard import tab_to, typed
from tests.browser.walking import OWN_PASSWORD, give_code, press, set_password, sign_in, sign_out
from tests.browser.windows import SignedIn


def with_device(page: Page) -> None:
    """One that unlocks by itself and keeps passkeys."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def code_of(key: str, half_minutes: int = 0) -> str:
    """Each counts once, so the next sign-in within the half minute takes the next one."""
    return pyotp.TOTP(key).at(datetime.now(UTC) + timedelta(seconds=30 * half_minutes))


def test_s41_k03_3_a_new_clerk_adds_an_app_by_keyboard_and_a_passkey(
    visit: Visit, demonstration: Demonstration
) -> None:
    new, page = demonstration.new_clerk, visit(390, first=True)
    sign_in(page, new.identifier, new.start_password)
    set_password(page)
    expect(page.locator("h1")).to_have_text("Drugi krok logowania")
    assert faults(page) == []
    page.set_viewport_size({"width": 390, "height": 900})
    key = adds_app(page)
    assert faults(page) == []  # the recovery codes
    codes = page.locator(".recovery li").all_inner_texts()
    assert len(set(codes)) == 10
    keeps_the_codes(page, codes)
    page.get_by_role("link", name="Mam kody, dalej").click()
    expect(page).to_have_url(re.compile("/biuro$"))
    sign_out(page)

    page.goto(demonstration.url.replace("127.0.0.1", "localhost") + "/logowanie")
    page.get_by_label("Identyfikator").fill(new.identifier)
    page.get_by_label("Hasło", exact=True).fill(OWN_PASSWORD)
    press(page, "Zaloguj się")
    assert faults(page) == []
    give_code(page, code_of(key, 1))
    expect(page).to_have_url(re.compile("/biuro$"))
    with_device(page)
    adds_passkey(page)
    signs_in_with_it(page)


def adds_app(page: Page) -> str:
    tab_to(page, "Dodaj aplikację")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Dodaj aplikację z kodami")
    key = page.locator(".kv dd").inner_text().replace(" ", "")
    page.set_viewport_size({"width": 390, "height": 900})
    page.locator("h1").click()
    typed(page, "Kod z aplikacji", code_of(key, -1))
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Kody zapasowe")
    return key


def keeps_the_codes(page: Page, codes: list[str]) -> None:
    for _ in range(2):  # a second click brings it again
        with page.expect_download() as download:
            page.get_by_role("button", name="Zapisz jako plik tekstowy").click()
        kept = download.value.path().read_text("utf-8").split()
        assert [word for word in kept if word in codes] == codes


def adds_passkey(page: Page) -> None:
    page.goto(page.url.replace("/biuro", "/drugi-krok/klucz"))
    assert faults(page) == []
    page.get_by_label("Nazwa urządzenia").fill("Telefon próbny")
    with page.expect_navigation():
        tab_to(page, "Dodaj klucz dostępu")
        page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Telefon próbny")
    assert faults(page) == []


def signs_in_with_it(page: Page) -> None:
    sign_out(page)
    tab_to(page, "Zaloguj się kluczem dostępu")
    with page.expect_navigation(url=re.compile("/biuro$")):
        page.keyboard.press("Enter")
    page.goto(page.url.replace("/biuro", "/potwierdzenie?dalej=/haslo"))
    with page.expect_navigation(url=re.compile("/haslo$")):
        page.get_by_role("button", name="Użyj klucza dostępu").click()


@pytest.mark.parametrize("path", ["/drugi-krok", "/drugi-krok/aplikacja", "/potwierdzenie"])
def test_k03_3_what_a_resident_is_offered_is_accessible(
    visit: Visit, resident: SignedIn, path: str
) -> None:
    page = visit(signed_in=resident)
    page.goto(path)
    assert faults(page) == []
