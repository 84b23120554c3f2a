"""The ways that several tests go through the pages."""

from collections.abc import Mapping

import pyotp
from playwright.sync_api import Page, expect

from tests.browser.windows import SignedIn, Windows

OWN_PASSWORD = "zielony rower pod mostem"


def press(page: Page, button: str) -> None:
    """Sends its form, and waits for the answer."""
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=button, exact=True).click()


def send(page: Page, field: str) -> None:
    """The form with that field, by its one button."""
    with page.expect_navigation():
        page.locator(f"form:has([name={field}])").get_by_role("button").click()


def sign_out(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Wyloguj się", exact=True).click()


def sign_in(page: Page, identifier: str, password: str) -> None:
    page.goto("/logowanie")
    page.get_by_label("Identyfikator").fill(identifier)
    page.get_by_label("Hasło", exact=True).fill(password)
    press(page, "Zaloguj się")


def give_code(page: Page, code: str) -> None:
    """The second step."""
    page.get_by_label("Kod z aplikacji").fill(code)
    press(page, "Potwierdź")


def set_password(page: Page, password: str = OWN_PASSWORD) -> None:
    page.get_by_label("Nowe hasło", exact=True).fill(password)
    page.get_by_label("Nowe hasło jeszcze raz").fill(password)
    press(page, "Zapisz hasło")


def accept_regulations(page: Page) -> None:
    page.get_by_label("Znam treść regulaminu i akceptuję go").check()
    press(page, "Akceptuję")


def signed_in(windows: Windows, known: Mapping[str, str]) -> SignedIn:
    """Somebody of demo.json."""
    page = windows.visit()
    sign_in(page, known["identifier"], known["password"])
    if secret := known.get("totp_secret"):
        give_code(page, pyotp.TOTP(secret).now())
    expect(page.get_by_role("button", name="Wyloguj się")).to_be_visible()
    cookies = page.context.cookies()
    assert windows.left() == []
    return cookies
