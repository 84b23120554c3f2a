"""The time, as an argument: services take a `Clock`, so that a test can choose the day."""

from datetime import UTC, date, datetime
from typing import Protocol, runtime_checkable
from zoneinfo import ZoneInfo

WARSAW = ZoneInfo("Europe/Warsaw")


@runtime_checkable  # Litestar checks what it injects
class Clock(Protocol):
    def now(self) -> datetime:
        """The moment, aware, in UTC: what is stored."""
        ...

    def today(self) -> date:
        """The calendar day in Europe/Warsaw: what people mean by a date."""
        ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return self.now().astimezone(WARSAW).date()
