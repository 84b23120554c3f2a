"""What became of an act or of a decision."""

from enum import StrEnum

import msgspec


class Refusal(StrEnum):
    NOT_PERMITTED = "not_permitted"
    OWN = "own"
    """Whoever asked is never the second person."""
    DECIDED = "decided"
    EXPIRED = "expired"
    CHANGED = "changed"
    """The request is not the one that was seen."""
    OUTDATED = "outdated"
    """An earlier release wrote it, and this one cannot read it."""


class Done(msgspec.Struct, frozen=True):
    """It needed no second person, or has been approved, and is done."""

    made: int | None = None
    """The id of what came of it, where something new did."""


class Asked(msgspec.Struct, frozen=True):
    """It waits for a second person."""

    approval: int


class Refused(msgspec.Struct, frozen=True):
    code: str
    """A `Refusal`, or one of the kind's own."""
