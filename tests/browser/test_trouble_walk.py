"""When signing in does not work, and when nothing can be sent: the way out on a telephone."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from iok_core.audit.origin import Origin
from iok_core.maintenance.windows import Plans, end, plan
from iok_core.portal import Portal
from tests.browser.conftest import Visit
from tests.browser.demonstration import Demonstration
from tests.browser.hands import Hands, Keyboard, Pointer
from tests.browser.judging import faults
from tests.browser.windows import SignedIn, Windows

FORM = "/zgloszenia/nowe/wiadomosc"
THE_BREAK = re.compile("status (of )?503")
BY = Origin.operator("tester")
TYPED = "Po wpisaniu hasła widzę pustą stronę, od wczoraj, na telefonie i na komputerze."


def test_k16_1_s64_a_stranger_writes_in_by_keyboard_and_without_a_script(visit: Visit) -> None:
    keys, pointer = Keyboard(visit(390)), Pointer(visit(390, java_script_enabled=False))
    for hands in (keys, pointer):
        hands.page.goto("/logowanie")
        hands.follow("Nie działa coś innego")
        hands.write("Co się dzieje?", TYPED)
        hands.write("Imię i nazwisko", "Zenobia Kanarkowa")
        refused(hands, "Wyślij", "Wpisz numer telefonu albo adres e-mail")
        hands.write("Telefon albo e-mail", "600 100 200")
        hands.press("Wyślij")
        expect(hands.page.locator("h1")).to_have_text("Zgłoszenie przyjęte")
        expect(hands.page.locator("main")).to_contain_text("Numer zgłoszenia")
    assert faults(keys.page) == []


def test_k14_2_what_is_sent_during_a_break_is_kept_and_sent_again_after_it(
    windows: Windows, resident: SignedIn, demonstration: Demonstration
) -> None:
    page = windows.visit(390, signed_in=resident)
    keys = Keyboard(page)
    page.goto(FORM)
    keys.write("Treść", TYPED)
    planned = demonstration.do(begins)
    try:
        keys.press("Dalej")
        expect(page.locator("h1")).to_have_text("Portal jest teraz tylko do odczytu")
        expect(page.locator("main")).to_contain_text(TYPED)
        assert faults(page) == []
    finally:
        demonstration.do(lambda portal: end(plans(portal), planned, by=BY))
    keys.press("Wyślij ponownie")
    expect(page.get_by_label("Treść")).to_have_value(TYPED)
    page.goto(FORM)
    keys.press("Usuń szkic")
    assert [told for told in windows.left() if not THE_BREAK.search(told)] == []


def refused(hands: Hands, button: str, says: str) -> None:
    hands.press(button)
    expect(hands.told()).to_contain_text(says)
    expect(hands.page.get_by_label("Co się dzieje?")).to_have_value(TYPED)
    if isinstance(hands, Keyboard):
        assert faults(hands.page) == []
        hands.page.set_viewport_size({"width": 390, "height": 900})


def plans(portal: Portal) -> Plans:
    return Plans(portal.audit, portal.clock)


async def begins(portal: Portal) -> int:
    now = portal.clock.now()
    made = await plan(plans(portal), now, now + timedelta(hours=1), "", by=BY)
    assert isinstance(made, int)
    return made
