"""What the office does with an import on its pages, and what residents then read on theirs.

Figures are those of the exports' own kontrola.csv and expected.json.
"""

import csv
import io
import re
from pathlib import Path

import pytest

from iok_core.db import execute
from iok_core.identity.permissions import Role
from iok_core.imports.history import ImportLine
from iok_core.portal import Portal
from tests.browsing import Browser
from tests.databases import on_sqlite
from tests.imports.at_the_office import (
    REASON,
    bring,
    decide,
    office,
    page_of,
    payer,
    plain,
    rows_of,
)
from tests.imports.journal import Journal
from tests.portal import LivePortal


def pages_of(browser: Browser, live: LivePortal) -> list[str]:
    (account,) = live.rows("SELECT id FROM account WHERE source_key = '204-1-00003-4'")
    return [
        plain(browser.open(path).text)
        for path in ("/", "/rozliczenia", f"/rozliczenia/{account[0]}")
    ]


def test_p7_undo_brings_a_residents_pages_back_word_for_word(base: LivePortal) -> None:
    resident, staff = payer(base, "K0003"), office(base)
    before = pages_of(resident, base)
    bring(base, "changed")
    after = pages_of(resident, base)
    assert all(one != other for one, other in zip(before, after, strict=True))
    assert "694,37 zł" in after[0]
    decide(staff, "/biuro/importy/zrodla/1/cofniecie")
    assert "Od teraz mieszkańcy widzą inne dane" in plain(staff.answer.text)
    assert pages_of(resident, base) == before
    decide(staff, "/biuro/importy/zrodla/1/przywrocenie")
    assert pages_of(resident, base) == after


@on_sqlite
@pytest.mark.parametrize("variant", ["truncated", "premises-missing", "wrong-totals", "older"])
def test_s05_residents_read_yesterday_while_an_import_is_held(
    base: LivePortal, variant: str
) -> None:
    resident = payer(base, "K0003")
    before = pages_of(resident, base)
    held = bring(base, variant)
    assert pages_of(resident, base) == before
    decide(office(base), f"{page_of(held)}/odrzucenie")
    assert pages_of(resident, base) == before


@on_sqlite
def test_s06_the_same_export_again_is_told_as_already_imported(live: LivePortal) -> None:
    first = bring(live)
    again = bring(live)
    page = office(live).open(page_of(again)).text
    assert "Już wczytany" in page
    assert f'href="{page_of(first)}"' in page
    assert live.rows("SELECT gen FROM publication") == [(1,)]


@on_sqlite
def test_s06_what_was_undone_does_not_come_back_by_the_same_export(base: LivePortal) -> None:
    bring(base, "changed")
    staff = office(base)
    decide(staff, "/biuro/importy/zrodla/1/cofniecie")
    again = bring(base, "changed")
    assert base.rows("SELECT published FROM source") == [(1,)]
    assert "import sam ich nie przywraca" in plain(staff.open(page_of(again)).text)


@on_sqlite
def test_p7_a_held_import_shows_before_and_after_and_the_largest_changes(base: LivePortal) -> None:
    page = office(base).open(page_of(bring(base, "premises-missing"))).text
    rows = rows_of(page)
    assert ["Lokale", "13", "9"] in rows
    assert ["Zapisy", "303", "226"] in rows
    assert ["Suma obciążeń (Wn)", "96 752,96 zł", "67 696,72 zł"] in rows
    for symbol in ("L-08", "L-09", "L-10", "G-13"):
        assert symbol in plain(page)
    assert 'href="/biuro/kontrahenci/' in page


@on_sqlite
def test_the_board_reads_figures_without_names_and_decides_nothing(base: LivePortal) -> None:
    held = bring(base, "premises-missing")
    board = office(base, Role.BOARD)
    page = board.open(page_of(held)).text
    assert "Liczby przed i po" in page
    assert "/biuro/kontrahenci/" not in page
    assert "/publikacja" not in page
    assert board.open(f"{page_of(held)}/publikacja").status_code == 403


@on_sqlite
def test_a_release_needs_a_reason_and_keeps_what_was_typed(live: LivePortal) -> None:
    held = bring(live, "wrong-totals")
    browser, asked = office(live), f"{page_of(held)}/publikacja"
    browser.open(asked)
    answer = browser.submit(asked, reason=" ")
    assert answer.status_code == 422
    assert "Napisz dlaczego" in answer.text
    assert browser.submit(asked, reason="a" * 2001).status_code == 422
    assert "a" * 2001 in browser.answer.text
    assert live.rows("SELECT published FROM source") == [(0,)]


@on_sqlite
def test_a_release_publishes_and_tells_who_decided_and_why(live: LivePortal) -> None:
    held = bring(live, "wrong-totals")
    browser = office(live)
    decide(browser, f"{page_of(held)}/publikacja", "Suma w kontroli\njest z innego dnia")
    page = plain(browser.answer.text)
    assert "Mieszkańcy widzą te dane: stan na 30 września 2026" in page
    assert "Suma w kontroli jest z innego dnia" in page
    assert "Ewa Biurowa" in page


def test_a_double_click_has_one_effect(live: LivePortal) -> None:
    held = bring(live, "wrong-totals")
    browser, asked = office(live), f"{page_of(held)}/publikacja"
    browser.open(asked)
    places = {browser.submit(asked, reason=REASON).headers["location"] for _ in range(2)}
    assert places == {page_of(held)}
    assert live.rows("SELECT count(*) FROM import_decision") == [(1,)]
    assert live.rows("SELECT count(*) FROM publication") == [(1,)]


@on_sqlite
def test_a_double_click_undoes_once(base: LivePortal) -> None:
    bring(base, "changed")
    held = bring(base, "older")
    browser = office(base)
    decide(browser, f"{page_of(held)}/publikacja")
    asked = "/biuro/importy/zrodla/1/cofniecie"
    browser.open(asked)
    for _ in range(2):
        browser.submit(asked, reason=REASON)
    assert base.rows("SELECT published FROM source") == [(2,)]


@on_sqlite
def test_of_two_at_the_office_the_slower_reads_what_the_quicker_decided(live: LivePortal) -> None:
    held = bring(live, "wrong-totals")
    quick, slow = office(live), office(live)
    for browser, what in ((quick, "odrzucenie"), (slow, "publikacja")):
        browser.open(f"{page_of(held)}/{what}")
    quick.submit(f"{page_of(held)}/odrzucenie", reason="Zła suma")
    slow.submit(f"{page_of(held)}/publikacja", reason="Dobra suma")
    page = plain(slow.follow().text)
    assert "Ktoś zdecydował wcześniej" in page
    assert "Zła suma" in page
    assert live.rows("SELECT published FROM source") == [(0,)]


@on_sqlite
def test_an_import_without_days_cannot_be_released(live: LivePortal) -> None:
    held = bring(live, "wrong-totals")
    live.do(lambda _: execute("DELETE FROM snapshot"))
    browser = office(live)
    decide(browser, f"{page_of(held)}/publikacja")
    assert "Nie wiadomo, z jakiego dnia" in plain(browser.answer.text)
    assert live.rows("SELECT published FROM source") == [(0,)]


@on_sqlite
def test_changes_of_data_that_are_no_longer_shown_are_not_released_on_the_page(
    live: LivePortal, tmp_path: Path
) -> None:
    async def held(portal: Portal) -> ImportLine:
        one = Journal(portal, tmp_path)
        line = await one.hold_a_delta()
        await one.show(1)
        return line

    line, browser = live.do(held), office(live)
    decide(browser, f"{page_of(line)}/publikacja")
    assert "zmiany danych, których mieszkańcy już nie widzą" in plain(browser.answer.text)
    assert live.rows("SELECT published FROM source") == [(1,)]


@on_sqlite
def test_a_run_that_has_not_begun_cannot_be_decided_on(live: LivePortal, tmp_path: Path) -> None:
    run, browser = live.do(lambda portal: Journal(portal, tmp_path).requested()), office(live)
    browser.open("/biuro/importy")
    sent = browser.form("/wyloguj") | {"reason": REASON}  # no page has a form for it
    for what in ("publikacja", "odrzucenie"):
        answer = browser.http.post(f"/biuro/importy/{run}/{what}", data=sent)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/biuro/importy/{run}")
    assert live.rows("SELECT count(*) FROM import_decision") == [(0,)]


@on_sqlite
def test_rejected_rows_can_be_downloaded_for_a_spreadsheet(live: LivePortal) -> None:
    held = bring(live, "truncated")
    live.do(lambda _: execute("UPDATE rejected_row SET value = '=HYPERLINK(0)', field = '-2+3'"))
    answer = office(live).open(f"{page_of(held)}/odrzucone.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1][:4] == ["zapisy.csv", "185", "'-2+3", "'=HYPERLINK(0)"]


def test_the_list_can_be_narrowed_in_its_address_and_downloaded(base: LivePortal) -> None:
    held = bring(base, "wrong-totals")
    browser = office(base)
    for query in ("stan=held", "zrodlo=1&stan=held"):
        page = browser.open(f"/biuro/importy?{query}").text
        links = re.findall(r'<th[^>]* scope="row"><a href="([^"]*)"', page)
        assert links == [page_of(held)]
    assert "Nie ma takich importów" in browser.open("/biuro/importy?zrodlo=2").text
    text = browser.open("/biuro/importy/lista.csv?stan=held").content.decode("utf-8-sig")
    (_, row) = csv.reader(io.StringIO(text), delimiter=";")
    assert (row[0], row[3], row[4]) == (str(held.run), "Wstrzymany", "2026-09-30")


@on_sqlite
def test_polling_gets_the_part_alone_and_stops_when_the_import_has_ended(live: LivePortal) -> None:
    line = bring(live)
    browser = office(live)
    browser.http.headers["hx-request"] = "true"
    part = browser.open(page_of(line)).text
    assert part.lstrip().startswith('<div class="stack" id="import">')
    assert "hx-get" not in part
    assert "<html" not in part


@on_sqlite
def test_a_session_that_ended_sends_the_whole_page_to_the_sign_in(live: LivePortal) -> None:
    line = bring(live)
    stranger = live.browser()
    stranger.http.headers["hx-request"] = "true"
    answer = stranger.open(page_of(line))
    assert answer.status_code == 204
    assert answer.headers["hx-redirect"].startswith("/logowanie")


def test_k07_10_what_residents_saw_on_a_day_is_told(base: LivePortal) -> None:
    bring(base, "changed")
    browser = office(base)
    decide(browser, "/biuro/importy/zrodla/1/cofniecie")
    today = browser.open("/biuro/importy/zrodla/1").text
    days = base.rows("SELECT at FROM publication ORDER BY id")
    assert len(days) == 3
    assert plain(today).count("30.09.2026") == 2
    asked = f"/biuro/importy/zrodla/1?dzien={str(days[0][0])[:10]}"
    assert "31.10.2026" in plain(browser.open(asked).text)
    page = plain(browser.open("/biuro/importy/zrodla/1?dzien=2020-01-01").text)
    assert "nie widzieli żadnych danych" in page
    for typed in ("31.10", "9999-12-31"):
        page = plain(browser.open(f"/biuro/importy/zrodla/1?dzien={typed}").text)
        assert "Wpisz dzień tak" in page
