"""The settlements clerk gets a wrong file: sees it held, releases, goes back, rejects; no mouse."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, expect

from iok_core.demo.portal import EXPORT
from tests.browser.conftest import Visit
from tests.browser.demonstration import Demonstration
from tests.browser.judging import faults
from tests.browser.windows import SignedIn

PATIENCE_MS = 60_000
Role = Literal["link", "button", "textbox"]
HELD = re.compile("Dlaczego wstrzymano")


@contextmanager
def wrong_total(demonstration: Demonstration, rows: str) -> Iterator[None]:
    """The export says of itself that it has so many premises."""
    control = demonstration.folder / EXPORT / "sumy.csv"
    right = control.read_bytes()
    count = right.split(b"lokale.csv")[1].split(b";")[3]
    wrong = right.replace(b";" + count + b";;", b";" + rows.encode() + b";;", 1)
    assert wrong != right
    control.write_bytes(wrong)
    try:
        yield
    finally:
        control.write_bytes(right)


def reach(page: Page, role: Role, name: str) -> None:
    """Goes there by Tab from the top of the page."""
    found = page.locator("main").get_by_role(role, name=name).first
    wanted = found.element_handle()  # once: to look for a role takes longer than a Tab
    page.locator("main").focus()
    for _ in range(80):
        if wanted.evaluate("it => it === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no Tab leads to {name}")


def enter(page: Page, role: Role, name: str) -> None:
    reach(page, role, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def decide(page: Page, link: str, reason: str, button: str) -> None:
    enter(page, "link", link)
    reach(page, "textbox", "Dlaczego?")
    page.keyboard.type(reason)
    enter(page, "button", button)


def bring_in(page: Page) -> None:
    """Starts an import and stays on its page, which follows it by itself to its end."""
    page.goto("/biuro/importy")
    enter(page, "button", "Wczytaj teraz")
    expect(page.get_by_text(HELD)).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator("[hx-get]")).to_have_count(0, timeout=PATIENCE_MS)


def test_p7_a_wrong_file_is_released_and_taken_back_by_keyboard(
    visit: Visit, clerk: SignedIn, demonstration: Demonstration
) -> None:
    page = visit(390, signed_in=clerk)
    before = demonstration.rows("SELECT published FROM source")
    with wrong_total(demonstration, "999"):
        bring_in(page)
        assert demonstration.rows("SELECT published FROM source") == before
        decide(page, "Opublikuj mimo to…", "Suma lokali jest z innego dnia", "Opublikuj")
        expect(page.get_by_text("Od teraz mieszkańcy widzą te dane")).to_be_visible()
        assert demonstration.rows("SELECT published FROM source") != before
        enter(page, "link", "Historia źródła")
        decide(page, "Cofnij do wcześniejszych danych…", "To jednak pomyłka", "Cofnij")
        expect(page.get_by_text("Od teraz mieszkańcy widzą inne dane")).to_be_visible()
        assert demonstration.rows("SELECT published FROM source") == before


def test_p7_a_wrong_file_is_rejected_by_keyboard_and_the_pages_of_imports_are_in_order(
    visit: Visit, clerk: SignedIn, demonstration: Demonstration
) -> None:
    page = visit(390, signed_in=clerk)
    before = demonstration.rows("SELECT published FROM source")
    with wrong_total(demonstration, "888"):
        bring_in(page)
    held = f"/biuro/importy/{Path(page.url).name}"
    for path in (
        "/biuro",
        "/biuro/konta",
        "/biuro/importy",
        "/biuro/importy/zrodla/1",
        f"{held}/publikacja",
        f"{held}/odrzucenie",
        held,
    ):
        page.goto(path)
        assert [f"{path}: {fault}" for fault in faults(page)] == []
    decide(page, "Odrzuć import…", "Zły plik", "Odrzuć")
    expect(page.get_by_text("Dane odrzucono")).to_be_visible()
    assert demonstration.rows("SELECT published FROM source") == before


def test_an_import_can_be_followed_without_javascript(
    visit: Visit, clerk: SignedIn, demonstration: Demonstration
) -> None:
    page = visit(signed_in=clerk, java_script_enabled=False)
    with wrong_total(demonstration, "555"):
        page.goto("/biuro/importy")
        with page.expect_navigation():
            page.get_by_role("button", name="Wczytaj teraz").first.click()
        for _ in range(200):
            if page.get_by_text(HELD).count():
                break
            with page.expect_navigation():
                page.get_by_role("link", name="Odśwież").click()
    expect(page.get_by_text(HELD)).to_be_visible()
