"""Two administrators let a third one in: one asks, the other approves; on a telephone, no mouse."""

from functools import partial

import pyotp
import pytest
from playwright.sync_api import Page, expect

from iok_core.identity.permissions import Role
from tests.browser.conftest import Visit
from tests.browser.demonstration import Demonstration
from tests.browser.judging import faults
from tests.browser.keyboard import tab_to, typed
from tests.browser.walking import give_code, sign_in
from tests.browser.windows import SignedIn
from tests.portal import Access, add_clerk

NAME = "Zofia Źródłopodobna-Brzęczyszczykiewicz"


@pytest.fixture(scope="module")
def second(demonstration: Demonstration) -> Access:
    return demonstration.do(partial(add_clerk, role=Role.ADMINISTRATOR))


def test_s46_a_new_administrator_is_asked_for_and_approved_by_keyboard(
    second: Access, visit: Visit, clerk: SignedIn, demonstration: Demonstration
) -> None:
    page = visit(390, signed_in=clerk)
    asks_for_an_administrator(page)
    assert found(demonstration) == []

    other = visit(390)
    sign_in(other, second.identifier, second.password)
    give_code(other, pyotp.TOTP(second.totp_secret).now())
    approves(other)
    assert found(demonstration) == [("administrator",)]

    page.goto("/biuro/do-zatwierdzenia")
    expect(page.locator("main")).to_contain_text("Zatwierdzono")
    page.goto("/biuro/pracownicy")
    assert faults(page) == []
    follows(page, NAME)
    assert faults(page) == []


def asks_for_an_administrator(page: Page) -> None:
    page.goto("/biuro/pracownicy")
    follows(page, "Dodaj osobę")
    follows(page, "Dodaj")
    expect(page.get_by_role("alert")).to_be_focused()
    assert faults(page) == []
    page.set_viewport_size({"width": 390, "height": 900})
    typed(page, "Imię i nazwisko", NAME)
    tab_to(page, "Obsługa biura")
    page.keyboard.press("ArrowUp")  # round to the last one
    follows(page, "Dodaj")
    expect(page.locator("main")).to_contain_text("Decyduje też druga osoba")
    assert faults(page) == []
    typed(page, "Dlaczego?", "Zastępstwo na czas urlopu")
    follows(page, "Poproś o zatwierdzenie")
    expect(page.locator("main")).to_contain_text("To Twoja prośba")


def approves(page: Page) -> None:
    page.goto("/biuro")
    follows(page, "Zatwierdź albo odrzuć: Nowy administrator")
    expect(page.locator("main")).to_contain_text(f"W biurze przybędzie {NAME}")
    assert faults(page) == []
    follows(page, "Zatwierdź")
    expect(page.get_by_role("status")).to_have_text("Zatwierdzono i wykonano.")
    assert faults(page) == []


def follows(page: Page, name: str) -> None:
    """To that link or button, and Enter."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def found(demonstration: Demonstration) -> list[tuple[str]]:
    return [
        (str(row[0]),) for row in demonstration.rows("SELECT role FROM staff WHERE name = ?", NAME)
    ]
