from datetime import timedelta
from typing import Annotated

import msgspec
from msgspec import Meta

Years = Annotated[int, Meta(ge=1, le=50)]


class SubmissionSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    in_a_day: Annotated[int, Meta(ge=1)] = 20
    """So many submissions are taken from one resident within a day."""
    strangers_in_a_network: Annotated[int, Meta(ge=1)] = 5
    """Problems with signing in are taken from one network within an hour."""
    strangers_in_all: Annotated[int, Meta(ge=1)] = 60
    """The same from everywhere."""
    strangers_days: Annotated[int, Meta(ge=1, le=90)] = 3
    """Within so many working days they are answered."""
    co_holders_confirm: bool = False
    """Whoever holds premises with others confirms a number of occupants that one of them declares,
    before the office accepts it; else they are only told."""
    reopen_days: Annotated[int, Meta(ge=1, le=365)] = 14
    """So many days after it was settled a resident may open a submission again, or rate it."""
    drafts_kept: timedelta = timedelta(days=30)
    """How long something begun and not sent is kept."""
    keep_faults: Years = 3
    """So many years a fault is kept after the one in which it was settled, photos included."""
    keep_occupants: Years = 5
    """The same of a change of the number of occupants."""
    keep_amounts: Years = 5
    """The same of what settlements answer: complaints about amounts, declared payments."""
    keep_readings: Years = 3
    """The same of readings of meters."""
    keep_questions: Years = 3
    """The same of everything else that residents send in."""
    keep_strangers: Years = 1
    """The same of what was sent without signing in."""
