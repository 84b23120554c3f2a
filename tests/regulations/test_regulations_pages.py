import re
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path

import pytest

from iok_core.audit.origin import Origin
from iok_core.db import DatabaseError, execute
from iok_core.portal import Portal
from iok_core.regulations.service import Approval, publish
from tests.browsing import Browser
from tests.portal import PUBLIC, SETTINGS, LivePortal, live_portal, make_folder

NEW_TEXT = "Regulamin\nportalu\n\n1. Pierwszy punkt jest nowy.\n2. Drugi też.\n\nZatwierdzono."
ACCEPTANCE = "/regulamin/akceptacja"
OWN = {
    *(ACCEPTANCE, "/regulamin/odmowa", "/regulamin/moje-akceptacje"),
    *("/haslo", "/haslo/nowe", "/potwierdzenie", "/zablokuj-konto"),
}
"""What is open to somebody with an own password, whatever they have accepted."""


def publishing(text: str, in_force_from: date) -> Callable[[Portal], Awaitable[int]]:
    approval = Approval(
        approved_by="Rada Nadzorcza",
        approved_on=date(2026, 5, 4),
        resolution="Uchwała 7/2026",
        in_force_from=in_force_from,
    )
    return lambda portal: publish(
        text, approval, by=Origin.system(), audit=portal.audit, clock=portal.clock
    )


def without_published_regulations(folder: Path) -> Path:
    make_folder(folder, SETTINGS.replace("Protokół Nr 35/2023", "Protokół Nr …"))
    return folder


def at_the_acceptance(live: LivePortal) -> Browser:
    """A browser of somebody with an own password, at the text that they have to accept."""
    browser = live.browser_of(live.newcomer())
    browser.open("/haslo/nowe")
    browser.submit("/haslo/nowe", new="zielony rower pod mostem", repeat="zielony rower pod mostem")
    browser.follow()
    return browser


def acceptances(live: LivePortal) -> int:
    return int(live.rows("SELECT count(*) FROM acceptance")[0][0])


def plain(page: str) -> str:
    return page.replace("\u00a0", " ").replace("<wbr>", "")


def test_k01_1_a_stranger_reads_the_text_in_force_and_where_it_comes_from(live: LivePortal) -> None:
    page = plain(live.browser().open("/regulamin").text)
    [(digest,)] = live.rows("SELECT sha256 FROM regulations_version")
    known = ("1 grudnia 2023", "Zarząd Spółdzielni", "29 listopada 2023", "Protokół Nr 35/2023")
    assert [told for told in (*known, digest) if told not in page] == []
    assert "saldo rozrachunków ma charakter informacyjny" in page


def test_k01_1_every_clause_has_its_own_address(live: LivePortal) -> None:
    page = live.browser().open("/regulamin").text
    assert re.findall(r'<li id="p(\d+)">', page) == [str(number) for number in range(1, 17)]


def test_k01_1_an_earlier_version_stays_at_its_permanent_address(live: LivePortal) -> None:
    before = plain(live.browser().open("/regulamin/1").text)
    live.do(publishing(NEW_TEXT, date(2026, 6, 1)))
    now, then = live.browser().open("/regulamin").text, live.browser().open("/regulamin/1").text
    assert "Pierwszy punkt jest nowy." in plain(now)
    clause = "saldo rozrachunków ma charakter informacyjny"
    assert clause in before
    assert clause in plain(then)
    assert "Pierwszy punkt jest nowy." not in plain(then)
    assert 'href="/regulamin/1"' in now


def test_a_version_that_is_not_in_force_says_so(live: LivePortal) -> None:
    live.do(publishing(NEW_TEXT, date(2099, 1, 1)))
    assert "obowiązuje od 1 stycznia 2099" in plain(live.browser().open("/regulamin/2").text)
    live.do(publishing(NEW_TEXT, date(2026, 6, 1)))
    assert "teraz nie obowiązuje" in plain(live.browser().open("/regulamin/1").text)
    assert "teraz nie obowiązuje" not in plain(live.browser().open("/regulamin").text)


@pytest.mark.parametrize("path", ["/regulamin/7", "/regulamin/7/pdf", "/regulamin/x"])
def test_a_version_that_there_is_not_is_not_found(live: LivePortal, path: str) -> None:
    assert live.browser().open(path).status_code == 404


def test_k01_1_the_text_can_be_downloaded_as_pdf(live: LivePortal) -> None:
    answer = live.browser().open("/regulamin/1/pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert 'filename="regulamin-1.pdf"' in answer.headers["content-disposition"]
    assert answer.content.startswith(b"%PDF-")


def test_k01_2_no_page_with_personal_data_opens_before_the_acceptance(live: LivePortal) -> None:
    browser = at_the_acceptance(live)
    assert browser.opened(live.pages(), ACCEPTANCE) - PUBLIC == OWN


def test_k01_2_a_new_version_closes_the_portal_until_it_is_accepted(live: LivePortal) -> None:
    browser = live.browser_of(live.resident())
    assert browser.open("/dostep").status_code == 200
    live.do(publishing(NEW_TEXT, date(2026, 6, 1)))
    assert browser.open("/dostep").headers["location"] == ACCEPTANCE
    browser.follow()
    browser.submit(ACCEPTANCE, accepts="1")
    assert browser.open("/dostep").status_code == 200


def test_the_box_is_not_ticked_beforehand(live: LivePortal) -> None:
    assert "accepts" not in at_the_acceptance(live).form(ACCEPTANCE)


def test_k01_2_nothing_is_accepted_without_the_tick(live: LivePortal) -> None:
    browser = at_the_acceptance(live)
    assert browser.submit(ACCEPTANCE).status_code == 422
    assert acceptances(live) == 0
    assert browser.open("/").headers["location"] == ACCEPTANCE


def test_k01_4_an_acceptance_is_kept_with_text_time_and_way(live: LivePortal) -> None:
    browser = at_the_acceptance(live)
    browser.submit(ACCEPTANCE, accepts="1")
    [(person, number, sha256, at, way, recorded_by)] = live.rows(
        "SELECT a.person, v.number, a.sha256, a.at, a.way, a.recorded_by "
        "FROM acceptance a JOIN regulations_version v ON v.id = a.version"
    )
    [(newcomer, digest)] = live.rows(
        "SELECT i.person, v.sha256 FROM identity i, regulations_version v "
        "WHERE i.person IS NOT NULL"
    )
    assert (person, number, sha256) == (newcomer, 1, digest)
    assert (way, recorded_by) == ("portal", None)
    assert at is not None


CHANGES = (
    "UPDATE acceptance SET sha256 = 'x'",
    "DELETE FROM acceptance",
    "UPDATE regulations_version SET text = 'x'",
    "DELETE FROM regulations_version",
)
REPLACE = "INSERT OR REPLACE INTO acceptance SELECT * FROM acceptance"


@pytest.mark.parametrize(
    ("database_kind", "statement"),
    [
        *(("sqlite", statement) for statement in (*CHANGES, REPLACE)),
        *(("postgres", statement) for statement in (*CHANGES, "TRUNCATE acceptance")),
    ],
)
def test_k01_4_the_database_refuses_to_change_what_was_accepted(
    live: LivePortal, statement: str
) -> None:
    live.resident()
    with pytest.raises(DatabaseError, match=r"append-only|may not do this"):
        live.do(lambda _: execute(statement))
    assert acceptances(live) == 1


def test_the_button_pressed_twice_accepts_once(live: LivePortal) -> None:
    browser = at_the_acceptance(live)
    again = browser.form(ACCEPTANCE) | {"accepts": "1"}
    browser.submit(ACCEPTANCE, accepts="1")
    assert browser.http.post(ACCEPTANCE, data=again).headers["location"] == "/"
    assert acceptances(live) == 1


def test_k01_4_a_text_that_has_changed_meanwhile_is_shown_before_it_is_accepted(
    live: LivePortal,
) -> None:
    browser = at_the_acceptance(live)
    live.do(publishing(NEW_TEXT, date(2026, 6, 1)))
    answer = browser.submit(ACCEPTANCE, accepts="1")
    assert answer.status_code == 422
    assert acceptances(live) == 0
    assert "Pierwszy punkt jest nowy." in answer.text
    assert browser.form(ACCEPTANCE)["number"] == "2"


def test_staff_have_nothing_to_accept(live: LivePortal) -> None:
    browser = live.browser_of(live.clerk())
    assert browser.open(ACCEPTANCE).headers["location"] == "/biuro"
    browser.open("/haslo")
    answer = browser.http.post(ACCEPTANCE, data=browser.form("/wyloguj"))
    assert answer.headers["location"] == "/biuro"


def test_whoever_has_accepted_is_not_asked_again(live: LivePortal) -> None:
    assert live.browser_of(live.resident()).open(ACCEPTANCE).headers["location"] == "/"


def test_k01_2_without_published_regulations_nothing_opens(tmp_path: Path) -> None:
    with live_portal(without_published_regulations(tmp_path / "new")) as live:
        browser = at_the_acceptance(live)
        assert browser.answer.status_code == 503
        assert not browser.has_form(ACCEPTANCE)
        assert browser.opened(live.pages(), ACCEPTANCE) - PUBLIC == OWN
        assert live.browser().open("/regulamin").status_code == 503
