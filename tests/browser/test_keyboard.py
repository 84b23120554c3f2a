"""With the keyboard alone: Tab, blank, Enter; and the focus is always to be seen."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.demonstration import Demonstration
from tests.browser.walking import OWN_PASSWORD, State

MOST_STOPS = 60
_FOCUSED = """() => {
  const it = document.activeElement;
  const {outlineStyle, outlineWidth} = getComputedStyle(it);
  const {top, bottom, width, height} = it.getBoundingClientRect();
  return {
    name: it.getAttribute("aria-label") || it.labels?.[0]?.innerText || it.innerText || it.tagName,
    outlined: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
    seen: width > 0 && height > 0 && bottom > 0 && top < innerHeight,
    page: it === document.body,
  };
}"""


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


def test_k03_3_the_premises_are_switched_without_a_mouse(visit: Visit, resident: State) -> None:
    page = visit(390, storage_state=resident)
    page.goto("/")
    first = page.locator("h1").inner_text()
    tab_to(page, "Garaż")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).not_to_have_text(first)
    expect(page.locator("[aria-current=true]")).to_contain_text("Garaż")


def test_k03_3_the_focus_is_seen_at_every_stop_of_the_home_page(
    visit: Visit, resident: State
) -> None:
    for width in (320, 1280):
        page = visit(width, storage_state=resident)
        page.goto("/")
        stops = list(walked(page))
        assert len(stops) > 12
        assert [stop for stop in stops if not (stop["outlined"] and stop["seen"])] == []


def test_the_first_stop_skips_the_menu(visit: Visit, resident: State) -> None:
    page = visit(storage_state=resident)
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


def tab_to(page: Page, name: str) -> None:
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if " ".join(focused(page)["name"].split()).startswith(name):
            return
    raise AssertionError(f"Tab never comes to {name}")


def typed(page: Page, label: str, text: str) -> None:
    tab_to(page, label)
    page.keyboard.type(text)


def focused(page: Page) -> dict[str, Any]:
    told: dict[str, Any] = page.evaluate(_FOCUSED)
    return told
