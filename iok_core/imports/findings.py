"""What one generation of a source amounts to: the figures that the guard compares."""

import asyncio
from datetime import date

import msgspec

from iok_core.api import DataKind
from iok_core.db import fetch
from iok_core.db.versioned import visible
from iok_core.imports.receiving import SHELVES
from iok_core.ledger.checks import how_many

_COUNTED = (
    "premises_version",
    "party_version",
    "account_version",
    "meter_version",
    "meter_reading",
)
_ENTRIES = (
    "SELECT count(*), coalesce(sum(debit), 0), coalesce(sum(credit), 0) "
    f"FROM entry t WHERE {visible('t')}"
)
_CHARGES = f"SELECT count(*), coalesce(sum(amount), 0) FROM charge t WHERE {visible('t')}"
_BALANCES = (
    "SELECT count(*), coalesce(sum(CASE WHEN closing > 0 THEN closing END), 0), "
    "coalesce(sum(CASE WHEN closing < 0 THEN -closing END), 0) "
    f"FROM balance t WHERE {visible('t')}"
)


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """Sums are grosze; accounts do not add up whose entries lead to another balance, or to none."""

    premises: int
    parties: int
    accounts: int
    entries: int
    debit: int
    credit: int
    charges: int
    charged: int
    balances: int
    owed: int
    """Σ of the closing balances on the Wn side."""
    overpaid: int
    """Σ of the closing balances on the Ma side."""
    not_adding_up: int
    without_balance: int
    as_of: dict[DataKind, date]
    meters: int = 0
    readings: int = 0
    """Of meters. Figures that were noted before there were any have none."""


async def findings(source: int, gen: int, as_of: dict[DataKind, date]) -> Findings:
    """Adds up the rows that belong to a generation, published or staged."""
    at = (source, gen, gen)
    premises, parties, accounts, meters, readings = [await _count(one, *at) for one in _COUNTED]
    (entries, debit, credit), (not_adding_up, without_balance) = await asyncio.gather(
        _one(_ENTRIES, *at), how_many(source, gen)
    )
    charges, charged = await _one(_CHARGES, *at)
    balances, owed, overpaid = await _one(_BALANCES, *at)
    return Findings(
        premises=premises,
        parties=parties,
        accounts=accounts,
        entries=entries,
        debit=debit,
        credit=credit,
        charges=charges,
        charged=charged,
        balances=balances,
        owed=owed,
        overpaid=overpaid,
        not_adding_up=not_adding_up,
        without_balance=without_balance,
        as_of=as_of,
        meters=meters,
        readings=readings,
    )


async def rows_of(source: int, gen: int) -> dict[DataKind, int]:
    """How many records of each kind a generation has."""
    first = {kind: shelf for shelf, kind in reversed(SHELVES.items())}
    return {kind: await _count(shelf.name, source, gen, gen) for kind, shelf in first.items()}


async def premises_gone(source: int, gen: int, published: int) -> int:
    """How many premises people see at `published` that the generation does not have."""
    gone = await _one(
        f"SELECT count(*) FROM premises_version t WHERE {visible('t')} AND t.key NOT IN "
        f"(SELECT t.key FROM premises_version t WHERE {visible('t')})",
        *(source, published, published),
        *(source, gen, gen),
    )
    return gone[0]


async def _count(table: str, *at: object) -> int:
    return (await _one(f"SELECT count(*) FROM {table} t WHERE {visible('t')}", *at))[0]


async def _one(sql: str, *args: object) -> tuple[int, ...]:
    """One row of whole numbers: a sum may come as Decimal from some databases."""
    return tuple(int(value) for value in (await fetch(sql, *args))[0])
