"""The issue desk as a clerk works at it: three clicks with a mouse, and without one on a phone."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.demonstration import Demonstration
from tests.browser.judging import faults
from tests.browser.keyboard import tab_to
from tests.browser.printing import printed
from tests.browser.walking import send
from tests.browser.windows import SignedIn
from tests.identity.slip_reading import slips

NAME = "Jan Zmyślony"
COUNTS_PRESSES = """addEventListener("pointerdown", () => {
  sessionStorage.presses = Number(sessionStorage.presses ?? 0) + 1
}, true)"""


def test_k06_1_k06_3_k06_6_k06_7_the_desk_in_three_clicks_and_by_keyboard_on_a_phone(
    visit: Visit, demonstration: Demonstration, clerk: SignedIn
) -> None:
    payer = demonstration.take_payer()
    desk = visit(signed_in=clerk)
    desk.goto(f"/biuro/kontrahenci/{demonstration.party(payer.key)}")
    desk.locator("[name=name]").fill(NAME)
    desk.locator("[name=basis][value=self]").check()
    send(desk, "basis")
    ((identifier, first),) = slips(in_three_clicks(desk, payer.name))

    phone = visit(390, signed_in=clerk)
    ((same, second),) = slips(by_keyboard(phone, identifier))
    assert (same, second != first) == (identifier, True)
    records_by_keyboard(phone, desk.url)
    prints_a_building(phone)


def in_three_clicks(page: Page, words: str) -> bytes:
    page.add_init_script(COUNTS_PRESSES)
    page.goto("/biuro")
    page.keyboard.press("/")
    page.keyboard.type(words)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert faults(page) == []
    with page.expect_navigation():
        page.locator("main tr", has_text=NAME).get_by_role("link", name="Wydaj dostęp").click()
    assert faults(page) == []
    page.locator("label:has([name=identity_checked])").click()
    kind = page.get_by_role("button", name="Dowód osobisty")
    file = printed(page, kind.click)
    page.go_back()
    expect(page.locator("h1")).to_have_text(f"Dostęp: {NAME}")
    assert page.evaluate("sessionStorage.presses") == "3"
    return file


def by_keyboard(page: Page, identifier: str) -> bytes:
    page.goto("/biuro")
    page.keyboard.press("/")
    page.keyboard.type(identifier)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    follows(page, "Otwórz")
    tab_to(page, "Tożsamość sprawdzona")
    with page.expect_navigation():
        page.keyboard.press("Enter")  # chooses no document
    expect(page.get_by_role("alert")).to_be_focused()
    assert faults(page) == []
    tab_to(page, "Tożsamość sprawdzona")
    page.keyboard.press("Space")
    tab_to(page, "Paszport")
    return printed(page, lambda: page.keyboard.press("Enter"))


def records_by_keyboard(page: Page, address: str) -> None:
    page.goto(address)
    follows(page, "Zapisz: wydruk wręczono")
    expect(page.get_by_role("status")).to_have_text("Zapisano wręczenie wydruku.")
    follows(page, "Zapisz: potwierdzenie podpisano")
    expect(page.get_by_role("status")).to_have_text("Zapisano podpisane potwierdzenie.")
    assert faults(page) == []


def prints_a_building(page: Page) -> None:
    page.goto("/biuro/wydania")
    place = page.get_by_label("Gdzie")
    place.select_option(place.locator("option").last.get_attribute("value"))
    page.get_by_label("Dodaj kontrahentów").check()
    follows(page, "Zobacz, dla kogo")
    assert faults(page) == []
    page.locator("[name=checks_on_handing_over]").check()
    tab_to(page, "Wydaj i pokaż wydruki")
    made = slips(printed(page, lambda: page.keyboard.press("Enter")))
    assert made
    page.goto("/biuro/wydania")
    page.locator("main tbody a").first.click()
    assert page.locator("main tbody tr").count() == len(made)
    follows(page, "Dowód osobisty")
    expect(page.get_by_role("alert")).to_be_focused()
    assert faults(page) == []


def follows(page: Page, name: str) -> None:
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")
