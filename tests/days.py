"""Days as the portal counts them, told when a test asks: a run may go past midnight."""

from datetime import date, timedelta

from iok_core.db.clock import SystemClock


def from_today(days: int) -> date:
    return SystemClock().today() + timedelta(days=days)
