"""Every page: nothing for axe, no sideways scroll at 320 px, nothing said by the browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.demonstration import Demonstration
from tests.browser.judging import faults
from tests.browser.walking import accept_regulations, press, set_password, sign_in, sign_out
from tests.browser.windows import SignedIn

PUBLIC = [
    *("/logowanie", "/logowanie?dalej=/dostep", "/nie-pamietam", "/regulamin", "/regulamin/1"),
    *("/utrata", "/utrata/zgloszenie", "/utrata/przyjete", "/utrata/zablokowane"),
    "/problem-z-logowaniem",
]
OF_A_RESIDENT = [
    "/",
    "/?lokal={premises}",
    "/rozliczenia",
    "/rozliczenia/{account}",
    "/rozliczenia/{account}?rok=2025",
    "/rozliczenia/{account}?strona=2&miesiac=2026-05-01",
    "/raporty/wyciag",
    "/raporty/wyciag?konto={garage}&rok=2026&skladniki=1&pokaz=1",
    "/raporty/wyciag?rok=abc&pokaz=1",
    "/liczniki",
    "/zgloszenia/nowe/odczyt",
    "/dostep",
    "/dostep/zadanie",
    "/zablokuj-konto",
    "/dostep/historia",
    "/dostep/zabezpiecz",
    "/dostep/historia?co=moje",
    "/powiadomienia",
    "/powiadomienia/kontakt",
    "/haslo",
    "/regulamin",
]
OF_NOBODY = ["/rozliczenia/{foreign}", "/?lokal=999999", "/biuro", "/nie-ma"]


@pytest.fixture
def addresses(demonstration: Demonstration) -> dict[str, int]:
    """What stands for the ids in addresses: of the resident with two premises, and foreign."""
    exported = demonstration.exported
    mine, foreign = demonstration.resident_accounts(), demonstration.slips[0].payer.accounts[0]
    symbols = [row["Symbole lokali"] for row in exported.files["konta"]]
    numbers = [row["Numer konta"] for row in exported.files["konta"]]
    return {
        "account": demonstration.account(mine[0]),
        "garage": demonstration.account(mine[1]),  # fewer rows of the same kinds
        "foreign": demonstration.account(foreign),
        "premises": demonstration.premises(symbols[numbers.index(mine[1])]),
    }


@pytest.mark.parametrize("path", PUBLIC)
def test_k03_3_a_page_for_everybody_is_accessible(visit: Visit, path: str) -> None:
    page = visit()
    assert_good(page, path)


@pytest.mark.parametrize("path", OF_A_RESIDENT)
def test_k03_3_a_page_of_a_resident_is_accessible(
    visit: Visit, resident: SignedIn, addresses: dict[str, int], path: str
) -> None:
    page = visit(signed_in=resident)
    assert_good(page, path.format(**addresses), status=422 if "rok=abc" in path else 200)


def test_k03_3_s65_the_page_for_an_unknown_address_is_one_and_accessible(
    visit: Visit, resident: SignedIn, addresses: dict[str, int]
) -> None:
    page, shown = visit(signed_in=resident), set[str]()
    for path in OF_NOBODY:
        answer = page.goto(path.format(**addresses))
        assert answer is not None
        assert answer.status == 404
        expect(page.get_by_role("heading", name="Nie ma takiej strony")).to_be_visible()
        expect(page.get_by_text("Numer błędu:")).to_be_visible()
        own = r"Numer błędu: [0-9a-f]{8}|(?<=\?strona=)[^\"]*"
        shown.add(re.sub(own, "", page.content()))
    assert len(shown) == 1
    assert_good(page, "/nie-ma", status=404)


def test_k03_3_the_page_after_a_failed_sign_in_is_accessible(visit: Visit) -> None:
    page = visit()
    sign_in(page, "999999", "nie to hasło")
    assert_error_page(page)
    assert page.get_by_label("Identyfikator").input_value() == "999999"
    assert page.get_by_label("Hasło", exact=True).input_value() == ""


def test_k03_3_the_page_of_a_form_with_errors_is_accessible(
    visit: Visit, resident: SignedIn
) -> None:
    page = visit(signed_in=resident)
    page.goto("/haslo")
    page.get_by_label("Nowe hasło", exact=True).fill("krótkie")
    press(page, "Zmień hasło")
    assert_error_page(page)


def test_k03_3_the_pages_of_the_first_sign_in_are_accessible(
    visit: Visit, demonstration: Demonstration
) -> None:
    slip, page = demonstration.slips[0], visit()
    sign_in(page, slip.identifier, slip.start_password)
    assert faults(page) == []
    set_password(page, "krótkie")
    assert_error_page(page)
    set_password(page)
    expect(page).to_have_title("Zaakceptuj regulamin – Spółdzielnia Mieszkaniowa „Lipowa”")
    assert faults(page) == []
    press(page, "Akceptuję")
    assert_error_page(page)
    accept_regulations(page)
    expect(page.get_by_role("status")).to_have_text("Zapisano akceptację regulaminu.")
    assert faults(page) == []


def test_the_page_of_a_form_out_of_date_is_accessible(visit: Visit, resident: SignedIn) -> None:
    page = visit(signed_in=resident)
    page.goto("/dostep")
    page.evaluate("document.querySelectorAll('[name=_csrf]').forEach((it) => { it.value = '' })")
    with page.expect_response("**/wyloguj") as refused:
        sign_out(page)
    assert refused.value.status == 403
    expect(page.get_by_role("heading", name="Ten formularz nie jest już ważny")).to_be_visible()
    assert faults(page) == []


def assert_good(page: Page, path: str, status: int = 200) -> None:
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == status
    assert page.title()
    assert page.locator("html").get_attribute("lang") == "pl"
    assert faults(page) == []


def assert_error_page(page: Page) -> None:
    """Says in its title and on top of it that something is to be done, and where."""
    expect(page.get_by_role("alert")).to_be_focused()
    assert page.title().startswith("Błąd: ")
    assert faults(page) == []
