"""The office's list of people: by keyboard, in its address, and on a telephone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.judging import faults
from tests.browser.windows import SignedIn

LIST = "/biuro/osoby"


@pytest.mark.parametrize("query", ["", "?q=nikt+taki"])
def test_k03_3_the_list_of_people_is_accessible(visit: Visit, clerk: SignedIn, query: str) -> None:
    page = visit(signed_in=clerk)
    page.goto(LIST + query)
    assert faults(page) == []


def test_k03_3_the_list_is_searched_by_keyboard_alone(visit: Visit, clerk: SignedIn) -> None:
    page = visit(signed_in=clerk)
    page.goto(LIST)
    everybody = names(page)
    page.keyboard.press("/")
    page.keyboard.type(everybody[-1].split()[0].lower())
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "q=" in page.url
    assert everybody[-1] in names(page)
    page.get_by_role("link", name="Pokaż wszystkie").press("Enter")
    expect(page.get_by_text(f"Wyniki: {len(everybody)}")).to_be_visible()


def test_a_column_is_ordered_by_its_head_and_says_so(visit: Visit, clerk: SignedIn) -> None:
    page = visit(signed_in=clerk)
    page.goto(LIST)
    person = page.get_by_role("columnheader", name="Osoba")
    expect(person).to_have_attribute("aria-sort", "ascending")
    before = names(page)
    person.get_by_role("link").click()
    expect(person).to_have_attribute("aria-sort", "descending")
    assert names(page) == before[::-1]


def test_on_a_telephone_a_row_stands_as_a_block_and_stays_a_row(
    visit: Visit, clerk: SignedIn
) -> None:
    page = visit(390, signed_in=clerk)
    page.goto(LIST)
    row = page.get_by_role("row").nth(1)
    expect(row.get_by_role("cell").first).to_contain_text("Identyfikator")
    table = page.locator(".scroll")
    assert table.evaluate("it => it.scrollWidth <= it.clientWidth")
    page.get_by_label("Kolejność").select_option("-osoba")
    page.get_by_role("button", name="Pokaż").click()
    assert page.url.endswith("wg=-osoba")


def names(page: Page) -> list[str]:
    return page.get_by_role("rowheader").all_inner_texts()
