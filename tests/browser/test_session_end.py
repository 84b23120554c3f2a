"""The end of a session: said before, put off by a key, survived by what was typed (K05-5)."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.demonstration import Demonstration
from tests.browser.judging import faults
from tests.browser.walking import press
from tests.browser.windows import SignedIn

TYPED = "anna bez małpy"


@pytest.fixture
def page(visit: Visit, resident: SignedIn) -> Page:
    """A form that somebody has begun."""
    page = visit(390, signed_in=resident)
    page.goto("/powiadomienia/kontakt")
    page.locator("[name=address]").fill(TYPED)
    expect(page.get_by_role("alert")).to_have_count(0)
    return page


def left(page: Page, seconds: int) -> None:
    """So much of the session, for the page."""
    page.evaluate(f"active = false; ends = Date.now() + {seconds} * 1000; tick()")


def test_k05_5_the_end_is_said_two_minutes_before_and_any_key_puts_it_off(page: Page) -> None:
    told = page.get_by_text("Za dwie minuty portal Cię wyloguje")
    seconds = int(page.locator("[data-session]").get_attribute("data-session") or 0)
    assert 20 * 60 < seconds <= 30 * 60
    left(page, 121)
    expect(told).to_be_hidden()
    left(page, 119)
    expect(told).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("Shift")
    expect(told).to_be_hidden()
    assert page.evaluate("ends - Date.now()") > 20 * 60 * 1000
    page.keyboard.press("Tab")  # whoever types is here: nothing is said to them
    page.evaluate("ends = Date.now() + 100_000; tick()")
    expect(told).to_be_hidden()


def test_k05_5_what_was_typed_is_sent_after_signing_in_again(
    page: Page, demonstration: Demonstration
) -> None:
    page.context.clear_cookies()  # the session is over
    left(page, 0)
    expect(page.get_by_text("Sesja się skończyła")).to_be_visible()
    assert faults(page) == []
    button = page.locator("form:has([name=address]) button")
    button.click()
    link = page.get_by_role("link", name="Zaloguj się w nowym oknie")
    expect(link).to_be_focused()
    with page.context.expect_page() as opened:
        link.click()
    other, anna = opened.value, demonstration.sign_ins["resident"]
    other.get_by_label("Identyfikator").fill(anna["identifier"])
    other.get_by_label("Hasło", exact=True).fill(anna["password"])
    press(other, "Zaloguj się")
    other.close()
    with page.expect_navigation():
        button.click()
    expect(page.locator("[name=address]")).to_have_value(TYPED)
    expect(page.locator(".error-text")).to_be_visible()
