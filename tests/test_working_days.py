"""The calendar beside another one, drawn up by hand: Gauss for Easter, the statute for the rest."""

from datetime import date, timedelta

import pytest

from iok_core.working_days import WorkingDays

YEARS = range(2016, 2046)
FIXED = {(1, 1), (1, 6), (5, 1), (5, 3), (8, 15), (11, 1), (11, 11), (12, 25), (12, 26)}
EASTERS = {  # as printed in church calendars
    2016: "3-27", 2018: "4-1", 2019: "4-21", 2023: "4-9", 2024: "3-31", 2025: "4-20",
    2026: "4-5", 2027: "3-28", 2030: "4-21", 2035: "3-25", 2038: "4-25", 2045: "4-9",
}  # fmt: skip
DAY = timedelta(days=1)
OFFICE = WorkingDays()


def easter(year: int) -> date:
    """Gauss, with his constants for 1900 to 2099 and his two exceptions."""
    a, b, c = year % 19, year % 4, year % 7
    d = (19 * a + 24) % 30
    e = (2 * b + 4 * c + 6 * d + 5) % 7
    if (d, e) == (29, 6) or ((d, e) == (28, 6) and a > 10):
        e -= 7
    return date(year, 3, 22) + (d + e) * DAY


def is_free(day: date) -> bool:
    """The act of 18 January 1951 on days free from work, as amended."""
    if day.weekday() > 4 or (day.month, day.day) in FIXED:
        return True
    if (day.month, day.day) == (12, 24):
        return day.year >= 2025
    if day == date(2018, 11, 12):  # the act of 7 November 2018, for that one day
        return True
    return (day - easter(day.year)).days in (1, 60)


def test_the_oracle_knows_the_easters_that_were_printed() -> None:
    assert {year: f"{easter(year):%-m-%-d}" for year in EASTERS} == EASTERS


@pytest.mark.parametrize("year", YEARS)
def test_k10_3_every_day_of_thirty_years_is_free_or_not_as_the_statute_says(year: int) -> None:
    days = [date(year, 1, 1) + n * DAY for n in range(366)]
    wrong = [day for day in days if OFFICE.is_working(day) is is_free(day)]
    assert wrong == []


@pytest.mark.parametrize(
    ("happened", "last_day"),
    [
        ("2026-04-03", "2026-04-07"),  # Good Friday is a working day; Easter Monday is none
        ("2026-04-04", "2026-04-07"),
        ("2027-03-26", "2027-03-30"),
        ("2026-06-03", "2026-06-05"),  # before Corpus Christi
        ("2024-12-23", "2024-12-24"),
        ("2025-12-23", "2025-12-29"),  # Christmas Eve is free since 2025; then a weekend
        ("2026-11-10", "2026-11-12"),
        ("2026-11-27", "2026-11-30"),
    ],
)
def test_k10_3_a_loss_is_told_in_time_until_the_end_of_the_next_working_day(
    happened: str, last_day: str
) -> None:
    assert OFFICE.next_after(date.fromisoformat(happened)) == date.fromisoformat(last_day)


def test_k10_3_the_offices_own_free_days_count_for_nothing() -> None:
    closed = WorkingDays(free_days=(date(2026, 11, 30),))
    assert not closed.is_working(date(2026, 11, 30))
    assert closed.next_after(date(2026, 11, 27)) == date(2026, 12, 1)


@pytest.mark.parametrize("term", [1, 2, 3, 7, 14])
def test_k09_2_a_term_of_n_working_days_ends_on_the_nth(term: int) -> None:
    for received in (date(2025, 12, 22), date(2026, 4, 2), date(2026, 4, 4), date(2026, 10, 30)):
        day, counted = received, 0
        while counted < term:
            day += DAY
            counted += not is_free(day)
        assert OFFICE.due(received, term) == day


def test_k09_2_what_remains_of_a_term_is_counted_in_working_days() -> None:
    due = OFFICE.due(date(2026, 4, 2), 2)
    assert due == date(2026, 4, 7)
    left = [OFFICE.left(date(2026, 4, day), due) for day in (2, 3, 6, 7, 8, 9)]
    assert left == [2, 1, 1, 0, -1, -2]


@pytest.mark.parametrize("days", [0, -1])
def test_a_term_of_no_days_is_refused(days: int) -> None:
    with pytest.raises(ValueError, match="one day at least"):
        OFFICE.due(date(2026, 4, 2), days)
