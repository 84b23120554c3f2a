from datetime import timedelta
from typing import Annotated

import msgspec
from msgspec import Meta

Count = Annotated[int, Meta(ge=1, le=1_000_000)]


class BrakeSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whoever signs in on a device that their owner has used before meets only the first ones."""

    failures: Count = 10
    """Wrong passwords in a row, none of them later than `within` after the one before."""
    within: timedelta = timedelta(minutes=5)
    pause: timedelta = timedelta(minutes=15)
    slow_from: Count = 5
    """From this failure on each one makes the next wait: a second, then twice as long."""
    hourly: Count = 100
    """Most failures of one account before it rests for an hour."""
    network_failures: Count = 10
    """From one network: /24, or /56 of IPv6."""
    network_pause: timedelta = timedelta(minutes=5)
    portal_failures: Count = 1000
    """In the whole portal, within five minutes: somebody is guessing, and staff are told."""
    portal_pause: timedelta = timedelta(minutes=5)
    device_known_for: timedelta = timedelta(days=180)
    """So long after the last sign-in on it a device is known to be its owner's."""
