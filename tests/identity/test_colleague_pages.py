"""Pages of staff and of approvals, as those at the office go through them."""

import re
from typing import Any

import pytest

from iok_core.approvals import service as approvals
from iok_core.audit.origin import Origin
from iok_core.identity.permissions import Role
from iok_core.identity.staff_approvals import ROLE
from tests.browsing import Browser
from tests.databases import on_sqlite
from tests.offices import text_of
from tests.portal import Access, LivePortal

pytestmark = on_sqlite  # what the database does stands in test_staff_acts.py
NEW = "/biuro/pracownicy/nowy"
WAITING = "/biuro/do-zatwierdzenia"
WORDS = "konie jedzą zielony mech"


@pytest.fixture
def administrator(live: LivePortal) -> Access:
    return live.clerk(Role.ADMINISTRATOR)


def staff_rows(live: LivePortal) -> list[tuple[Any, ...]]:
    return live.rows("SELECT name, role, active FROM staff ORDER BY id")


def page_of(staff: int | None) -> str:
    return f"/biuro/pracownicy/{staff}"


def promote(browser: Browser, staff: int | None) -> str:
    """Asks for the role of an administrator, as the pages lead; the address of the request."""
    browser.open(page_of(staff))
    review = browser.submit(f"{page_of(staff)}/rola", role="administrator")
    assert review.status_code == 200
    assert "Decyduje też druga osoba" in review.text
    answer = browser.submit(f"{page_of(staff)}/rola", reason="Zastępstwo")
    assert answer.status_code == 303
    return answer.headers["location"]


def test_somebody_new_is_added_and_gets_a_slip_that_is_shown_once(
    live: LivePortal, administrator: Access
) -> None:
    browser = live.browser_of(administrator)
    browser.open(NEW)
    assert browser.submit(NEW, name="Ola Nowa", role="desk").status_code == 303
    assert "Dodano" in browser.follow().text
    address = f"{page_of(live.rows('SELECT max(id) FROM staff')[0][0])}/haslo-startowe"
    browser.open(address)
    form = browser.form(address)
    slip = browser.submit(address)
    (password,) = re.findall(r"[A-Z2-9]{4}(?:-[A-Z2-9]{4}){3}", slip.text)
    assert slip.headers["cache-control"] == "no-store"
    again = browser.http.post(address, data=form)
    assert (again.status_code, password in again.text) == (409, False)
    identifier = live.rows("SELECT identifier FROM identity ORDER BY id DESC")[0][0]
    newcomer = live.browser()
    assert newcomer.sign_in(identifier, password).headers["location"] == "/haslo/nowe"


def test_what_is_missing_is_told_beside_the_field_and_what_was_typed_stays(
    live: LivePortal, administrator: Access
) -> None:
    browser = live.browser_of(administrator)
    browser.open(NEW)
    answer = browser.submit(NEW, name="Ola Nowa", role="")
    assert answer.status_code == 422
    assert "Wybierz rolę" in answer.text
    assert browser.form(NEW)["name"] == "Ola Nowa"
    assert staff_rows(live) == [("Ewa Biurowa", "administrator", True)]


def test_s46_a_second_administrator_finds_the_task_reads_it_and_approves(
    live: LivePortal, administrator: Access
) -> None:
    desk, second = live.clerk(), live.browser_of(live.clerk(Role.ADMINISTRATOR))
    address = promote(live.browser_of(administrator), desk.staff)
    assert ("Ewa Biurowa", "desk", True) in staff_rows(live)
    assert address in second.open("/biuro").text
    told = second.open(address).text
    for words in ("dostanie rolę: Administrator (dotąd: Obsługa biura)", "Zastępstwo"):
        assert words in told
    assert "ustawianie modułów" in told
    assert second.submit(f"{address}/zatwierdz").headers["location"] == WAITING
    assert "Zatwierdzono i wykonano." in second.follow().text
    assert ("Ewa Biurowa", "desk", True) not in staff_rows(live)
    assert address not in second.open("/biuro").text


def test_s46_who_asked_has_no_button_to_approve_and_is_refused(
    live: LivePortal, administrator: Access
) -> None:
    browser = live.browser_of(administrator)
    address = promote(browser, live.clerk().staff)
    assert "To Twoja prośba" in browser.follow().text
    assert not browser.has_form(f"{address}/zatwierdz")
    assert address not in browser.open("/biuro").text
    seen = live.rows("SELECT payload_sha256 FROM approval")[0][0]
    browser.open(address)
    token = browser.form(f"{address}/wycofaj")["_csrf"]
    answer = browser.http.post(f"{address}/zatwierdz", data={"_csrf": token, "seen": seen})
    assert answer.headers["location"] == address
    assert live.rows("SELECT outcome FROM approval") == [("",)]
    browser.submit(f"{address}/wycofaj")
    assert "Wycofano" in browser.follow().text
    assert live.rows("SELECT outcome FROM approval") == [("withdrawn",)]


def test_s46_a_rejection_says_why_and_changes_nothing(
    live: LivePortal, administrator: Access
) -> None:
    first, second = live.browser_of(administrator), live.browser_of(live.clerk(Role.ADMINISTRATOR))
    address = promote(first, live.clerk().staff)
    second.open(address)
    assert second.submit(f"{address}/odrzuc").status_code == 422
    second.submit(f"{address}/odrzuc", why="Najpierw szkolenie")
    assert "Najpierw szkolenie" in first.open(WAITING).text
    assert ("Ewa Biurowa", "desk", True) in staff_rows(live)


def test_s46_without_a_reason_nobody_is_asked(live: LivePortal, administrator: Access) -> None:
    browser, desk = live.browser_of(administrator), live.clerk()
    browser.open(page_of(desk.staff))
    browser.submit(f"{page_of(desk.staff)}/rola", role="administrator")
    answer = browser.submit(f"{page_of(desk.staff)}/rola", reason="  ")
    assert (answer.status_code, "Napisz dlaczego" in answer.text) == (422, True)
    assert live.rows("SELECT count(*) FROM approval") == [(0,)]


def test_s46_a_switch_that_is_off_stands_on_the_page_of_approvals(
    live: LivePortal, administrator: Access
) -> None:
    by = Origin.operator("tester")
    live.do(lambda p: approvals.switch(p.approvals, ROLE, "Jedna osoba w biurze", off=True, by=by))
    browser, desk = live.browser_of(administrator), live.clerk()
    assert "Jedna osoba w biurze" in text_of(browser.open(WAITING).text)
    browser.open(page_of(desk.staff))
    assert browser.submit(f"{page_of(desk.staff)}/rola", role="administrator").status_code == 303
    assert ("Ewa Biurowa", "desk", True) not in staff_rows(live)


def test_nobody_finds_a_way_to_change_themselves(live: LivePortal, administrator: Access) -> None:
    browser, own = live.browser_of(administrator), page_of(administrator.staff)
    assert "Nikt nie zmienia swojej roli" in browser.open(own).text
    assert not browser.has_form(f"{own}/rola")
    token = browser.form("/wyloguj")["_csrf"]
    sent: dict[str, dict[str, str]] = {
        "rola": {"role": "desk", "before": "administrator"},
        "wylacz": {"step": "confirm"},
        "haslo-startowe": {"after_issue": "1"},
    }
    for act, fields in sent.items():
        answer = browser.http.post(f"{own}/{act}", data={"_csrf": token, **fields})
        assert (answer.status_code >= 400, "Nikt nie robi tego sobie" in answer.text) == (
            True,
            True,
        )
    assert staff_rows(live) == [("Ewa Biurowa", "administrator", True)]


def test_s10_a_role_changed_on_a_page_ends_the_sessions_at_their_next_request(
    live: LivePortal, administrator: Access
) -> None:
    clerk = live.clerk()
    theirs, browser = live.browser_of(clerk), live.browser_of(administrator)
    assert theirs.open("/biuro").status_code == 200
    browser.open(page_of(clerk.staff))
    browser.submit(f"{page_of(clerk.staff)}/rola", role="settlements")
    assert theirs.open("/biuro").headers["location"].startswith("/logowanie")


def test_s10_somebody_disabled_is_out_at_once_and_comes_in_no_more(
    live: LivePortal, administrator: Access
) -> None:
    clerk = live.clerk()
    theirs, browser = live.browser_of(clerk), live.browser_of(administrator)
    address = f"{page_of(clerk.staff)}/wylacz"
    assert "nie będzie już mieć wstępu" in browser.open(address).text
    assert browser.submit(address).status_code == 303
    assert theirs.open("/biuro").headers["location"].startswith("/logowanie")
    assert theirs.sign_in(clerk.identifier, clerk.password).status_code == 422
    browser.open(f"{page_of(clerk.staff)}/wlacz")
    browser.submit(f"{page_of(clerk.staff)}/wlacz")
    assert theirs.sign_in(clerk.identifier, clerk.password).status_code == 303


def test_the_list_is_narrowed_and_taken_as_a_file(live: LivePortal, administrator: Access) -> None:
    board, browser = live.clerk(Role.BOARD), live.browser_of(administrator)
    live.rows("UPDATE staff SET name = 'Łukasz Ćma' WHERE id = {}", board.staff)
    shown = browser.open("/biuro/pracownicy?rola=zarzad").text
    assert ("Łukasz Ćma" in shown, "Ewa Biurowa</a>" in shown) == (True, False)
    assert "Łukasz Ćma" in browser.open("/biuro/pracownicy?q=lukasz").text
    file = browser.http.get("/biuro/pracownicy.csv?stan=aktywny").text.splitlines()
    assert file[0] == "\ufeffOsoba;Rola;Stan;Identyfikator;Ostatnie logowanie"
    assert [line.split(";")[:3] for line in file[1:]] == [
        ["Ewa Biurowa", "Administrator", "aktywny"],
        ["Łukasz Ćma", "Zarząd", "aktywny"],
    ]
    seen = live.rows("SELECT action, meta FROM audit WHERE action LIKE 'staff_%' ORDER BY seq")
    looked = [row for row in seen if row[0] in ("staff_view", "staff_export")]
    assert looked == [
        ("staff_view", '{"rows":1}'),
        ("staff_view", '{"rows":1}'),
        ("staff_export", '{"rows":2}'),
    ]


def test_the_board_reads_who_works_here_and_changes_nothing(live: LivePortal) -> None:
    clerk, browser = live.clerk(), live.browser_of(live.clerk(Role.BOARD))
    assert "Obsługa biura" in browser.open(page_of(clerk.staff)).text
    assert set(browser._forms) <= {"/wyloguj", ""}
    assert WAITING not in browser.open("/biuro").text


def test_s09_s47_no_page_of_staff_takes_a_password_or_opens_a_session(
    live: LivePortal, administrator: Access
) -> None:
    browser, clerk = live.browser_of(administrator), live.clerk()
    one, token = page_of(clerk.staff), browser.open("/biuro") and browser.form("/wyloguj")["_csrf"]
    own = browser.token
    for path in (NEW, *(f"{one}/{act}" for act in ("rola", "wylacz", "wlacz", "haslo-startowe"))):
        for name in ("password", "new", "haslo", "start_password"):
            sent = {"_csrf": token, name: WORDS, "after_issue": "1"}
            answer = browser.http.post(path, data=sent)
            assert answer.status_code in (400, 422), path
            assert "__Host-iok" not in answer.cookies
    assert browser.token == own
    assert live.browser_of(clerk).open("/biuro").status_code == 200
