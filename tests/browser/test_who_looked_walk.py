"""Somebody at the office opens a payer, and the resident reads of it; both by keyboard alone."""

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.demonstration import Demonstration
from tests.browser.keyboard import tab_to
from tests.browser.windows import SignedIn


def test_k15_3_a_resident_comes_to_who_looked_at_their_data_on_a_telephone(
    visit: Visit, clerk: SignedIn, resident: SignedIn, demonstration: Demonstration
) -> None:
    account = demonstration.account(demonstration.resident_accounts()[0])
    sql = "SELECT max(party) FROM account_version WHERE account = ?"
    ((party,),) = demonstration.rows(sql, account)
    visit(signed_in=clerk).goto(f"/biuro/kontrahenci/{party}")
    page = visit(390, signed_in=resident)
    page.goto("/dostep")
    tab_to(page, "Kto oglądał moje dane")
    page.keyboard.press("Enter")
    newest = page.get_by_role("main").get_by_role("listitem").first
    expect(newest).to_contain_text("Otwarcie strony kontrahenta")
    expect(newest).to_contain_text("Administrator portalu")
    tab_to(page, "Logowania i zmiany")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Co działo się z moim dostępem")).to_be_visible()


def test_aud8_the_journal_is_narrowed_down_by_keyboard_alone(visit: Visit, clerk: SignedIn) -> None:
    page = visit(signed_in=clerk)
    page.goto("/biuro/dziennik")
    tab_to(page, "Co")
    while page.get_by_label("Co", exact=True).input_value() != "access_issue":
        page.keyboard.press("ArrowDown")
    tab_to(page, "Pokaż")
    page.keyboard.press("Enter")
    page.wait_for_url("**co=access_issue**")
    rows = page.get_by_role("row")
    expect(rows.nth(1)).to_contain_text("Wydanie dostępu")
    tab_to(page, "tylko to")
    page.keyboard.press("Enter")
    page.wait_for_url("**czego=person**")
