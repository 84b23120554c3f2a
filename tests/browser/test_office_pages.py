"""Every page of the office: nothing for axe, no sideways scroll at 320 px."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.demonstration import Demonstration
from tests.browser.judging import faults, overflow, violations
from tests.browser.walking import press, send
from tests.browser.windows import SignedIn

PAGES = [
    "/biuro",
    "/biuro?q=zmyśl",
    "/biuro?q=nikt+taki",
    "/biuro/kontrahenci/{party}",
    "/biuro/osoby/{person}/dostep",
    "/biuro/osoby/{person}/blokady",
    "/biuro/osoby/{person}/blokady/nowa",
    "/biuro/osoby/{person}/utrata",
    "/biuro/osoby/{person}/zadanie",
    "/biuro/utraty",
    "/biuro/naruszenia",
    "/biuro/zadania",
    "/biuro/wydania",
    "/biuro/kontrahenci/{party}/osoby/{person}",
    "/biuro/osoby/{person}/pracownik",
    "/biuro/blokady",
    "/biuro/importy",
    "/biuro/importy/1",
    "/biuro/raporty",
    "/biuro/raporty/wyciag",
    "/biuro/wiadomosci",
    "/biuro/wiadomosci?stan=sent",
    "/biuro/dziennik",
    "/biuro/dziennik?co=sign_out&od=2020-01-01",
    "/haslo",
    "/regulamin",
]


@pytest.fixture
def ids(demonstration: Demonstration) -> dict[str, int]:
    """Of somebody who has an access."""
    rows = demonstration.rows("SELECT person, party FROM representation ORDER BY id LIMIT 1")
    return dict(zip(("person", "party"), rows[0], strict=True))


@pytest.mark.parametrize("path", PAGES)
def test_k03_3_a_page_of_the_office_is_accessible(
    visit: Visit, clerk: SignedIn, ids: dict[str, int], path: str
) -> None:
    page = visit(signed_in=clerk)
    answer = page.goto(path.format(**ids))
    assert answer is not None
    assert answer.status == 200
    assert faults(page) == []


def test_k03_3_the_desk_s_forms_with_errors_are_accessible(
    visit: Visit, clerk: SignedIn, demonstration: Demonstration
) -> None:
    payer = demonstration.take_payer()
    page = visit(signed_in=clerk)
    page.goto(f"/biuro/kontrahenci/{demonstration.party(payer.key)}")
    send(page, "basis")
    assert_error_page(page)
    page.locator("[name=name]").fill("Ewa Niebyła")
    page.locator("[name=basis][value=self]").check()
    send(page, "basis")
    assert faults(page) == []
    press(page, "Paszport")
    assert_error_page(page)


def test_k03_3_a_bulk_report_from_the_form_to_the_file(visit: Visit, clerk: SignedIn) -> None:
    page = visit(signed_in=clerk)
    page.goto("/biuro/raporty/wyciag")
    page.locator("[name=whom][value=building]").check()
    send(page, "whom")
    assert_error_page(page)
    page.get_by_label("Budynek").select_option(index=1)
    send(page, "whom")
    assert faults(page) == []
    ready = page.get_by_role("link", name="Pobierz plik ZIP")
    while not ready.is_visible():
        page.get_by_role("link", name="Odśwież").click()
    assert faults(page) == []
    with page.expect_download() as download:
        ready.click()
    assert download.value.suggested_filename.startswith("wyciag-")


def test_k03_3_the_page_of_another_department_is_accessible(visit: Visit, clerk: SignedIn) -> None:
    page = visit(signed_in=clerk)
    answer = page.goto("/rozliczenia")
    assert answer is not None
    assert answer.status == 404
    assert faults(page) == []


def assert_error_page(page: Page) -> None:
    expect(page.get_by_role("alert")).to_be_focused()
    assert page.title().startswith("Błąd: ")
    assert faults(page) == []


def test_k03_2_k03_3_the_menu_unfolds_on_a_telephone_by_keyboard_and_without_a_script(
    visit: Visit, clerk: SignedIn
) -> None:
    page = visit(390, signed_in=clerk, java_script_enabled=False)
    page.goto("/biuro/osoby")
    menu = page.get_by_role("navigation", name="Biuro")
    blocks = menu.get_by_role("link", name="Blokady")
    expect(blocks).to_be_hidden()
    menu.locator("summary").first.press("Enter")
    expect(menu.get_by_role("link", name="Lista osób")).to_have_attribute("aria-current", "page")
    expect(menu.get_by_role("link", name="Ogłoszenia")).to_be_hidden()
    menu.locator("summary", has_text="Ogłoszenia i wiadomości").press("Enter")
    expect(menu.get_by_role("link", name="Ogłoszenia")).to_be_visible()
    with page.expect_navigation():
        blocks.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Blokady")


def test_k03_3_the_unfolded_menu_is_accessible(visit: Visit, clerk: SignedIn) -> None:
    page = visit(390, signed_in=clerk)
    page.goto("/biuro/osoby")
    page.locator("summary", has_text="Menu").click()
    assert overflow(page) == []
    assert violations(page) == []
