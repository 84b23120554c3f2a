"""Days on which a Polish bank books: no weekends, no public holidays."""

from datetime import date, timedelta
from functools import cache

ONE_DAY = timedelta(days=1)
FIXED_HOLIDAYS = frozenset(
    {(1, 1), (1, 6), (5, 1), (5, 3), (8, 15), (11, 1), (11, 11), (12, 24), (12, 25), (12, 26)}
)


@cache
def easter(year: int) -> date:
    """Sunday of Easter by the anonymous Gregorian computus."""
    golden, century = year % 19, year // 100
    skipped = century - century // 4 - (8 * century + 13) // 25
    epact = (19 * golden + skipped + 15) % 30
    epact -= (epact // 28) * (1 - (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + epact + 2 - century + century // 4) % 7
    offset = epact - weekday
    month = 3 + (offset + 40) // 44
    return date(year, month, offset + 28 - 31 * (month // 4))


@cache
def is_workday(day: date) -> bool:
    if day.weekday() > 4 or (day.month, day.day) in FIXED_HOLIDAYS:
        return False
    return (day - easter(day.year)).days not in {1, 60}  # Easter Monday, Corpus Christi


@cache
def workday_from(day: date) -> date:
    """The day itself, or the first working day after it."""
    while not is_workday(day):
        day += ONE_DAY
    return day


@cache
def workday_until(day: date) -> date:
    """The day itself, or the last working day before it."""
    while not is_workday(day):
        day -= ONE_DAY
    return day


@cache
def statement_number(day: date) -> int:
    """A bank sends one statement a working day and counts them from New Year."""
    before = workday_until(day - ONE_DAY)
    return 1 if before.year < day.year else statement_number(before) + 1


def last_booked_statement(day: date) -> date:
    """A statement is booked on the working day after its own."""
    return workday_until(workday_until(day) - ONE_DAY)
