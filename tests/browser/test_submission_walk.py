"""A fault from the form to the receipt, and its answer at the office, as people go there."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.judging import faults
from tests.browser.keyboard import tab_to, typed
from tests.browser.walking import press
from tests.browser.windows import SignedIn
from tests.submissions.sent import picture


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "kran.png"
    path.write_bytes(picture("maroon"))
    return path


def test_k02_3_k02_4_s64_a_fault_is_sent_by_keyboard_and_answered_at_the_office(
    visit: Visit, resident: SignedIn, clerk: SignedIn, photo: Path
) -> None:
    page = visit(390, signed_in=resident)
    page.goto("/zgloszenia")
    assert judged(page) == []
    tab_to(page, "Usterka")
    enter(page)
    tab_to(page, "Dalej")
    enter(page)
    expect(page.get_by_role("alert")).to_be_focused()
    assert judged(page) == []
    first = page.locator("label:has([name=_miejsce])").first.inner_text()
    tab_to(page, " ".join(first.split()))
    page.keyboard.press("Space")
    chosen(page, "Co się zepsuło?", "Gaz")
    typed(page, "Opisz usterkę", "Czuć gaz przy liczniku")
    chosen(page, "Czy można wejść", "Nie trzeba")
    typed(page, "Telefon w sprawie", "600 100 200")
    page.get_by_label("Zdjęcia").set_input_files(photo)
    tab_to(page, "Dalej")
    enter(page)
    expect(page.locator("h1")).to_have_text("Sprawdź")
    expect(page.locator("main a[href^='tel:']").first).to_be_visible()
    tab_to(page, "Wyślij")
    enter(page)
    expect(page.get_by_role("alert")).to_be_focused()
    assert judged(page) == []
    tab_to(page, "Znam numer pogotowia")
    page.keyboard.press("Space")
    tab_to(page, "Wyślij")
    enter(page)
    expect(page.locator("main")).to_contain_text("Numer zgłoszenia")
    expect(page.locator("main ul.photos img")).to_have_count(1)
    assert judged(page) == []
    case = page.url.split("/")[-1].split("?")[0]
    answered(visit(signed_in=clerk), case)


def answered(page: Page, case: str) -> None:
    """Two presses from the queue."""
    page.goto("/biuro/zgloszenia?stan=otwarte")
    assert faults(page) == []
    page.locator(f"main a[href='/biuro/zgloszenia/{case}']").click()
    assert faults(page) == []
    press(page, "Wyślij odpowiedź")
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Odpowiedź", exact=True).fill("Zawór wymieniony")
    press(page, "Wyślij odpowiedź")
    expect(page.get_by_role("status")).to_be_visible()


def test_k02_5_s64_occupants_are_declared_without_a_script(
    visit: Visit, resident: SignedIn
) -> None:
    page = visit(390, signed_in=resident, java_script_enabled=False)
    page.goto("/zgloszenia/nowe/liczba-osob")
    page.get_by_label("Uwagi dla biura").fill("Wróciła córka")
    press(page, "Dalej: sprawdź")
    expect(page.get_by_role("alert")).to_contain_text("Wpisz liczbę")
    expect(page.get_by_label("Uwagi dla biura")).to_have_value("Wróciła córka")


def judged(page: Page) -> list[str]:
    found = faults(page)
    page.set_viewport_size({"width": 390, "height": 900})
    return found


def chosen(page: Page, label: str, option: str) -> None:
    tab_to(page, label)
    page.keyboard.type(option)


def enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")
