"""The resident's way with scripts switched off: first sign-in, balance, entries, sign-out."""

from playwright.sync_api import expect

from tests.browser import reading
from tests.browser.conftest import Visit
from tests.browser.demonstration import Demonstration
from tests.browser.walking import (
    OWN_PASSWORD,
    accept_regulations,
    press,
    set_password,
    sign_in,
    sign_out,
)


def test_k03_2_s64_a_resident_needs_no_script(visit: Visit, demonstration: Demonstration) -> None:
    slip, page = demonstration.slips[1], visit(390, java_script_enabled=False)
    sign_in(page, slip.identifier, slip.start_password)
    set_password(page, "krótkie")
    expect(page.get_by_role("alert")).to_contain_text("Użyj co najmniej 15 znaków.")
    set_password(page)
    press(page, "Akceptuję")
    expect(page.get_by_role("alert")).to_contain_text("Zaznacz to pole")
    accept_regulations(page)

    account = slip.payer.accounts[0]
    page.get_by_role("link", name="Wszystkie operacje").first.click()
    assert reading.balance(page) == demonstration.exported.balance(account)
    assert sorted(reading.entries(page)) == sorted(demonstration.exported.entries(account))
    page.get_by_role("group", name="Wybierz rok").get_by_role("link", name="2025").click()
    assert {entry.day[-4:] for entry in reading.entries(page)} == {"2025"}

    page.goto("/haslo")
    page.get_by_label("Obecne hasło").fill(OWN_PASSWORD)
    page.get_by_label("Nowe hasło", exact=True).fill("czerwony balon nad rzeką")
    page.get_by_label("Nowe hasło jeszcze raz").fill("czerwony balon nad rzeką")
    press(page, "Zmień hasło")
    expect(page.get_by_role("status")).to_contain_text("Hasło zmienione.")
    sign_out(page)
    expect(page.get_by_role("status")).to_contain_text("Wylogowano.")
    page.goto("/")
    expect(page).to_have_url(f"{demonstration.url}/logowanie")


def test_k03_2_whoever_has_no_scripts_can_read_the_regulations(visit: Visit) -> None:
    page = visit(390, java_script_enabled=False)
    page.goto("/logowanie")
    page.get_by_role("link", name="Regulamin").click()
    expect(page.get_by_role("region", name="Tekst regulaminu")).to_contain_text("12.")
    assert page.get_by_role("button", name="Drukuj").count() == 0
