from datetime import timedelta
from typing import Annotated

import msgspec
from msgspec import Meta


class SubmissionSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    in_a_day: Annotated[int, Meta(ge=1)] = 20
    """So many submissions are taken from one resident within a day."""
    strangers_in_a_network: Annotated[int, Meta(ge=1)] = 5
    """Problems with signing in are taken from one network within an hour."""
    strangers_in_all: Annotated[int, Meta(ge=1)] = 60
    """The same from everywhere."""
    strangers_days: Annotated[int, Meta(ge=1, le=90)] = 3
    """Within so many working days they are answered."""
    reopen_days: Annotated[int, Meta(ge=1, le=365)] = 14
    """So many days after it was settled a resident may open a submission again, or rate it."""
    drafts_kept: timedelta = timedelta(days=30)
    """How long something begun and not sent is kept."""
