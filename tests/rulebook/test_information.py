"""What people are told about their data, apart from the regulations, and who answers for them."""

import io

import pytest
from pypdf import PdfReader

from iok_core.identity.service import Role
from tests.offices import text_of
from tests.portal import LivePortal

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])

OFFICE, PAGE = "/biuro/regulamin/dane-osobowe", "/dane-osobowe"
CONTROLLER = "Administrator danych: Spółdzielnia Mieszkaniowa „Lipowa”, ul. Lipowa 1, 00-000"


def published(live: LivePortal, text: str) -> None:
    browser = live.browser_of(live.clerk(Role.BOARD))
    browser.open(OFFICE)
    browser.submit(OFFICE, text=text, step="review")
    browser.submit(OFFICE, step="confirm")
    assert browser.answer.status_code == 303


def test_k04_2_the_information_is_a_versioned_text_of_its_own(live: LivePortal) -> None:
    before = text_of(live.browser().open(PAGE).text)
    assert "nie opublikowała tu jeszcze" in before
    published(live, "Przetwarzamy dane.\n\nPrawo do kopii.")
    published(live, "Przetwarzamy dane inaczej.")
    assert "Przetwarzamy dane inaczej." in text_of(live.browser().open(PAGE).text)
    assert "Prawo do kopii." in text_of(live.browser().open(f"{PAGE}/1").text)
    numbers = live.rows("SELECT number FROM information_version ORDER BY number")
    assert numbers == [(1,), (2,)]


def test_k04_2_reading_it_is_never_mixed_with_consent(live: LivePortal) -> None:
    published(live, "Przetwarzamy dane.")
    browser = live.browser()
    browser.open(PAGE)
    assert not [action for action in browser._forms if action != "/logowanie"]
    anna = live.browser_of(live.newcomer())
    anna.open("/haslo/nowe")
    anna.submit("/haslo/nowe", new="zielony rower pod mostem", repeat="zielony rower pod mostem")
    page = anna.follow().text
    form = page.partition('action="/regulamin/akceptacja"')[2].partition("</form>")[0]
    assert PAGE in page
    assert PAGE not in form
    assert form.count('type="checkbox"') == 1


def test_k04_3_what_is_wrong_with_it_is_told_before_it_is_published(live: LivePortal) -> None:
    browser = live.browser_of(live.clerk(Role.BOARD))
    browser.open(OFFICE)
    browser.submit(OFFICE, text="Ustawa z dnia 29 sierpnia 1997 r., pisz: x@y", step="review")
    page = text_of(browser.answer.text)
    assert "uchylony akt" in page
    assert "„x@y” to nie adres e-mail" in page
    assert live.rows("SELECT count(*) FROM information_version") == [(0,)]


def test_k04_1_the_controller_stands_where_one_signs_in_and_on_the_printed_text(
    live: LivePortal,
) -> None:
    page = text_of(live.browser().open("/logowanie").text).replace("\u00a0", " ")
    assert CONTROLLER in page
    pdf = PdfReader(io.BytesIO(live.browser().open("/regulamin/1/pdf").content))
    printed = " ".join(" ".join(sheet.extract_text() for sheet in pdf.pages).split())
    assert CONTROLLER in printed.replace("\u00a0", " ")
