"""Each form that comes with the portal, from its link to the receipt, as residents go there."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.hands import Hands, Keyboard, Pointer
from tests.browser.judging import faults
from tests.browser.ways import WAYS, Way
from tests.browser.windows import SignedIn
from tests.submissions.sent import picture


@pytest.mark.in_turns(6)
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("script", [True, False], ids=["by_keyboard", "without_a_script"])
def test_k02_3_s64_a_form_is_sent_and_what_was_typed_survives_a_mistake(
    visit: Visit, resident: SignedIn, tmp_path: Path, way: Way, *, script: bool
) -> None:
    page = visit(390, signed_in=resident, java_script_enabled=script)
    hands: Hands = Keyboard(page) if script else Pointer(page)
    page.goto(way.start)
    if way.photo:  # the fullest way: of pages that are alike to all of them, one is judged
        assert judged(hands) == []
    if way.unfolds:
        hands.unfold(way.unfolds)
    hands.follow(way.link)
    filled_in(hands, way, tmp_path)
    looked_over(hands, way)
    received(hands, way)


def filled_in(hands: Hands, way: Way, folder: Path) -> None:
    label, text = way.kept
    hands.write(label, text)
    hands.press("Dalej")
    expect(hands.told()).to_contain_text(way.mistake)
    expect(hands.page.get_by_label(label)).to_have_value(text)
    assert judged(hands) == []
    if way.place:
        first = hands.page.locator("label:has([name=_miejsce])").first.inner_text()
        hands.tick(" ".join(first.split()))
    for name, option in way.choices.items():
        hands.choose(name, option)
    for name, typed in way.texts.items():
        hands.write(name, typed)
    for name, day in way.days.items():
        hands.write_day(name, day)
    if way.photo:
        photo = folder / "kran.png"
        photo.write_bytes(picture("maroon" if isinstance(hands, Keyboard) else "olive"))
        hands.add_file(way.photo, photo)
    hands.press("Dalej")


def looked_over(hands: Hands, way: Way) -> None:
    """Where boxes have to be ticked, they are forgotten first."""
    expect(hands.page.locator("h1")).to_have_text("Sprawdź")
    if way.boxes:
        hands.press("Wyślij")
        expect(hands.told()).to_be_visible()
    assert judged(hands) == []
    for box in way.boxes:
        hands.tick(box)
    hands.press("Wyślij")


def received(hands: Hands, way: Way) -> None:
    page = hands.page
    expect(page.locator("main")).to_contain_text("Numer zgłoszenia")
    receipt = page.get_by_role("link", name="Potwierdzenie (PDF)").get_attribute("href")
    assert page.request.get(receipt or "").body().startswith(b"%PDF-")
    if way.photo:
        expect(page.locator("main ul.photos img")).to_have_count(1)
        assert judged(hands) == []


def judged(hands: Hands) -> list[str]:
    """Once for each page: axe is a script, too."""
    if not isinstance(hands, Keyboard):
        return []
    found = faults(hands.page)
    hands.page.set_viewport_size({"width": 390, "height": 900})
    return found
