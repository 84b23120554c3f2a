from datetime import date
from enum import StrEnum

import msgspec


class LossWay(StrEnum):
    """How it was told."""

    WORDS = "words"
    """By somebody who is not signed in: the office looks whose access it is."""
    CODE = "code"
    RESIDENT = "resident"
    """By the resident, who was signed in."""
    OFFICE = "office"
    """To the office, by telephone or in person."""


class Refusal(StrEnum):
    UNKNOWN_CODE = "unknown_code"
    TOO_MANY = "too_many"
    NOT_PERMITTED = "not_permitted"
    NO_SUCH_PERSON = "no_such_person"
    CLOSED = "closed"
    """Somebody has dealt with it meanwhile."""
    NO_REASON = "no_reason"
    DOCUMENT_NUMBER = "document_number"


class Happened(msgspec.Struct, frozen=True):
    """When, as it was stated."""

    on: date | None = None
    at: str = ""
    """17:30"""


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """Whom it is about, and where they can be reached, as typed."""

    identifier: str = ""
    name: str = ""
    address: str = ""
    phone: str = ""
