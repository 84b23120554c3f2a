"""Working days of the office: Monday to Friday, without public holidays and its own free days."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import islice

import msgspec

_ONE_DAY = timedelta(days=1)
_FRIDAY = 4


class WorkingDays(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """As the settings give them. Public holidays are computed here, nobody is asked."""

    free_days: tuple[date, ...] = ()
    """On which the office is closed beside public holidays."""

    def is_working(self, day: date) -> bool:
        at_work = day.weekday() <= _FRIDAY and day not in self.free_days
        return at_work and day not in _public_holidays(day.year)

    def due(self, received: date, days: int) -> date:
        """The last day of a term of so many working days, of which the day of receipt is none."""
        if days < 1:
            raise ValueError(f"a term has one day at least, not {days}")
        return next(islice(self._after(received), days - 1, None))

    def next_after(self, day: date) -> date:
        """What happened on that day is told in time until the end of this one."""
        return self.due(day, 1)

    def left(self, today: date, due: date) -> int:
        """How many working days remain after today; below zero: how many it is late."""
        if today <= due:
            return self._between(today, due)
        return -self._between(due, today)

    def _between(self, first: date, last: date) -> int:
        days = (first + _ONE_DAY * n for n in range(1, (last - first).days + 1))
        return sum(map(self.is_working, days))

    def _after(self, day: date) -> Iterator[date]:
        while True:
            day += _ONE_DAY
            if self.is_working(day):
                yield day


@cache
def _public_holidays(year: int) -> frozenset[date]:
    from holidays.countries.poland import Poland

    return frozenset(Poland(years=year))  # type: ignore[no-untyped-call]  # its __init__ has none
