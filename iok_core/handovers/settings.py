from datetime import timedelta
from typing import Annotated

import msgspec
from msgspec import Meta


class HandOverSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    attempts: Annotated[int, Meta(ge=1, le=100)] = 8
    first_rest: timedelta = timedelta(minutes=1)
    """After the first failure; each later one rests four times as long, give or take a fifth."""
    longest_rest: timedelta = timedelta(hours=6)
