"""What the office has accepted, on its way from the portal into an accounting system."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

import msgspec

from iok_core.api.records import Medium


class Accepted(msgspec.Struct, frozen=True, kw_only=True):
    """Names nobody; keys are those under which this connector has delivered what they mean."""

    id: str
    """Letters and digits, the same at every attempt: by it one tells what was taken before."""
    submission: str
    """Its number, such as 17/2026, by which the office and the resident find it again."""
    accepted_on: date
    premises: str
    """`Premises.key`"""


class AcceptedOccupants(Accepted, frozen=True, kw_only=True, tag="accepted_occupants"):
    """So many persons live in premises."""

    occupants: int
    counts_from: date | None = None
    """The first day for which it is to be charged; None: nobody has said."""


class AcceptedReading(Accepted, frozen=True, kw_only=True, tag="accepted_reading"):
    """What a meter showed."""

    meter: str
    """`Meter.key`"""
    number: str
    """As it stands on the meter."""
    medium: Medium
    unit: str
    day: date
    thousandths: int
    """Of the unit."""

    @property
    def value(self) -> Decimal:
        return Decimal(self.thousandths).scaleb(-3)


class TakeOverResult(StrEnum):
    TAKEN = "taken"
    """It is kept on the other side, for certain."""
    TAKEN_BEFORE = "taken_before"
    """It was there already, by its `id`: nothing was done."""
    LATER = "later"
    """Not now, or nobody knows: the same comes again."""
    REFUSED = "refused"
    """Will never be taken; `detail` says why, for somebody at the office."""


class TakenOver(msgspec.Struct, frozen=True, kw_only=True, tag="taken_over"):
    """What became of one accepted thing."""

    id: str
    result: TakeOverResult
    detail: str = ""
    """In words that the office can act on. 200 characters are kept."""
