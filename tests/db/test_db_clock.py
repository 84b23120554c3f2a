from datetime import UTC, date, datetime

import pytest
import time_machine

from iok_core.db import Clock, SystemClock


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-06-30T21:59:59+00:00", date(2026, 6, 30)),
        ("2026-06-30T22:00:00+00:00", date(2026, 7, 1)),  # summer time is two hours ahead
        ("2026-12-31T22:59:59+00:00", date(2026, 12, 31)),
        ("2026-12-31T23:00:00+00:00", date(2027, 1, 1)),  # winter time is one
    ],
)
def test_today_begins_at_midnight_in_warsaw(moment: str, day: date) -> None:
    clock: Clock = SystemClock()
    with time_machine.travel(moment, tick=False):
        assert clock.today() == day
        assert clock.now() == datetime.fromisoformat(moment)
        assert clock.now().tzinfo is UTC
