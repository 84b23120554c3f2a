"""Reads the settlement accounts as one published generation shows them. Amounts in grosze."""

from datetime import date

import msgspec

from iok_core.db import Arg, Prepared
from iok_core.db.versioned import visible, visible_args
from iok_core.ledger.tables import AccountVersion


class AccountView(msgspec.Struct, frozen=True):
    """One account with its balance; above zero the payer owes."""

    id: int
    source: int
    key: str
    """What the accounting system calls it."""
    kind: str
    party: int | None
    opening: int | None
    closing: int | None
    passed_on: bool = False
    """It was another payer's before, or nobody's own: who has it now gets no older entries."""


_ACCOUNT_COLUMNS = (
    "v.account AS id, v.source, v.key, v.kind, v.party, b.opening, b.closing, "
    "EXISTS (SELECT 1 FROM account_version o WHERE o.account = v.account "
    "AND o.since_gen <= {} AND (o.party IS NULL OR o.party <> v.party)) AS passed_on"
)
_NOT_LATER = Arg("published")
"""What `_ACCOUNT_COLUMNS` take: a payer of data that come later was not there before."""

_accounts_of_premises = Prepared(
    lambda: AccountVersion.raw(
        f"SELECT {_ACCOUNT_COLUMNS} FROM account_premises ap "
        f"JOIN account_version v ON v.account = ap.account AND {visible('v')} "
        f"LEFT JOIN balance b ON b.account = ap.account AND {visible('b')} "
        f"WHERE ap.premises = {{}} AND {visible('ap')} ORDER BY v.kind <> 'operating', v.key",
        _NOT_LATER,
        *visible_args(),
        *visible_args(),
        Arg("premises"),
        *visible_args(),
    ),
    AccountView,
)

_account = Prepared(
    lambda: AccountVersion.raw(
        f"SELECT {_ACCOUNT_COLUMNS} FROM account_version v "
        f"LEFT JOIN balance b ON b.account = v.account AND {visible('b')} "
        f"WHERE v.account = {{}} AND {visible('v')}",
        _NOT_LATER,
        *visible_args(),
        Arg("account"),
        *visible_args(),
    ),
    AccountView,
)


_accounts_of_party = Prepared(
    lambda: AccountVersion.raw(
        f"SELECT {_ACCOUNT_COLUMNS} FROM account_version v "
        f"LEFT JOIN balance b ON b.account = v.account AND {visible('b')} "
        f"WHERE v.party = {{}} AND {visible('v')} ORDER BY v.kind <> 'operating', v.key",
        _NOT_LATER,
        *visible_args(),
        Arg("party"),
        *visible_args(),
    ),
    AccountView,
)


class _Link(msgspec.Struct, frozen=True):
    premises: int


_premises_of_account = Prepared(
    lambda: AccountVersion.raw(
        f"SELECT ap.premises FROM account_premises ap WHERE ap.account = {{}} "
        f"AND {visible('ap')} ORDER BY ap.id",
        Arg("account"),
        *visible_args(),
    ),
    _Link,
)


class EntryView(msgspec.Struct, frozen=True):
    id: int
    booking_date: date
    due_date: date | None
    document: str
    document_kind: str
    text: str
    debit: int
    credit: int


_entries = Prepared(
    lambda: AccountVersion.raw(
        f"SELECT e.id, e.booking_date, e.due_date, e.document, e.document_kind, e.text, "
        f"e.debit, e.credit FROM entry e WHERE e.account = {{}} AND {visible('e')} "
        f"ORDER BY e.booking_date DESC, e.ordinal DESC",
        Arg("account"),
        *visible_args(),
    ),
    EntryView,
)


class CreditView(msgspec.Struct, frozen=True):
    """What came in on an account, without its words."""

    key: str
    """The same in each generation."""
    booking_date: date
    credit: int


_credits = Prepared(
    lambda: AccountVersion.raw(
        f"SELECT e.key, e.booking_date, e.credit FROM entry e "
        f"WHERE e.account = {{}} AND e.credit > 0 AND {visible('e')} "
        f"ORDER BY e.booking_date, e.ordinal, e.key",
        Arg("account"),
        *visible_args(),
    ),
    CreditView,
)


class ChargeView(msgspec.Struct, frozen=True):
    period: date
    premises: int
    component: str
    quantity: str
    unit: str
    rate: str
    amount: int


_charges_of_month = Prepared(
    lambda: AccountVersion.raw(
        f"SELECT c.period, c.premises, c.component, c.quantity, c.unit, c.rate, c.amount "
        f"FROM charge c WHERE c.account = {{}} AND c.period = {{}} AND {visible('c')} "
        f"ORDER BY c.ordinal",
        Arg("account"),
        Arg("period"),
        *visible_args(),
    ),
    ChargeView,
)


_newest_charges = Prepared(
    lambda: AccountVersion.raw(
        f"SELECT c.period, c.premises, c.component, c.quantity, c.unit, c.rate, c.amount "
        f"FROM charge c WHERE c.account = {{}} AND {visible('c')} AND c.period = "
        f"(SELECT max(n.period) FROM charge n WHERE n.account = {{}} AND {visible('n')}) "
        f"ORDER BY c.ordinal",
        Arg("account"),
        *visible_args(),
        Arg("account"),
        *visible_args(),
    ),
    ChargeView,
)


_charges = Prepared(
    lambda: AccountVersion.raw(
        f"SELECT c.period, c.premises, c.component, c.quantity, c.unit, c.rate, c.amount "
        f"FROM charge c WHERE c.account = {{}} AND {visible('c')} ORDER BY c.period, c.ordinal",
        Arg("account"),
        *visible_args(),
    ),
    ChargeView,
)


class _Day(msgspec.Struct, frozen=True):
    day: date | None


_first_day = Prepared(
    lambda: AccountVersion.raw(
        f"SELECT min(e.booking_date) AS day FROM entry e WHERE {visible('e')}", *visible_args()
    ),
    _Day,
)


class _Month(msgspec.Struct, frozen=True):
    period: date | None


_months = Prepared(
    lambda: AccountVersion.raw(
        f"SELECT DISTINCT c.period FROM charge c WHERE c.account = {{}} AND {visible('c')} "
        f"ORDER BY c.period DESC",
        Arg("account"),
        *visible_args(),
    ),
    _Month,
)


async def accounts_of_premises(premises: int, source: int, published: int) -> list[AccountView]:
    """Accounts that are linked to the premises, the operating one first."""
    return await _accounts_of_premises(premises=premises, source=source, published=published)


async def accounts_of_party(party: int, source: int, published: int) -> list[AccountView]:
    """Accounts that are the payer's own, the operating one first."""
    return await _accounts_of_party(party=party, source=source, published=published)


async def account(account: int, source: int, published: int) -> AccountView | None:
    return await _account.one(account=account, source=source, published=published)


async def premises_of_account(account: int, source: int, published: int) -> list[int]:
    rows = await _premises_of_account(account=account, source=source, published=published)
    return [row.premises for row in rows]


async def entries(account: int, source: int, published: int) -> list[EntryView]:
    """All entries of an account, the newest first."""
    return await _entries(account=account, source=source, published=published)


async def credits_of(account: int, source: int, published: int) -> list[CreditView]:
    """What was paid in or credited, the earliest first."""
    return await _credits(account=account, source=source, published=published)


async def charged_months(account: int, source: int, published: int) -> list[date]:
    """First days of the months that have charge components, the newest first."""
    rows = await _months(account=account, source=source, published=published)
    return [row.period for row in rows if row.period is not None]


async def charges(account: int, period: date, source: int, published: int) -> list[ChargeView]:
    return await _charges_of_month(
        account=account, period=period, source=source, published=published
    )


async def newest_charges(account: int, source: int, published: int) -> list[ChargeView]:
    """Of the newest month that has any."""
    return await _newest_charges(account=account, source=source, published=published)


async def all_charges(account: int, source: int, published: int) -> list[ChargeView]:
    """Of every month, the oldest first."""
    return await _charges(account=account, source=source, published=published)


async def first_day(source: int, published: int) -> date | None:
    """Of the oldest entry of the whole source: since when its entries tell of anybody."""
    row = await _first_day.one(source=source, published=published)
    return row.day if row else None
