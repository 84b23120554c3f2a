"""The office blocks an access, the resident reads it, the office lifts it: as the two live it."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.demonstration import RESIDENT, Demonstration
from tests.browser.judging import faults
from tests.browser.keyboard import tab_to, typed
from tests.browser.walking import press, sign_in
from tests.browser.windows import SignedIn


def test_k03_3_k09_4_k11_3_from_the_block_to_everything_as_before(
    visit: Visit, demonstration: Demonstration, clerk: SignedIn
) -> None:
    known, page = demonstration.sign_ins["resident"], visit()
    sign_in(page, known["identifier"], known["password"])
    home = seen_by(page)
    desk = visit(signed_in=clerk)
    blocks_by_keyboard(desk, demonstration)

    page.goto("/rozliczenia")
    expect(page).to_have_url(re.compile("/logowanie"))
    sign_in(page, known["identifier"], known["password"])
    expect(page.locator("h1")).to_have_text("Twój dostęp jest zablokowany")
    expect(page.locator("main")).to_contain_text("Na własne pisemne żądanie")
    expect(page.locator("main a[href^='tel:']")).to_be_visible()
    assert faults(page) == []

    lifts_by_keyboard(desk)
    sign_in(page, known["identifier"], known["password"])
    assert seen_by(page) == home


def blocks_by_keyboard(page: Page, demonstration: Demonstration) -> None:
    page.goto("/biuro")
    page.keyboard.press("/")
    page.keyboard.type(RESIDENT)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    follows(page, RESIDENT)
    follows(page, "Zablokuj dostęp")
    expect(page.locator("h1")).to_have_text("Zablokuj dostęp")
    demands_by_keyboard(page, page.url.replace("/blokady/nowa", "/zadanie?rodzaj=block"))
    expect(page.get_by_label("Punkt 9")).to_be_checked()
    expect(page.get_by_label("Powód, dla biura")).to_have_value(re.compile("412/2026"))
    follows(page, "Dalej: zobacz skutki")
    expect(page.locator("h1")).to_have_text("Sprawdź przed zablokowaniem")
    assert faults(page) == []
    follows(page, "Zablokuj dostęp")
    expect(page.get_by_role("status")).to_have_text("Dostęp jest zablokowany.")
    assert demonstration.rows("SELECT clause FROM block ORDER BY id DESC LIMIT 1") == [(9,)]
    follows(page, "Pismo do wydruku")
    expect(page.locator("h1")).to_have_text("Twój dostęp do portalu jest zablokowany")
    assert faults(page) == []
    page.go_back()


def lifts_by_keyboard(page: Page) -> None:
    demands_by_keyboard(page, page.url.replace("/blokady", "/zadanie?rodzaj=unblock"))
    press(page, "Zdejmij blokadę")
    expect(page.get_by_role("alert")).to_be_focused()
    assert faults(page) == []
    typed(page, "Dlaczego blokada jest zdejmowana?", "Pismo 413/2026")
    follows(page, "Zdejmij blokadę")
    expect(page.get_by_role("status")).to_have_text("Blokada jest zdjęta.")


def demands_by_keyboard(page: Page, address: str) -> None:
    """The letter is registered, and the form opens that it wants."""
    page.goto(address)
    assert faults(page) == []
    typed(page, "Numer w dzienniku", "412/2026")
    follows(page, "Zarejestruj i przejdź do wykonania")


def follows(page: Page, name: str) -> None:
    """To that link or button, and Enter."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def seen_by(page: Page) -> str:
    """The home page, but for when they signed in."""
    page.goto("/")
    expect(page.locator("h1")).not_to_have_text("")
    return page.locator("main").inner_text().partition("Ostatnie logowanie")[0].strip()
