"""The year of the office in figures, worked out by hand: 2025 has 1.05 and 3.05 among its days."""

import csv
from datetime import date, datetime, timedelta
from io import StringIO

import pytest

from iok_core.db import execute
from iok_core.db.clock import WARSAW
from iok_core.identity.service import Role
from iok_core.portal import Portal
from tests.offices import Office, payer, text_of
from tests.submissions.sent import add_submission

PAGE = "/biuro/zgloszenia/zestawienie"
# sent, due, closed, state, rating
FAULTS = [
    # Wednesday to Friday; Thursday is the 1st of May: 1 working day, in time
    ("2025-04-30", "2025-05-07", "2025-05-02", "done", 5),
    # Monday to Tuesday a week later: 6 working days, late by one
    ("2025-06-02", "2025-06-09", "2025-06-10", "done", 4),
    # Tuesday to Thursday: 2 working days, declined on the last day
    ("2025-09-02", "2025-09-04", "2025-09-04", "declined", 2),
    ("2025-10-01", "2025-10-08", None, "in_progress", None),
    ("2025-10-02", "2999-10-08", None, "received", None),
    ("2025-11-03", "2025-11-10", "2025-11-03", "withdrawn", None),
]
MESSAGES = [
    # Saturday to Monday: 1 working day
    ("2025-03-01", "2025-03-14", "2025-03-03", "done", 1),
    # Friday to the second Monday after it: 6 working days
    ("2025-03-07", "2025-03-21", "2025-03-17", "done", 1),
]
OTHER_YEARS = [
    # of which one was sent half an hour before the year, in Warsaw
    ("2024-12-31T23:30", "2025-01-10", "2025-01-02", "done", 5),
    ("2026-01-01", "2026-01-10", None, "received", None),
]
MESSAGE = {"rodzaj": "question", "temat": "Klucz", "tresc": "Gdzie go odebrać?"}


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WARSAW) + timedelta(minutes=5)


async def _filled(portal: Portal) -> None:
    person = (await payer(portal, "K0008")).person or 0
    for form, typed, cases in (
        ("usterka", None, FAULTS),
        ("wiadomosc", MESSAGE, MESSAGES),
        ("wiadomosc", MESSAGE, OTHER_YEARS),
    ):
        for sent, due, closed, state, rating in cases:
            made = await add_submission(portal, person, form, *([typed] if typed else []))
            await execute(
                "UPDATE submission SET sent_at = {}, due_on = {}, closed_at = {}, state = {}, "
                "rating = {} WHERE id = {}",
                moment(sent),
                date.fromisoformat(due),
                moment(closed) if closed else None,
                state,
                rating,
                made,
            )


@pytest.fixture(scope="module")
def board(served: Office) -> Office:
    served.live.do(_filled)
    return served


def test_k16_6_the_board_reads_what_was_settled_in_time_form_by_form(board: Office) -> None:
    browser = board.browser_of_staff(Role.BOARD)
    text = browser.open(f"{PAGE}.csv?rok=2025").content.decode("utf-8-sig")
    rows = list(csv.reader(StringIO(text), delimiter=";"))
    assert rows[1:] == [
        ["Usterka", "6", "2", "1", "2", "1", "1", "2", "3", "3,7"],
        ["Pytanie, uwaga, reklamacja", "2", "2", "0", "0", "0", "0", "3,5", "mniej niż 3", "–"],
        ["Razem", "8", "4", "1", "2", "1", "1", "2", "–", "–"],
    ]
    words = text_of(browser.open(f"{PAGE}?rok=2025").text)
    assert "W terminie 2" in words
    assert "mniej niż 3" in words
    assert "Payer" not in words
    assert all(f"{PAGE}?rok={year}" in browser.answer.text for year in (2026, 2025, 2024))
    earlier = browser.open(f"{PAGE}.csv?rok=2024").content.decode("utf-8-sig").splitlines()
    assert earlier[1:] == ["Pytanie, uwaga, reklamacja;1;1;0;0;0;0;1;mniej niż 3;–"]


def test_p_6_numbers_that_wait_to_be_typed_in_are_a_task_of_who_may_do_it(board: Office) -> None:
    clerk, technician = (board.browser_of_staff(one) for one in (Role.DESK, Role.TECHNICAL))
    assert "czeka na wpisanie" not in text_of(clerk.open("/biuro").text)

    async def declared(portal: Portal) -> None:
        person = (await payer(portal, "K0004")).person or 0
        typed = {"liczba": "7", "od": portal.clock.today().isoformat()}
        made = await add_submission(portal, person, "liczba-osob", typed)
        sql = "UPDATE submission SET state = 'done', closed_at = {} WHERE id = {}"
        await execute(sql, portal.clock.now(), made)

    board.live.do(declared)
    page = clerk.open("/biuro").text
    assert "1 zgłoszenie czeka na wpisanie do systemu księgowego" in text_of(page)
    assert 'href="/biuro/zgloszenia/do-wpisania"' in page
    assert "czeka na wpisanie" not in text_of(technician.open("/biuro").text)
