"""Accepting, accepting anew and refusing by keyboard alone on a telephone; the office's pages."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from iok_core.audit.origin import Origin
from iok_core.identity import service as identity
from iok_core.portal import Portal
from iok_core.regulations import service as regulations
from iok_core.regulations.service import Paper
from tests.browser.conftest import Visit
from tests.browser.demonstration import Demonstration
from tests.browser.judging import overflow, violations
from tests.browser.keyboard import focused, tab_to
from tests.browser.walking import press, sign_in
from tests.browser.windows import SignedIn
from tests.portal import OWN_PASSWORD, Access, add_newcomer

REFUSAL, MINE = "/regulamin/odmowa", "/regulamin/moje-akceptacje"


async def returning(portal: Portal) -> Access:
    """Somebody who signed the first version on paper, years ago."""
    access = await add_newcomer(portal, "Zofia Dawna")
    await identity.set_demo_password(
        portal.identity, access.identity, OWN_PASSWORD, is_demonstration=True
    )
    paper = Paper(person=access.person or 0, number=1, signed_on=date(2024, 1, 5))
    by, audit = Origin.operator("tester"), portal.audit
    assert await regulations.record_paper(paper, by=by, audit=audit, clock=portal.clock) is None
    return access


def judged(page: Page) -> list[str]:
    return [*overflow(page), *violations(page)]


def stands(page: Page) -> str:
    """Where the new words of a change are, seen from the old ones."""
    sides = page.locator(".diff").first.locator(".diff__side")
    old, new = sides.nth(0).bounding_box(), sides.nth(1).bounding_box()
    assert old is not None
    assert new is not None
    if old["y"] == new["y"] and new["x"] >= old["x"] + old["width"]:
        return "beside"
    return "below" if new["y"] >= old["y"] + old["height"] else "elsewhere"


def follow(page: Page, name: str) -> None:
    """By the keyboard, and a link or button is seen when it has the focus."""
    tab_to(page, name)
    assert focused(page)["outlined"]
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_k13_1_k13_2_k13_3_a_new_version_is_refused_then_accepted_by_keyboard(
    visit: Visit, demonstration: Demonstration
) -> None:
    access = demonstration.do(returning)
    page = visit(390)
    sign_in(page, access.identifier, OWN_PASSWORD)
    expect(page.get_by_role("heading", name="Regulamin się zmienił")).to_be_visible()
    expect(page.get_by_text("Punkt 4", exact=True)).to_be_visible()
    assert stands(page) == "below"
    assert judged(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    assert stands(page) == "beside"
    page.set_viewport_size({"width": 390, "height": 900})
    follow(page, "Nie akceptuję")
    assert page.url.endswith(REFUSAL)
    assert judged(page) == []
    follow(page, "Moje akceptacje")
    expect(page.get_by_text("na papierze")).to_be_visible()
    assert judged(page) == []
    page.go_back()
    follow(page, "Wróć do regulaminu")
    tab_to(page, "Znam treść regulaminu")
    expect(page.get_by_label("Znam treść regulaminu")).not_to_be_checked()
    page.keyboard.press("Space")
    follow(page, "Akceptuję")
    expect(page.get_by_role("status")).to_contain_text("Zapisano akceptację")
    expect(page.get_by_text("Regulamin zmienia się")).to_be_visible()  # version 3 is announced


@pytest.mark.parametrize(
    "path",
    [
        "/biuro/regulamin",
        "/biuro/regulamin/projekty/2",
        "/biuro/regulamin/projekty/2/podglad",
        "/biuro/regulamin/projekty/2/zasady",
        "/biuro/regulamin/zasady",
        "/biuro/regulamin/dane-osobowe",
        "/biuro/akceptacje",
        "/biuro/osoby/1/regulamin",
        "/dane-osobowe",
    ],
)
def test_k03_3_pages_about_the_regulations_are_accessible(
    visit: Visit, clerk: SignedIn, path: str
) -> None:
    page = visit(390, signed_in=clerk)
    page.goto(path)
    assert judged(page) == []


def test_k01_3_a_clause_is_added_by_keyboard_without_a_script(
    visit: Visit, clerk: SignedIn
) -> None:
    page = visit(390, signed_in=clerk, java_script_enabled=False)
    page.goto("/biuro/regulamin")
    press(page, "Zacznij nową wersję")
    page.get_by_role("button", name=re.compile("Dodaj punkt poniżej.*punkt 17")).press("Enter")
    page.get_by_label("Punkt 18", exact=True).fill("Nowy punkt.")
    press(page, "Zapisz i zobacz zmiany")
    expect(page.get_by_role("heading", name="Nowy punkt 18")).to_be_visible()
    press(page, "Usuń projekt")
    expect(page.get_by_role("status")).to_contain_text("Projekt usunięto.")
