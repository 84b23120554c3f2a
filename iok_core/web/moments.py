"""A moment as a form asks for it: a day and the hour, by the clock in Warsaw."""

from datetime import date, datetime, time
from typing import Annotated

from msgspec import Meta

from iok_core.web.fields import asks
from iok_core.web.filters import WARSAW
from iok_core.web.i18n import msgid

Hour = Annotated[
    str,
    Meta(max_length=5, pattern="^([01]?[0-9]|2[0-3])[:.][0-5][0-9]$"),
    asks(msgid("Enter the hour, for example 8:30")),
]


def at_hour(day: date, hour: str) -> datetime:
    """`hour` as an `Hour`; one that the clock skips in spring is the one after it."""
    hours, minutes = hour.replace(".", ":").split(":")
    return datetime.combine(day, time(int(hours), int(minutes)), WARSAW)


def hour_of(moment: datetime | None) -> str:
    """As a form shows it again."""
    return f"{moment.astimezone(WARSAW):%H:%M}" if moment else ""


def day_of(moment: datetime | None) -> str:
    return moment.astimezone(WARSAW).date().isoformat() if moment else ""
