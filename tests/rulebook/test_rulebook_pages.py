"""The office writes, approves, announces and corrects the regulations, without a script."""

import re

import pytest

from iok_core.identity.service import Role
from tests.browsing import Browser
from tests.days import from_today
from tests.offices import text_of
from tests.portal import LivePortal

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])

BOOK = "/biuro/regulamin"
DRAFT = f"{BOOK}/projekty/1"
APPROVAL = {
    "approved_by": "Zarząd",
    "approved_on": str(from_today(-1)),
    "resolution": "Protokół 1/2026",
}


def begun(live: LivePortal, kind: str = "new", role: Role = Role.BOARD) -> Browser:
    """A browser at the form of a new draft."""
    browser = live.browser_of(live.clerk(role))
    browser.open(BOOK)
    browser.submit(f"{BOOK}/projekty", kind=kind)
    browser.follow()
    return browser


def typed(browser: Browser) -> dict[str, str]:
    """What the form holds; the reader of forms knows no text areas."""
    page = browser.answer.text
    areas = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    return {name: text.replace("&#34;", '"').replace("&amp;", "&") for name, text in areas}


def written(browser: Browser, **changed: str) -> Browser:
    browser.submit(DRAFT, **typed(browser) | {k.replace("_", "-"): v for k, v in changed.items()})
    browser.follow()
    return browser


def approved(live: LivePortal) -> Browser:
    browser = written(begun(live), clause_3="System jest bezpłatny.")
    browser.submit(f"{DRAFT}/zatwierdzenie", **APPROVAL)
    browser.follow()
    return browser


def test_k01_3_a_draft_begins_with_the_numbered_clauses_in_force(live: LivePortal) -> None:
    fields = typed(begun(live))
    assert [name for name in fields if name.startswith("clause")] == [
        f"clause-{number}" for number in range(1, 17)
    ]
    assert fields["clause-12"].startswith("Spółdzielnia zastrzega sobie prawo")


def test_k01_3_a_clause_is_added_moved_and_removed_by_buttons(live: LivePortal) -> None:
    browser = begun(live)
    was = typed(browser)
    steps = [("add-2", 3), ("up-3", 2), ("remove-1", 1)]
    for act, place in steps:
        browser.submit(DRAFT, **typed(browser), act=act)
        assert browser.answer.headers["location"] == f"{DRAFT}#clause-{place}"
        browser.open(DRAFT)
    now = typed(browser)
    assert [now[f"clause-{number}"] for number in (1, 2, 3)] == [
        "",
        was["clause-2"],
        was["clause-3"],
    ]
    assert len(now) == len(was)


def test_k13_1_staff_see_old_beside_new_before_they_publish(live: LivePortal) -> None:
    browser = begun(live)
    page = written(
        browser, clause_6=typed(browser)["clause-6"].replace("siedzibie", "biurze")
    ).answer.text
    (change,) = re.findall(r'<div class="diff">(.*?)</div>\s*</div>\s*</div>', page, re.DOTALL)
    assert "Punkt 6" in change
    assert text_of(change).index("Dotychczas") < text_of(change).index("Po zmianie")
    told = text_of(change)
    assert "[usunięto: siedzibie ]" in told
    assert "[dodano: biurze ]" in told


def test_k01_3_what_is_not_finished_cannot_be_approved(live: LivePortal) -> None:
    browser = written(begun(live), clause_3="")
    assert f'href="{DRAFT}#clause-3"' in browser.answer.text
    assert browser.submit(f"{DRAFT}/zatwierdzenie", **APPROVAL).status_code == 422
    assert "Najpierw popraw tekst" in browser.answer.text


@pytest.mark.parametrize("missing", APPROVAL)
def test_k01_3_an_approval_names_body_day_and_resolution(live: LivePortal, missing: str) -> None:
    browser = written(begun(live), clause_3="System jest bezpłatny.")
    assert browser.submit(f"{DRAFT}/zatwierdzenie", **APPROVAL | {missing: ""}).status_code == 422
    assert f'href="#{missing}"' in browser.answer.text


def test_k01_3_k13_1_a_version_is_announced_with_day_and_summary(live: LivePortal) -> None:
    browser = approved(live)
    announcing = {"summary": "Krótszy punkt 3", "despite": "1"}
    browser.submit(f"{DRAFT}/ogloszenie", **announcing | {"summary": ""})
    assert 'href="#summary"' in browser.answer.text
    soon = str(from_today(13))
    browser.submit(f"{DRAFT}/ogloszenie", **announcing, in_force_from=soon)
    assert 'href="#in_force_from"' in browser.answer.text
    later = str(from_today(14))
    browser.submit(f"{DRAFT}/ogloszenie", **announcing, in_force_from=later)
    assert browser.answer.headers["location"] == BOOK
    assert "ogłoszona" in browser.follow().text
    [(number, day, by, resolution, summary)] = live.rows(
        "SELECT number, in_force_from, approved_by, resolution, summary FROM regulations_version "
        "WHERE number > 1"
    )
    assert (number, str(day), by, resolution) == (2, later, "Zarząd", "Protokół 1/2026")
    assert summary == "Krótszy punkt 3"


def test_k13_5_warnings_are_read_before_a_text_is_published(live: LivePortal) -> None:
    browser = approved(live)
    assert "29 sierpnia 1997" in browser.answer.text  # clause 4 as it comes with the portal
    later = str(from_today(14))
    sent = {"summary": "Krótszy punkt 3", "in_force_from": later}
    assert browser.submit(f"{DRAFT}/ogloszenie", **sent).status_code == 422
    assert 'href="#despite"' in browser.answer.text
    assert live.rows("SELECT count(*) FROM regulations_version") == [(1,)]


def test_k01_3_two_who_write_at_once_do_not_overwrite_each_other_unseen(live: LivePortal) -> None:
    first = begun(live)
    second = live.browser_of(live.clerk(Role.ADMINISTRATOR))
    second.open(DRAFT)
    written(first, clause_1="Pierwszy zapis.")
    answer = second.submit(DRAFT, **typed(second) | {"clause-1": "Drugi zapis."})
    assert answer.status_code == 422
    assert typed(second)["clause-1"] == "Drugi zapis."
    assert "Pierwszy zapis." in live.rows("SELECT clauses FROM regulations_draft")[0][0]


def test_k13_5_a_clause_is_linked_to_a_setting_and_names_its_number(live: LivePortal) -> None:
    browser = written(begun(live), clause_8="Po 5 błędnych hasłach trzeba poczekać.")
    assert "Podaje liczbę (5)" in browser.answer.text
    browser.open(f"{DRAFT}/zasady")
    selected = r'<select[^>]* name="([^"]+)">.*?value="(\d+)" selected'
    chosen = dict(re.findall(selected, browser.answer.text, re.DOTALL))
    assert chosen["clause-identity.brake_failures"] == "8"
    browser.submit(f"{DRAFT}/zasady", **chosen | {"says-identity.brake_failures": "pięć"})
    assert "Wpisz liczbę całkowitą" in browser.answer.text
    browser.submit(f"{DRAFT}/zasady", **chosen | {"says-identity.brake_failures": "5"})
    page = text_of(browser.follow().text)
    assert "tekst mówi 5, a portal stosuje 10 ([identity.brake] failures)" in page


def test_k13_5_each_clause_in_force_says_what_keeps_it(live: LivePortal) -> None:
    browser = live.browser_of(live.clerk(Role.BOARD))
    page = browser.open(f"{BOOK}/zasady").text
    clauses = {
        int(number): text_of(part)
        for number, part in re.findall(r'<li id="p(\d+)">(.*?)</li>', page, re.DOTALL)
    }
    assert sorted(clauses) == list(range(1, 17))
    assert "[identity] start_password_valid = 14" in clauses[6]
    assert "pilnuje portal" in clauses[6]
    assert "robi biuro" in clauses[10]
    assert "tylko tekst" in clauses[15]
    assert "uchylony akt" in clauses[4]


def test_k13_5_the_first_page_of_the_office_tells_of_a_text_and_a_setting_that_disagree(
    live: LivePortal,
) -> None:
    assert "ostrzeżenie dotyczące regulaminu" in live.browser_of(live.clerk(Role.BOARD)).open(
        "/biuro"
    ).text.replace("\u00a0", " ")
    assert "dotyczące regulaminu" not in live.browser_of(live.clerk()).open("/biuro").text


def test_k13_4_typing_errors_are_corrected_with_a_reason(live: LivePortal) -> None:
    browser = begun(live, "correction")
    was = typed(browser)["clause-6"]
    written(browser, clause_6=was.replace("siedzibie spółdzielni", "siedzibie Spółdzielni"))
    path = f"{DRAFT}/sprostowanie"
    assert browser.submit(path, despite="1").status_code == 422
    assert 'href="#reason"' in browser.answer.text
    browser.submit(path, reason="Wielka litera", despite="1")
    assert browser.answer.headers["location"] == BOOK
    assert live.rows("SELECT corrects, summary FROM regulations_version WHERE number = 2") == [
        (1, "Wielka litera")
    ]


def test_k01_3_the_desk_writes_no_regulations(live: LivePortal) -> None:
    browser = live.browser_of(live.clerk(Role.DESK))
    assert browser.open(BOOK).status_code == 403
