"""Losses, breaches, demands, objections and deaths at the office: for axe, and without a mouse."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cases import PAGES, made
from tests.browser.conftest import Visit
from tests.browser.demonstration import Demonstration
from tests.browser.judging import faults
from tests.browser.keyboard import tab_to, typed
from tests.browser.windows import SignedIn


@pytest.fixture(scope="module")
def cases(demonstration: Demonstration) -> dict[str, int]:
    return made(demonstration)


@pytest.mark.parametrize("path", PAGES)
def test_k03_3_a_page_of_a_case_is_accessible(
    cases: dict[str, int], visit: Visit, clerk: SignedIn, path: str
) -> None:
    page = visit(signed_in=clerk)
    answer = page.goto(path.format(**cases))
    assert answer is not None
    assert answer.status == 200
    assert faults(page) == []


def test_k03_3_k10_5_k11_2_k12_5_the_cases_are_dealt_with_by_keyboard(
    cases: dict[str, int], visit: Visit, clerk: SignedIn
) -> None:
    """Each form first without what it asks for."""
    page = visit(390, signed_in=clerk)
    page.goto(f"/biuro/utraty/{cases['flagged']}/naruszenie")
    refused(page, "Zapisz decyzję")
    tab_to(page, "Zgłoszone do Prezesa UODO")
    page.keyboard.press("ArrowDown")
    typed(page, "Na jakiej podstawie?", "Nikt nie wszedł")
    done(page, "Zapisz decyzję")
    page.goto(f"/biuro/utraty/{cases['loss']}")
    refused(page, "Zamknij bez blokady")
    typed(page, "Dlaczego nie?", "Wydruk się znalazł")
    done(page, "Zamknij bez blokady")
    page.goto(f"/biuro/zadania/{cases['demand']}")
    refused(page, "Zamknij żądanie")
    typed(page, "Dlaczego nie?", "Wycofane")
    done(page, "Zamknij żądanie")
    page.goto(f"/biuro/blokady/{cases['block']}/sprzeciw")
    refused(page, "Złóż sprzeciw")
    typed(page, "Treść sprzeciwu", "W tym czasie byłem w szpitalu")
    done(page, "Złóż sprzeciw")
    page.goto(f"/biuro/blokady/{cases['objected']}/sprzeciw")
    refused(page, "Rozstrzygnij")
    tab_to(page, "Uwzględnij")
    page.keyboard.press("ArrowDown")
    typed(page, "Odpowiedź i uzasadnienie", "Garaż jest sprzedany")
    done(page, "Rozstrzygnij")
    page.goto(f"/biuro/osoby/{cases['person']}/zgon")
    refused(page, "Zamknij dostęp")
    typed(page, "Z czego to wynika", "Pismo 77/2026")
    tab_to(page, "Śmierć tej osoby jest potwierdzona")
    page.keyboard.press("Space")
    done(page, "Zamknij dostęp")


def refused(page: Page, button: str) -> None:
    follows(page, button)
    expect(page.get_by_role("alert")).to_be_focused()
    assert faults(page) == []
    page.set_viewport_size({"width": 390, "height": 900})


def done(page: Page, button: str) -> None:
    follows(page, button)
    expect(page.get_by_role("status")).to_be_visible()


def follows(page: Page, name: str) -> None:
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")
