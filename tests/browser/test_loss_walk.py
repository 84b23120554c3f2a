"""A loss in the small hours, on a telephone, without a mouse."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.demonstration import Demonstration
from tests.browser.judging import faults
from tests.browser.keyboard import tab_to
from tests.browser.walking import sign_in


def test_k10_1_k10_2_a_wrong_code_then_a_report_by_keyboard_alone(visit: Visit) -> None:
    page = visit(390)
    page.goto("/logowanie")
    tab_to(page, "Utrata danych do logowania")
    enter(page)
    tab_to(page, "Kod blokady")
    page.keyboard.type("7KQM X2RD HN4W P9TC")
    enter(page)
    expect(page.locator(".errors")).to_be_focused()
    assert faults(page) == []
    tab_to(page, "Zgłoś utratę danych")
    enter(page)
    tab_to(page, "Numer telefonu")
    page.keyboard.type("600 100 200")
    tab_to(page, "Identyfikator")
    page.keyboard.type("204117")
    enter(page)
    expect(page.locator("h1")).to_have_text("Zgłoszenie dotarło")
    expect(page.locator("main a[href^='tel:']")).to_be_visible()


def test_s45_two_presses_from_the_home_page_block_the_own_account(
    visit: Visit, demonstration: Demonstration
) -> None:
    """Up to the second one: the demonstration's resident is needed by others."""
    known, page = demonstration.sign_ins["resident"], visit(390)
    sign_in(page, known["identifier"], known["password"])
    page.locator("footer").get_by_role("link", name="Zablokuj moje konto").click()
    expect(page.locator("main form button")).to_have_text("Zablokuj moje konto")
    assert faults(page) == []


def enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")
