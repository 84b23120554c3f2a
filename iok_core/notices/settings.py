from datetime import timedelta
from typing import Annotated

import msgspec
from msgspec import Meta

Hour = Annotated[int, Meta(ge=0, le=24)]


class NoticeSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    quiet_from: Hour = 21
    quiet_until: Hour = 8
    """By the clock in Warsaw; the same hour twice: it is never quiet."""
    daily_cap: int = 5
    """Within 24 hours, for each person."""
    daily_cap_mandatory: int = 20
    attempts: int = 8
    first_rest: timedelta = timedelta(minutes=1)
    """After the first failure; each later one rests four times as long, give or take a fifth."""
    longest_rest: timedelta = timedelta(hours=6)
    retry_uncertain: Annotated[int, Meta(ge=0, le=1)] = 1
    """How often a message is sent again that may have arrived."""
    outdated_after: timedelta = timedelta(days=3)
    """Events that are older when they are read are told in the portal only."""
    code_valid: timedelta = timedelta(hours=1)
    code_tries: int = 5
    codes_a_day: int = 5
    """So many addresses may somebody give within 24 hours: each gets a mail."""

    def is_quiet(self, hour: int) -> bool:
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= hour < self.quiet_until
        return hour >= self.quiet_from or hour < self.quiet_until
