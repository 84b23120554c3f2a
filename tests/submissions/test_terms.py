"""By when the office answers, and from which month occupants count, reckoned by hand."""

from datetime import UTC, date, datetime

import msgspec
import pytest

from iok_core.portal import Portal
from tests.identity.office import SetClock
from tests.offices import Office, payer
from tests.submissions.sent import add_submission
from tests.submissions.writing import OCCUPANTS, QUESTION


def sent_on(served: Office, day: str, form: str, typed: dict[str, str], key: str = "K0004") -> int:
    """The id of what a payer sends at noon of that day."""
    who = served.live.do(lambda portal: payer(portal, key))
    clock = SetClock()
    clock.moment = datetime.fromisoformat(f"{day}T11:00").replace(tzinfo=UTC)

    async def made(portal: Portal) -> int:
        then = msgspec.structs.replace(portal, clock=clock)
        return await add_submission(then, who.person or 0, form, typed)

    return served.live.do(made)


@pytest.mark.parametrize(
    ("kind", "term"),
    [
        ("complaint", date(2027, 1, 26)),  # 20 working days
        ("question", date(2027, 1, 18)),  # 14
        ("suggestion", date(2027, 1, 18)),
        ("technical", date(2026, 12, 30)),  # 3
    ],
)
def test_k16_2_each_kind_sent_before_christmas_has_its_own_term(
    served: Office, kind: str, term: date
) -> None:
    """Sent on Wednesday; free are 24 (since 2025), 25, 26 December, 1 and 6 January."""
    made = sent_on(served, "2026-12-23", "wiadomosc", QUESTION | {"rodzaj": kind})
    rows = served.live.rows("SELECT due_on, desk FROM submission WHERE id = {}", made)
    assert rows == [(term, "office")]


def test_k07_11_a_complaint_about_an_amount_goes_to_settlements(served: Office) -> None:
    made = sent_on(served, "2026-12-23", "kwota", {"opis": "Za wysoka zaliczka za październik"})
    rows = served.live.rows("SELECT due_on, desk FROM submission WHERE id = {}", made)
    assert rows == [(date(2027, 1, 26), "settlements")]


@pytest.mark.parametrize(
    ("received", "since", "month"),
    [
        ("2026-11-08", "2026-11-02", "listopad 2026"),
        ("2026-11-09", "2026-11-02", "grudzień 2026"),
        ("2026-11-05", "2026-12-10", "grudzień 2026"),
        ("2026-11-20", "2027-01-15", "styczeń 2027"),
        ("2026-12-08", "2026-12-01", "grudzień 2026"),
        ("2026-12-09", "2026-12-01", "styczeń 2027"),
        ("2026-12-31", "2026-03-01", "styczeń 2027"),
    ],
)
def test_k02_6_the_month_from_which_occupants_count(
    served: Office, received: str, since: str, month: str
) -> None:
    """Received by the 8th: this month, later: the next one, never before the change itself."""
    made = sent_on(served, received, "liczba-osob", OCCUPANTS | {"od": since})
    ((shown,),) = served.live.rows("SELECT shown FROM submission WHERE id = {}", made)
    assert msgspec.json.decode(shown) == [["Liczyłoby się od miesiąca", month]]


def test_numbers_begin_anew_with_the_year_of_warsaw(served: Office) -> None:
    days = ["2030-12-31", "2030-12-31", "2031-01-01"]
    made = [sent_on(served, day, "wiadomosc", QUESTION) for day in days]
    marks = ", ".join(map(str, made))
    rows = served.live.rows(f"SELECT number FROM submission WHERE id IN ({marks}) ORDER BY id")
    assert rows == [("1/2030",), ("2/2030",), ("1/2031",)]
