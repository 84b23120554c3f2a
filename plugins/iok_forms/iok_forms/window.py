"""On which days of the month readings are taken. Pure."""

from calendar import monthrange
from datetime import date, timedelta

_DAY = timedelta(days=1)
_LONGEST = 31


class Window:
    """From the day `first` to the day `last`, both counted; to the next month where last < first.

    A day that a month does not have is its last one.
    """

    def __init__(self, first: int, last: int) -> None:
        self.first, self.last = first, last

    def is_open(self, day: date) -> bool:
        end = monthrange(day.year, day.month)[1]
        first, last = min(self.first, end), min(self.last, end)
        if self.first <= self.last:
            return first <= day.day <= last
        return day.day >= first or day.day <= last

    def next_day(self, day: date) -> date:
        """The first one after `day` on which it is open."""
        day += _DAY
        while not self.is_open(day):
            day += _DAY
        return day

    def last_day(self, day: date) -> date:
        """The last one up to `day` on which it was open."""
        while not self.is_open(day):
            day -= _DAY
        return day

    def began(self, day: date) -> date:
        """The first day of the window that is open on `day`, a month back at most."""
        first = day
        while self.is_open(first - _DAY) and (day - first).days < _LONGEST:
            first -= _DAY
        return first
