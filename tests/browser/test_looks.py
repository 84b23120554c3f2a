"""Language and look as a visitor chooses them: without a script, and readable in every mode."""

import pytest
from playwright.sync_api import Page, expect

from iok_core.web.look import Look
from tests.browser.conftest import Visit
from tests.browser.demonstration import Demonstration
from tests.browser.judging import violations
from tests.browser.states import shown
from tests.browser.walking import press
from tests.browser.windows import SignedIn

AAA = {"runOnly": ["color-contrast-enhanced", "color-contrast", "link-in-text-block"]}
LOOKS = [
    Look(mode="light"),
    Look(mode="dark", text="l"),
    Look(mode="light", contrast="more"),
]


@pytest.mark.parametrize(
    "look", LOOKS, ids=lambda look: "-".join(map(str, (look.mode, look.contrast)))
)
def test_k03_3_text_has_a_contrast_of_seven_in_every_mode(visit: Visit, look: Look) -> None:
    page = visit(390)
    page.emulate_media(color_scheme="light" if look.mode == "dark" else "dark")
    shown(page, "overdue and overpaid", look)
    assert violations(page, AAA) == []


def test_k03_3_s64_the_look_is_chosen_without_a_script(visit: Visit) -> None:
    page = visit(390, java_script_enabled=False)
    page.goto("/nie-pamietam")
    page.locator("header").get_by_role("link", name="Wygląd").click()
    page.get_by_label("Największa").check()
    page.get_by_label("Zawsze ciemne").check()
    press(page, "Zapisz")
    expect(page.get_by_role("status")).to_contain_text("Zapisano.")
    page.get_by_role("link", name="Wróć do poprzedniej strony").click()
    expect(page.get_by_role("heading", name="Nie pamiętam hasła")).to_be_visible()
    assert page.locator("html").get_attribute("data-mode") == "dark"
    assert page.locator("html").get_attribute("data-text") == "xl"


def test_k03_3_the_page_of_the_look_is_accessible(visit: Visit, clerk: SignedIn) -> None:
    for page in (visit(320), visit(signed_in=clerk)):
        page.goto("/wyglad")
        assert violations(page) == []


def test_s64_a_stranger_changes_the_language_without_a_script(visit: Visit) -> None:
    page = visit(390, java_script_enabled=False)
    page.goto("/logowanie?dalej=/dostep")
    page.get_by_role("main").get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert page.url.endswith("/logowanie?dalej=/dostep")
    page.get_by_role("main").get_by_role("link", name="Українська").click()
    expect(page.get_by_role("heading", name="Увійти")).to_be_visible()
    expect(page.locator(".draft")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "uk"


def test_a_resident_reads_their_account_in_each_language(
    visit: Visit, resident: SignedIn, demonstration: Demonstration
) -> None:
    page = visit(signed_in=resident)
    account = demonstration.account(demonstration.resident_accounts()[0])
    page.goto(f"/rozliczenia/{account}")
    for language, words in (("English", "As of"), ("Українська", "Станом на")):
        switched(page, language)
        assert page.url.endswith(f"/rozliczenia/{account}")
        expect(page.locator(".asof strong")).to_contain_text(words)
    assert violations(page) == []
    switched(page, "Polski")
    expect(page.locator(".asof strong")).to_contain_text("Stan na")


def test_the_regulations_stay_polish_whatever_is_spoken(visit: Visit) -> None:
    page = visit()
    page.goto("/jezyk/en")
    page.goto("/regulamin")
    text = page.get_by_role("region", name="Text of the regulations")
    assert text.get_attribute("lang") == "pl"
    expect(text).to_contain_text("12.")


def switched(page: Page, language: str) -> None:
    page.locator("footer").get_by_role("link", name=language).click()
