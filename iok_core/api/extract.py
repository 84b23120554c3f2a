"""What the portal hands to a report type: accounts that the reader may see, from one state of data.

Of a former or later holder's days there is nothing in it.
"""

from datetime import date, datetime
from decimal import Decimal

import msgspec

from iok_core.api.records import AccountKind, Charge, Entry


class Provenance(msgspec.Struct, frozen=True, kw_only=True):
    """Where the amounts of an account come from, and how far they reach."""

    source: str
    imported_at: datetime
    balances: date
    entries: date
    charges: date
    bank_statements: date | None = None
    """Day of the last booked bank statement, where the source tells it."""


class AccountExtract(msgspec.Struct, frozen=True, kw_only=True):
    """One settlement account. `opening` + debits − credits = `closing` where it adds up."""

    key: str
    """Its number in the accounting system."""
    kind: AccountKind
    name: str
    """What the kind is called."""
    payer: str
    premises: tuple[str, ...] = ()
    """Their addresses."""
    since: date
    """The first day that the entries tell of; `opening` is the balance on its morning."""
    until: date | None = None
    """The last day of a holder whose days are over; `closing` is the balance on its evening."""
    opening: Decimal
    """Above zero the payer owes."""
    closing: Decimal
    adds_up: bool = True
    entries: tuple[Entry, ...] = ()
    """The oldest first."""
    charges: tuple[Charge, ...] = ()
    """Month by month, the oldest first; their `premises` are symbols."""
    provenance: Provenance


class Extract(msgspec.Struct, frozen=True, kw_only=True):
    accounts: tuple[AccountExtract, ...]
    """Never empty; amounts of different accounts are never to be added without saying so."""
    today: date
    language: str = "pl"
    """In which the document is to be written: pl, en or uk."""
