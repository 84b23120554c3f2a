"""Accounts that somebody at the office has to look into. Amounts in grosze."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any

import msgspec

from iok_core.db import fetch
from iok_core.db.collation import sort_key
from iok_core.db.versioned import visible
from iok_core.imports.service import ANY, Provenance, incomplete_accounts, provenance
from iok_core.premises.parties import PartyCard, party_cards


class Doubt(StrEnum):
    """Why an account is looked into."""

    NOT_ADDING_UP = "not_adding_up"
    WITHOUT_BALANCE = "without_balance"
    INCOMPLETE = "incomplete"


class Doubtful(msgspec.Struct, frozen=True):
    account: int
    key: str
    kind: str
    payer: PartyCard | None
    opening: int | None
    debit: int
    credit: int
    closing: int | None
    origin: Provenance
    """Where these amounts come from, and of which day they are."""

    @property
    def incomplete(self) -> bool:
        """Rows of it were rejected, or may have been."""
        return bool(self.origin.lacks_rows_of(self.account))

    @property
    def reckoned(self) -> int | None:
        """What the entries lead to."""
        return None if self.opening is None else self.opening + self.debit - self.credit

    @property
    def difference(self) -> int | None:
        if self.reckoned is None or self.closing is None:
            return None
        return self.closing - self.reckoned


_SUMS = (
    "WITH sums AS MATERIALIZED (SELECT account, max(known) AS known, max(opening) AS opening, "
    "sum(debit) AS debit, sum(credit) AS credit, max(closing) AS closing, sum(entries) AS entries "
    "FROM (SELECT t.account, 0 AS known, NULL AS opening, sum(t.debit) AS debit, "
    "sum(t.credit) AS credit, NULL AS closing, count(*) AS entries "
    f"FROM entry t WHERE {visible('t')} GROUP BY t.account UNION ALL "
    "SELECT b.account, 0, b.opening, NULL, NULL, b.closing, 0 FROM balance b "
    f"WHERE {visible('b')} UNION ALL SELECT a.account, 1, NULL, NULL, NULL, NULL, 0 "
    f"FROM account_version a WHERE {visible('a')}) every "
    "GROUP BY account HAVING max(known) = 1) "
)
"""By account, all that is said of it, in one pass: a database that has just got a hundred thousand
rows and not counted them yet joins them in ways that take minutes."""
_NOT_ADDING_UP = (
    "(s.opening + coalesce(s.debit, 0) - coalesce(s.credit, 0) <> s.closing "
    "OR (s.closing IS NULL AND s.entries > 0))"
)
_WITHOUT_BALANCE = "s.closing IS NULL"
_ACCOUNTS = (
    f"{_SUMS} SELECT a.account, a.key, a.kind, a.party, s.opening, coalesce(s.debit, 0), "
    "coalesce(s.credit, 0), s.closing FROM sums s "
    f"JOIN account_version a ON a.account = s.account AND {visible('a')} WHERE"
)
HOW_MANY = (
    f"{_SUMS} SELECT count(CASE WHEN {_NOT_ADDING_UP} THEN 1 END), "
    f"count(CASE WHEN {_WITHOUT_BALANCE} THEN 1 END) FROM sums s"
)


async def how_many(source: int, gen: int) -> tuple[int, int]:
    """Accounts of a generation that do not add up, and those that have no balance."""
    at = (source, gen, gen)
    ((wrong, without),) = await fetch(HOW_MANY, *at, *at, *at)
    return int(wrong), int(without)


async def doubtful(doubt: Doubt, published: Mapping[int, int]) -> list[Doubtful]:
    """Among those that people see, in Polish order of their payers."""
    found: list[Doubtful] = []
    for source, gen in published.items():
        found += await _in_source(doubt, source, gen)
    return sorted(found, key=lambda one: (sort_key(one.payer.called if one.payer else ""), one.key))


async def origins(published: Mapping[int, int]) -> list[Provenance]:
    """Where the amounts of all accounts come from, source by source."""
    return [await provenance(*at) for at in published.items()]


async def wholly_incomplete(published: Mapping[int, int]) -> list[int]:
    """Sources of which it is not known which accounts lack rows."""
    pairs = published.items()
    return [source for source, gen in pairs if ANY in await incomplete_accounts(source, gen)]


async def _in_source(doubt: Doubt, source: int, gen: int) -> list[Doubtful]:
    at = (source, gen, gen)
    ids: list[int] = []
    match doubt:
        case Doubt.NOT_ADDING_UP:
            which = _NOT_ADDING_UP
        case Doubt.WITHOUT_BALANCE:
            which = _WITHOUT_BALANCE
        case Doubt.INCOMPLETE:
            ids = sorted(await incomplete_accounts(source, gen) - {ANY})
            which = f"a.account IN ({', '.join('{}' for _ in ids) or 'NULL'})"
    rows = await fetch(f"{_ACCOUNTS} {which}", *at, *at, *at, *at, *ids)
    return await _with_payers(rows, source, gen)


async def _with_payers(rows: Collection[tuple[Any, ...]], source: int, gen: int) -> list[Doubtful]:
    cards = await party_cards({int(row[3]) for row in rows if row[3]}, {source: gen})
    by_id = {card.id: card for card in cards}
    origin = await provenance(source, gen)
    return [
        Doubtful(
            account=row[0],
            key=row[1],
            kind=row[2],
            payer=by_id.get(row[3]),
            opening=row[4],
            debit=int(row[5]),
            credit=int(row[6]),
            closing=row[7],
            origin=origin,
        )
        for row in rows
    ]
