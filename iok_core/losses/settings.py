from datetime import timedelta

import msgspec


class LossSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How much strangers can send. A right freeze code is never refused."""

    in_a_network: int = 10
    """Reports and wrong codes from one network within `window`."""
    in_all: int = 200
    """Reports from everywhere within `window`."""
    window: timedelta = timedelta(hours=1)
