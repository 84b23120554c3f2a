"""What a clerk writes for residents and to them: entered at the desk, answered by a template."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.demonstration import Demonstration
from tests.browser.hands import Keyboard
from tests.browser.judging import faults
from tests.browser.windows import SignedIn

TEMPLATE = "Hydraulik zadzwoni w ciągu 3 dni."


@pytest.fixture
def resident_person(demonstration: Demonstration) -> int:
    sql = "SELECT person FROM identity WHERE identifier = ?"
    known = demonstration.sign_ins["resident"]["identifier"]
    return int(demonstration.rows(sql, known)[0][0])


def test_idea_14_k02_10_s64_a_fault_is_entered_and_answered_by_a_template_without_a_mouse(
    visit: Visit, clerk: SignedIn, resident_person: int
) -> None:
    page = visit(signed_in=clerk)
    keys = Keyboard(page)
    keeps_a_template(keys)
    page.goto(f"/biuro/osoby/{resident_person}/zgloszenia")
    assert faults(page) == []
    enters_a_fault(keys)
    answers_it(keys)


def keeps_a_template(keys: Keyboard) -> None:
    keys.page.goto("/biuro/zgloszenia/wzory")
    keys.choose("Dział", "Dział techniczny")
    keys.write("Krótka nazwa", "Hydraulik")
    refused(keys, "Zapisz wzór", "Wpisz odpowiedź", kept=("Krótka nazwa", "Hydraulik"))
    keys.write("Odpowiedź", TEMPLATE)
    keys.press("Zapisz wzór")
    expect(keys.page.get_by_role("status")).to_be_visible()
    keys.follow("Hydraulik")
    assert faults(keys.page) == []


def enters_a_fault(keys: Keyboard) -> None:
    page = keys.page
    keys.follow("Usterka")
    keys.write("Opisz usterkę", "Czuć gaz na klatce")
    refused(keys, "Dalej", "Wybierz, w jaki sposób", kept=("Opisz usterkę", "Czuć gaz na klatce"))
    keys.tick("telefonicznie")
    keys.tick(" ".join(page.locator("label:has([name=_miejsce])").first.inner_text().split()))
    keys.choose("Co się zepsuło?", "Gaz")
    keys.choose("Czy można wejść", "Nie trzeba")
    keys.write("Telefon w sprawie", "600 100 200")
    keys.press("Dalej")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sprawdź")
    keys.press("Wpisz zgłoszenie")
    expect(keys.told()).to_contain_text("numer pogotowia jest Ci znany")
    assert faults(page) == []
    keys.tick("Mieszkaniec zna numer pogotowia")
    keys.press("Wpisz zgłoszenie")
    expect(page.locator("main")).to_contain_text("Wpisane. Numer")
    assert faults(page) == []


def answers_it(keys: Keyboard) -> None:
    page = keys.page
    keys.follow("Otwórz w kolejce")
    refused(keys, "W trakcie", "Wpisz odpowiedź")
    keys.press("Hydraulik")
    expect(page.get_by_label("Odpowiedź", exact=True)).to_have_value(TEMPLATE)
    keys.press("W trakcie")
    expect(page.get_by_role("status")).to_be_visible()


def refused(keys: Keyboard, button: str, says: str, kept: tuple[str, str] | None = None) -> None:
    """By a page that says what to do, keeps what was typed and is accessible."""
    keys.press(button)
    expect(keys.told()).to_contain_text(says)
    if kept:
        expect(keys.page.get_by_label(kept[0], exact=True)).to_have_value(kept[1])
    assert faults(keys.page) == []
