"""The days before today, as the office counts them."""

from datetime import UTC, date, datetime, time, timedelta

import msgspec

from iok_core.db.clock import WARSAW
from iok_core.working_days import WorkingDays

_DAY = timedelta(days=1)


class StoppedClock(msgspec.Struct, frozen=True):
    """A clock that stands."""

    at: datetime

    def now(self) -> datetime:
        return self.at

    def today(self) -> date:
        return self.at.astimezone(WARSAW).date()


class Days(msgspec.Struct, frozen=True):
    calendar: WorkingDays
    today: date

    def ago(self, days: int, hour: int, minute: int = 0) -> StoppedClock:
        """On the working day that lies so many of them before today."""
        day = self.today
        for _ in range(days):
            day -= _DAY
            while not self.calendar.is_working(day):
                day -= _DAY
        return StoppedClock(datetime.combine(day, time(hour, minute), WARSAW).astimezone(UTC))
