"""How records about settlement accounts become rows of their shelves."""

import hashlib
import re
from collections.abc import Iterator
from datetime import date

from piccolo.table import Table

from iok_core import api
from iok_core.db.versioned import Find, Shelf, StagedRow
from iok_core.ledger.money import to_grosze
from iok_core.ledger.tables import Account, AccountPremises, AccountVersion, Balance, Charge, Entry

IDENTITIES: dict[type[api.Record], type[Table]] = {api.Account: Account}
"""The insert-only table in which a record's key becomes an id."""

ACCOUNTS = Shelf(AccountVersion, ("account", "kind", "name", "party"))
ACCOUNT_PREMISES = Shelf(AccountPremises, ("account", "premises"))
ENTRIES = Shelf(
    Entry,
    (
        "account",
        "booking_date",
        "document_date",
        "due_date",
        "document",
        "document_kind",
        "text",
        "debit",
        "credit",
    ),
    ordered=True,
)
CHARGES = Shelf(
    Charge,
    (
        "account",
        "premises",
        "period",
        "component",
        "quantity",
        "unit",
        "rate",
        "amount",
        "document",
    ),
    ordered=True,
)
BALANCES = Shelf(Balance, ("account", "opening", "debit", "credit", "closing"))


_DIGEST = 16
_OWN_KEY = re.compile(rf"([0-9a-f]{{{2 * _DIGEST}}}):([0-9]+)")


class Numbering:
    """Places and occurrences within one run; a new one for each."""

    def __init__(self) -> None:
        self._places: dict[int, int] = {}
        self._occurrences: dict[bytes, int] = {}

    def place(self, group: int, day: date) -> int:
        """0 for the group's first of a day, then 1, 2 …"""
        of = group * 10**7 + day.toordinal()
        number = self._places.get(of, 0)
        self._places[of] = number + 1
        return number

    def goes_on_after(self, group: int, day: date, place: int, key: str) -> None:
        """A row that came before this numbering began."""
        of = group * 10**7 + day.toordinal()
        self._places[of] = max(self._places.get(of, 0), place + 1)
        if made := _OWN_KEY.fullmatch(key):
            digest = bytes.fromhex(made[1])
            self._occurrences[digest] = max(self._occurrences.get(digest, 0), int(made[2]) + 1)

    def occurrence(self, digest: bytes) -> int:
        """0 when a record without an id of its own says something new, then 1, 2 …"""
        number = self._occurrences.get(digest, 0)
        self._occurrences[digest] = number + 1
        return number


def own_key(numbering: Numbering, *parts: object) -> str:
    """A key for a record that has no id of its own: what it says, and how often it was said."""
    digest = hashlib.blake2b("\x1f".join(map(str, parts)).encode(), digest_size=_DIGEST).digest()
    return f"{digest.hex()}:{numbering.occurrence(digest)}"


def stage_account(
    record: api.Account, account: int, find_party: Find, find_premises: Find
) -> Iterator[StagedRow]:
    party = None if record.party is None else find_party(record.party)
    yield StagedRow(ACCOUNTS, record.key, (account, record.kind.value, record.name, party))
    for premises in record.premises:
        values = (account, find_premises(premises))
        yield StagedRow(ACCOUNT_PREMISES, link_key(record.key, premises), values)


def link_key(account: str, premises: str) -> str:
    """Of the link between both, which the source has no key for."""
    return f"{account}|{premises}"


def stage_entry(record: api.Entry, find_account: Find, numbering: Numbering) -> StagedRow:
    account = find_account(record.account)
    debit, credit = to_grosze(record.debit), to_grosze(record.credit)
    key = record.key
    if key is None:
        key = own_key(
            numbering, account, record.booking_date, record.document, debit, credit, record.text
        )
    values = (
        account,
        record.booking_date,
        record.document_date,
        record.due_date,
        record.document,
        record.document_kind,
        record.text,
        debit,
        credit,
    )
    return StagedRow(ENTRIES, key, values, numbering.place(account, record.booking_date))


def stage_charge(
    record: api.Charge, find_account: Find, find_premises: Find, numbering: Numbering
) -> StagedRow:
    account, premises = find_account(record.account), find_premises(record.premises)
    said = (
        record.period,
        record.component,
        "" if record.quantity is None else str(record.quantity),
        record.unit,
        "" if record.rate is None else str(record.rate),
        to_grosze(record.amount),
        record.document,
    )
    key = record.key or own_key(numbering, account, premises, *said)
    place = numbering.place(-account, record.period)
    return StagedRow(CHARGES, key, (account, premises, *said), place)


def stage_balance(record: api.Balance, find_account: Find) -> StagedRow:
    values = (
        find_account(record.account),
        to_grosze(record.opening),
        None if record.debit is None else to_grosze(record.debit),
        None if record.credit is None else to_grosze(record.credit),
        to_grosze(record.closing),
    )
    return StagedRow(BALANCES, record.account, values)
