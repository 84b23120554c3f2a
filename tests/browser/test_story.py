"""The main job, end to end: from the desk to the balance that the accounting program exported."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import reading
from tests.browser.conftest import Visit
from tests.browser.demonstration import Demonstration, Slip
from tests.browser.exported import Payer
from tests.browser.printing import printed
from tests.browser.walking import (
    accept_regulations,
    press,
    send,
    set_password,
    sign_in,
    sign_out,
)
from tests.browser.windows import SignedIn
from tests.identity.slip_reading import slips

MONTHS = (
    *("stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca"),
    *("lipca", "sierpnia", "września", "października", "listopada", "grudnia"),
)


@pytest.mark.in_turns(1)  # the main job: always
def test_k06_1_k06_4_k07_1_from_the_desk_to_the_balance(
    visit: Visit, demonstration: Demonstration, clerk: SignedIn
) -> None:
    payer = demonstration.take_payer()
    slip = issued_at_the_desk(visit(signed_in=clerk), payer)
    page = visit(390)
    first_sign_in(page, slip)
    sees_the_balance_of_the_file(page, demonstration, payer)
    is_told_of_no_other_account(page, demonstration, slip)
    signs_out(page)


def issued_at_the_desk(page: Page, payer: Payer) -> Slip:
    page.goto("/biuro")
    page.get_by_role("searchbox").fill(payer.name)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator("main").get_by_role("link", name=payer.name, exact=True).click()
    expect(page.locator("h1")).to_have_text(payer.name)
    page.locator("[name=name]").fill("Jan Zmyślony")
    page.locator("[name=basis][value=self]").check()
    send(page, "basis")

    press(page, "Dowód osobisty")
    expect(page.get_by_role("alert")).to_be_focused()
    assert page.title().startswith("Błąd: ")
    page.locator("[name=identity_checked]").check()
    kind = page.get_by_role("button", name="Dowód osobisty")
    ((identifier, start_password),) = slips(printed(page, kind.click))
    page.reload()
    expect(page.locator("h1")).to_have_text("Hasło startowe już pokazano")
    assert start_password not in page.content()
    return Slip(payer, identifier, start_password)


def first_sign_in(page: Page, slip: Slip) -> None:
    sign_in(page, slip.identifier, slip.start_password)
    page.goto("/rozliczenia")
    expect(page).to_have_url(re.compile("/haslo/nowe$"))
    set_password(page, "za krótkie")
    expect(page.get_by_role("alert")).to_contain_text("Użyj co najmniej 15 znaków.")
    set_password(page)
    page.goto("/rozliczenia")
    expect(page).to_have_url(re.compile("/regulamin/akceptacja$"))
    press(page, "Akceptuję")
    expect(page.get_by_role("alert")).to_contain_text("Zaznacz to pole")
    accept_regulations(page)
    expect(page.get_by_role("status")).to_have_text("Zapisano akceptację regulaminu.")


def sees_the_balance_of_the_file(page: Page, demonstration: Demonstration, payer: Payer) -> None:
    exported, (account,) = demonstration.exported, payer.accounts
    assert reading.balance(page) == exported.balance(account)
    told = " ".join(page.locator(".asof").inner_text().split())
    assert f"Stan na {spoken(exported.as_of('salda.csv'))}" in told
    assert f"wyciągu bankowym z {spoken(exported.as_of(''))}" in told
    assert f"Program finansowo-księgowy, konto {account}" in told

    page.get_by_role("link", name="Wszystkie operacje").click()
    entries = reading.entries(page)
    assert sorted(entries) == sorted(exported.entries(account))
    total = sum(entry.charged - entry.paid for entry in entries)
    assert exported.opening(account) + total == exported.balance(account) == reading.balance(page)


def is_told_of_no_other_account(page: Page, demonstration: Demonstration, slip: Slip) -> None:
    foreign = demonstration.account(demonstration.resident_accounts()[0])
    answer = page.goto(f"/rozliczenia/{foreign}")
    assert answer is not None
    assert answer.status == 404
    identity = demonstration.rows(
        "SELECT id FROM identity WHERE identifier = ?", "".join(slip.identifier.split())
    )
    newest = demonstration.rows(
        "SELECT actor_kind, actor, action, object_kind, object_id, result "
        "FROM audit ORDER BY seq DESC LIMIT 1"
    )
    denied = ("resident", str(identity[0][0]), "object_denied", "account", foreign, "refused")
    assert newest == [denied]


def signs_out(page: Page) -> None:
    page.goto("/")
    sign_out(page)
    expect(page.get_by_role("status")).to_contain_text("Wylogowano.")
    page.goto("/rozliczenia")
    expect(page).to_have_url(re.compile(r"/logowanie\?dalej=/rozliczenia$"))


def spoken(day: str) -> str:
    """`23.11.2026` as a page says it"""
    number, month, year = map(int, day.split("."))
    return f"{number} {MONTHS[month - 1]} {year}"
