"""An access at the desk: who was checked, by which kind of document, and one slip."""

import logging
import re
import tempfile
from pathlib import Path

import httpx
import pytest

from tests.browsing import URL, Browser
from tests.databases import on_sqlite
from tests.identity.at_the_desk import ISSUE, Desk, Route
from tests.identity.slip_reading import START, slip
from tests.portal import LivePortal
from tests.reports.reading import Pdf

pytestmark = on_sqlite  # test_issuing issues on both engines
OWN = "konie jedzą zielony mech"
POST = Route("POST", "/biuro/osoby/{person}/dostep", ISSUE)


@pytest.fixture
def desk(live: LivePortal) -> Desk:
    return Desk(live)


def issue(desk: Desk, browser: Browser, **more: str) -> httpx.Response:
    return desk.send(browser, POST, after_issue=desk.issue_number(), **more)


def enters(desk: Desk, identifier: str, password: str) -> bool:
    return desk.live.browser().sign_in(identifier, password).status_code == 303


def activate(desk: Desk, identifier: str, password: str) -> Browser:
    browser = desk.live.browser()
    browser.sign_in(identifier, password)
    browser.follow()
    browser.submit("/haslo/nowe", new=OWN, repeat=OWN)
    return browser


# K06-1: the wizard


def test_k06_1_the_form_shows_for_whom_and_for_what(desk: Desk) -> None:
    page = desk.browser_of().open(f"/biuro/osoby/{desk.person}/dostep").text
    for told in ("Maria Ćwikłowska", "L14-2", "L14-G1", "31.01.2026"):
        assert told in page


def test_k06_1_nothing_is_ticked_or_chosen_beforehand(desk: Desk) -> None:
    page = desk.browser_of().open(f"/biuro/osoby/{desk.person}/dostep").text
    assert 'name="identity_checked"' in page
    assert re.findall(r'name="document" value="(\w+)"', page) == [
        "id_card", "passport", "residence_card", "mobile_id", "known_in_person",
    ]  # fmt: skip
    assert re.findall(r'name="(\w+)" value="\w+"[^>]* checked', page) == ["paper"]


def test_k06_1_the_kind_of_document_is_all_that_is_kept(desk: Desk) -> None:
    clerk = desk.live.clerk()
    issue(desk, desk.live.browser_of(clerk), document="residence_card")
    kept = ("person", desk.person, "done", '{"document":"residence_card"}')
    assert desk.audit_of(clerk, "access_issue") == [kept]


def test_k06_1_who_is_asked_for_stands_on_the_slip_with_an_address(desk: Desk) -> None:
    text = Pdf(issue(desk, desk.browser_of()).content).pages[0]
    assert "Maria Ćwikłowska Zamiejska 3/5 00-000 Przykładowo Twój dostęp" in text


def test_a_person_without_premises_is_told_as_one(desk: Desk) -> None:
    browser = desk.browser_of()
    notices = browser.open(f"/biuro/osoby/{desk.person}/dostep").text.count("notice--warn")
    desk.live.rows("UPDATE representation SET until = '2020-01-01', since = '2019-01-01'")
    page = browser.open(f"/biuro/osoby/{desk.person}/dostep").text
    assert page.count("notice--warn") == notices + 1
    assert "L14-2" not in page


# K06-2: the tick and the right


def test_k06_2_without_the_tick_nothing_is_issued_and_the_refusal_is_kept(desk: Desk) -> None:
    clerk = desk.live.clerk()
    browser = desk.live.browser_of(clerk)
    answer = desk.send(browser, POST, identity_checked="")
    assert answer.status_code == 422
    assert 'id="identity_checked-error"' in answer.text
    assert not START.search(answer.text)
    assert desk.issue_number() == "0"
    reason = '{"document":"id_card","reason":"identity_not_checked"}'
    assert desk.audit_of(clerk, "access_issue") == [("person", desk.person, "refused", reason)]


def test_k06_2_without_a_kind_of_document_nothing_is_issued(desk: Desk) -> None:
    answer = desk.send(desk.browser_of(), POST, document="")
    assert answer.status_code == 422
    assert 'id="document-error"' in answer.text
    assert desk.issue_number() == "0"


def test_k06_2_whose_right_was_taken_while_the_form_was_open_issues_nothing(desk: Desk) -> None:
    clerk = desk.live.clerk()
    browser = desk.live.browser_of(clerk)
    browser.open(f"/biuro/osoby/{desk.person}/dostep")
    desk.live.rows("UPDATE staff SET role = 'board' WHERE id = {}", clerk.staff)
    form = f"/biuro/osoby/{desk.person}/dostep"
    assert browser.submit(form, identity_checked="1", document="id_card").status_code == 403
    assert desk.issue_number() == "0"


def test_k06_2_json_issues_nothing(desk: Desk) -> None:
    browser = desk.browser_of()
    browser.open("/haslo")
    token = browser._forms["/wyloguj"]["_csrf"]
    answer = browser.http.post(
        f"/biuro/osoby/{desk.person}/dostep",
        content='{"identity_checked":true,"document":"id_card","after_issue":0}',
        headers={"content-type": "application/json", "x-csrf-token": token},
    )
    assert answer.status_code == 415
    assert desk.issue_number() == "0"


def test_nobody_is_issued_an_access_who_does_not_exist(desk: Desk) -> None:
    clerk = desk.live.clerk()
    browser = desk.live.browser_of(clerk)
    unknown = Route("POST", "/biuro/osoby/999999/dostep", ISSUE)
    assert desk.send(browser, unknown).status_code == 404
    assert browser.open("/biuro/osoby/999999/dostep").status_code == 404
    assert desk.audit_of(clerk, "object_denied") == [("person", 999999, "refused", "{}")] * 2


# K06-3: the slip


def test_k06_3_the_slip_opens_the_portal(desk: Desk) -> None:
    answer = issue(desk, desk.browser_of())
    text = Pdf(answer.content).text
    for told in (URL, "71 000 01 00", "Administrator danych: Spółdzielnia"):
        assert told in text
    identifier, password = slip(answer)
    assert START.fullmatch(password)
    assert enters(desk, identifier, password)


def test_k06_3_the_slip_tells_of_the_page_for_losses_if_the_portal_has_one(desk: Desk) -> None:
    text = Pdf(issue(desk, desk.browser_of()).content).text
    assert ("/utrata" in text) is ("/utrata" in desk.live.pages())


def test_k06_3_the_start_password_is_in_no_file(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Neither of the portal, nor one that was made meanwhile for a moment and left behind."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    identifier, password = slip(issue(desk, desk.browser_of()))
    assert list(tmp_path.iterdir()) == []
    files = list(desk.live.folder.rglob("*"))
    kept = b"".join(file.read_bytes() for file in files if file.is_file())
    assert identifier.encode() in kept
    for form in (password, password.replace("-", ""), password.lower()):
        assert form.encode() not in kept


def test_k06_3_the_start_password_is_in_no_log(
    desk: Desk, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Nor in what a service manager would keep as one; as printed or as it is hashed."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "httpx")  # the addresses that were asked
    browser = desk.browser_of()
    _, password = slip(issue(desk, browser))
    desk.send(browser, POST)
    assert caplog.text
    said = "".join([caplog.text, *capfd.readouterr()]).upper()
    assert password.replace("-", "") not in said.replace("-", "")


def test_k06_3_the_slip_leaves_nothing_in_the_browser_but_its_picture(desk: Desk) -> None:
    answer = issue(desk, desk.browser_of())
    _, password = slip(answer)
    assert answer.url.path == f"/biuro/osoby/{desk.person}/dostep"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"] == 'inline; filename="wydruk.pdf"'
    assert answer.headers["content-type"] == "application/pdf"
    told = " ".join([str(answer.url), *answer.headers.values()])
    assert password not in told


def test_k06_6_the_receipt_comes_with_the_slip_and_by_itself_without_a_secret(desk: Desk) -> None:
    browser = desk.browser_of()
    printed = issue(desk, browser)
    identifier, password = slip(printed)
    text = Pdf(browser.http.get(f"/biuro/osoby/{desk.person}/dostep/potwierdzenie").content).text
    assert "Potwierdzenie odbioru danych dostępowych" in text
    assert f"{identifier[:3]} {identifier[3:]}" in text
    assert password not in text
    assert text.split("Wydano:")[0].split("Potwierdzam")[1] in Pdf(printed.content).pages[1]


def test_k06_3_the_same_form_sent_again_shows_no_password(desk: Desk) -> None:
    browser = desk.browser_of()
    identifier, password = slip(desk.send(browser, POST))
    again = desk.send(browser, POST)
    assert again.status_code == 409
    assert not START.search(again.text)
    assert f'href="/biuro/osoby/{desk.person}/dostep"' in again.text
    assert desk.issue_number() == "1"
    assert enters(desk, identifier, password)


def test_k06_3_a_second_issue_voids_the_first(desk: Desk) -> None:
    browser = desk.browser_of()
    identifier, first = slip(issue(desk, browser))
    same, second = slip(issue(desk, browser))
    assert same == identifier
    assert not enters(desk, identifier, first)
    assert enters(desk, identifier, second)


def test_k06_3_a_second_issue_voids_the_own_password_and_ends_the_sessions(desk: Desk) -> None:
    browser = desk.browser_of()
    identifier, first = slip(issue(desk, browser))
    resident = activate(desk, identifier, first)
    assert resident.open("/haslo").status_code == 200
    issue(desk, browser, journal="11/2026")
    assert not enters(desk, identifier, OWN)
    assert resident.open("/haslo").headers["location"].startswith("/logowanie")


def test_k06_3_the_form_says_beforehand_what_a_second_issue_voids(desk: Desk) -> None:
    browser = desk.browser_of()
    form = f"/biuro/osoby/{desk.person}/dostep"
    before = browser.open(form).text.count("notice--warn")
    issue(desk, browser)
    page = browser.open(form).text
    assert page.count("notice--warn") == before + 1
    assert 'name="after_issue" value="1"' in page


def test_k08_3_what_staff_hand_out_opens_nothing_but_an_own_password(desk: Desk) -> None:
    identifier, password = slip(issue(desk, desk.browser_of()))
    resident = desk.live.browser()
    resident.sign_in(identifier, password)
    for path in ("/", "/rozliczenia", "/dostep"):
        assert resident.open(path).headers["location"] == "/haslo/nowe"
    resident.open("/haslo/nowe")
    resident.submit("/haslo/nowe", new=password, repeat=password)
    assert resident.answer.status_code == 422


def test_when_the_portal_is_busy_the_clerk_is_told_to_try_again(desk: Desk) -> None:
    browser = desk.browser_of()
    with desk.no_place_for_hashing():
        answer = desk.send(browser, POST)
    assert (answer.status_code, "retry-after" in answer.headers) == (503, True)
    assert desk.issue_number() == "0"
