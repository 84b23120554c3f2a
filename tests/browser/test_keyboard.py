"""With the keyboard alone: Tab, blank, Enter; and the focus is always to be seen."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.demonstration import Demonstration
from tests.browser.keyboard import MOST_STOPS, focused, tab_to, typed
from tests.browser.walking import OWN_PASSWORD
from tests.browser.windows import SignedIn


def test_k03_3_the_first_sign_in_needs_no_mouse(visit: Visit, demonstration: Demonstration) -> None:
    slip, page = demonstration.slips[2], visit()
    page.goto("/logowanie")
    typed(page, "Identyfikator", slip.identifier)
    typed(page, "Hasło", slip.start_password)
    page.keyboard.press("Enter")
    expect(page).to_have_title("Ustaw własne hasło – Spółdzielnia Mieszkaniowa „Lipowa”")
    typed(page, "Nowe hasło", OWN_PASSWORD)
    typed(page, "Nowe hasło jeszcze raz", OWN_PASSWORD)
    tab_to(page, "Zapisz hasło")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Zaakceptuj regulamin")).to_be_visible()
    tab_to(page, "Znam treść regulaminu i akceptuję go")
    page.keyboard.press("Space")
    tab_to(page, "Akceptuję")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Zapisano akceptację regulaminu.")


def test_k03_3_the_premises_are_switched_without_a_mouse(visit: Visit, resident: SignedIn) -> None:
    page = visit(390, signed_in=resident)
    page.goto("/")
    first = page.locator("h1").inner_text()
    tab_to(page, "Garaż")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).not_to_have_text(first)
    expect(page.locator("main [aria-current=true]")).to_contain_text("Garaż")


def test_k03_3_the_focus_is_seen_at_every_stop_of_the_home_page(
    visit: Visit, resident: SignedIn
) -> None:
    for width in (320, 1280):
        page = visit(width, signed_in=resident)
        page.goto("/")
        stops = list(walked(page))
        assert len(stops) > 12
        assert [stop for stop in stops if not (stop["outlined"] and stop["seen"])] == []


def test_the_first_stop_skips_the_menu(visit: Visit, resident: SignedIn) -> None:
    page = visit(signed_in=resident)
    page.goto("/")
    page.keyboard.press("Tab")
    assert focused(page)["name"] == "Przejdź do treści"
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def walked(page: Page) -> list[dict[str, Any]]:
    """Every stop once, from the top until the focus leaves the page."""
    stops: list[dict[str, Any]] = []
    while len(stops) < MOST_STOPS:
        page.keyboard.press("Tab")
        stop = focused(page)
        if stop["page"]:
            return stops
        stops.append(stop)
    raise AssertionError(f"no way out after {[stop['name'] for stop in stops]}")
