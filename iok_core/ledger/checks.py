"""Accounts that somebody at the office has to look into, as people see them. Amounts in grosze."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any

import msgspec

from iok_core.db import fetch
from iok_core.db.collation import sort_key
from iok_core.db.versioned import visible
from iok_core.imports.service import ANY, incomplete_accounts
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
    incomplete: bool
    """Rows of it were rejected, or may have been."""

    @property
    def reckoned(self) -> int | None:
        """What the entries lead to."""
        return None if self.opening is None else self.opening + self.debit - self.credit

    @property
    def difference(self) -> int | None:
        return (
            None
            if self.reckoned is None or self.closing is None
            else (self.closing - self.reckoned)
        )


_JOINED = (
    "SELECT a.account, a.key, a.kind, a.party, b.opening, coalesce(e.debit, 0), "
    "coalesce(e.credit, 0), b.closing FROM account_version a "
    f"LEFT JOIN balance b ON b.account = a.account AND {visible('b')} "
    "LEFT JOIN (SELECT t.account, sum(t.debit) AS debit, sum(t.credit) AS credit FROM entry t "
    f"WHERE {visible('t')} GROUP BY t.account) e ON e.account = a.account WHERE {visible('a')} "
)
_WHICH = {
    Doubt.NOT_ADDING_UP: "AND (b.opening + coalesce(e.debit, 0) - coalesce(e.credit, 0) "
    "<> b.closing OR (b.account IS NULL AND e.account IS NOT NULL))",
    Doubt.WITHOUT_BALANCE: "AND b.account IS NULL",
}


async def doubtful(doubt: Doubt, published: Mapping[int, int]) -> list[Doubtful]:
    """In Polish order of their payers."""
    found: list[Doubtful] = []
    for source, gen in published.items():
        found += await _in_source(doubt, source, gen)
    return sorted(found, key=lambda one: (sort_key(one.payer.called if one.payer else ""), one.key))


async def wholly_incomplete(published: Mapping[int, int]) -> list[int]:
    """Sources of which it is not known which accounts lack rows."""
    pairs = published.items()
    return [source for source, gen in pairs if ANY in await incomplete_accounts(source, gen)]


async def _in_source(doubt: Doubt, source: int, gen: int) -> list[Doubtful]:
    at = (source, gen, gen)
    if doubt is Doubt.INCOMPLETE:
        which, ids = await _marked(source, gen)
    else:
        which, ids = _WHICH[doubt], []
    rows = await fetch(_JOINED + which, *at, *at, *at, *ids)
    return await _with_payers(rows, source, gen)


async def _marked(source: int, gen: int) -> tuple[str, list[int]]:
    ids = sorted(await incomplete_accounts(source, gen) - {ANY})
    marks = ", ".join("{}" for _ in ids) or "NULL"
    return f"AND a.account IN ({marks})", ids


async def _with_payers(rows: Collection[tuple[Any, ...]], source: int, gen: int) -> list[Doubtful]:
    cards = await party_cards({int(row[3]) for row in rows if row[3]}, {source: gen})
    by_id = {card.id: card for card in cards}
    lacking = await incomplete_accounts(source, gen)
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
            incomplete=row[0] in lacking or ANY in lacking,
        )
        for row in rows
    ]
