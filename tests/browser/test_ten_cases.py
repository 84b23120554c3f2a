"""A morning at the office: ten submissions of all kinds, worked from the queue with a mouse."""

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.demonstration import Demonstration
from tests.browser.judging import faults
from tests.browser.ten_cases import TEMPLATE, ten_cases
from tests.browser.walking import press
from tests.browser.windows import SignedIn

MOST_PRESSES = 3
OF_EACH_SORT = ("gas", "door", "amount", "question", "overdue")
"""Taken in hand, with a note, sent back, by a template, late; `--thorough` works all ten."""
QUEUE = "/biuro/zgloszenia?stan=otwarte"
COUNTS_PRESSES = """addEventListener("pointerdown", () => {
  sessionStorage.presses = Number(sessionStorage.presses ?? 0) + 1
}, true)"""


@pytest.fixture(scope="module")
def sent(demonstration: Demonstration) -> dict[str, int]:
    find = "SELECT person, staff FROM identity WHERE identifier = ?"
    persons = [demonstration.rows(find, slip.identifier)[0][0] for slip in demonstration.slips]
    ((_, clerk),) = demonstration.rows(find, demonstration.sign_ins["staff"]["identifier"])
    return demonstration.do(lambda portal: ten_cases(portal, persons, clerk))


def test_k02_10_k16_2_ten_cases_are_answered_in_three_presses_each(
    sent: dict[str, int], visit: Visit, clerk: SignedIn, demonstration: Demonstration
) -> None:
    page = visit(signed_in=clerk)
    page.add_init_script(COUNTS_PRESSES)
    page.goto(QUEUE)
    assert faults(page) == []
    names = list(sent) if "IOK_THOROUGH" in os.environ else OF_EACH_SORT
    presses = {name: worked(page, sent[name], WORK[name]) for name in names}
    assert {name: n for name, n in presses.items() if n > MOST_PRESSES} == {}
    states = dict(demonstration.rows("SELECT id, state FROM submission"))
    assert {name: states[sent[name]] for name in names} == {
        name: STATES.get(name, "done") for name in names
    }


def worked(page: Page, case: int, work: Callable[[Page], None]) -> int:
    """How many times the clerk pressed something, from the queue until it was done."""
    page.evaluate("sessionStorage.presses = 0")
    with page.expect_navigation():
        page.locator(f"main tbody a[href='/biuro/zgloszenia/{case}']").click()
    work(page)
    expect(page.get_by_role("status")).to_be_visible()
    presses = int(page.evaluate("sessionStorage.presses"))
    with page.expect_navigation():
        page.locator("main").get_by_role("link", name="Zgłoszenia").click()
    return presses


def answers(text: str, marked: str) -> Callable[[Page], None]:
    def work(page: Page) -> None:
        page.get_by_label("Odpowiedź", exact=True).click()
        page.keyboard.insert_text(text)
        press(page, marked)

    return work


def by_a_template(page: Page) -> None:
    press(page, "Klucz do wózkowni")
    expect(page.get_by_label("Odpowiedź", exact=True)).to_have_value(TEMPLATE)
    press(page, "Jest odpowiedź")


def takes_it_with_a_work_order(page: Page) -> None:
    order = page.get_by_role("link", name="Drukuj zlecenie").get_attribute("href")
    assert page.request.get(order or "").body().startswith(b"%PDF-")
    press(page, "Biorę tę sprawę")


def notes(page: Page) -> None:
    page.get_by_label("Notatka dla biura").click()
    page.keyboard.insert_text("Domofon był naprawiany w maju")
    press(page, "Zapisz notatkę")


WORK = {
    "gas": takes_it_with_a_work_order,
    "overdue": answers("Hydraulik był dziś rano", "Naprawione"),
    "heating": answers("Przyjdziemy jutro po 8", "W trakcie"),
    "door": notes,
    "occupants": answers("Liczymy od grudnia", "Przyjęta zmiana"),
    "amount": answers("Z którego dnia jest wpłata?", "Czeka na mieszkańca"),
    "question": by_a_template,
    "suggestion": answers("Nie ma na to miejsca", "Odmowa"),
    "technical": answers("Już działa", "Jest odpowiedź"),
    "complaint": answers("Odpowiedź jest w skrzynce", "Jest odpowiedź"),
}
STATES = {
    "gas": "in_progress",
    "heating": "in_progress",
    "door": "received",
    "amount": "returned",
    "suggestion": "declined",
}
