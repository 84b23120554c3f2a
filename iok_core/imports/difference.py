"""How two generations of a source differ, as far as somebody has to see it before deciding."""

from collections.abc import Mapping
from datetime import date

import msgspec

from iok_core.db import fetch, snapshot
from iok_core.db.versioned import visible
from iok_core.imports.findings import Findings
from iok_core.imports.judging import figures_of
from iok_core.imports.publishing import balances_day
from iok_core.imports.renamed import Renamed, renamed
from iok_core.imports.sources import source_by_id
from iok_core.ledger.service import AccountView, account
from iok_core.premises.parties import PartyCard, party_cards

LARGEST = 10

_BALANCES = (
    "SELECT account, max(had), sum(closed_before), max(has), sum(closed_after) FROM ("
    "SELECT b.account, 1 AS had, b.closing AS closed_before, 0 AS has, 0 AS closed_after "
    f"FROM balance b WHERE {visible('b')} UNION ALL "
    "SELECT b.account, 0 AS had, 0 AS closed_before, 1 AS has, b.closing AS closed_after "
    f"FROM balance b WHERE {visible('b')}) AS both_states "
    "GROUP BY account HAVING sum(closed_before) <> sum(closed_after) OR max(had) <> max(has)"
)
_LARGEST = (
    f"{_BALANCES} ORDER BY abs(sum(closed_after) - sum(closed_before)) DESC, account "
    f"LIMIT {LARGEST}"
)
_ONLY_IN = (
    f"SELECT t.symbol, t.kind, t.building, t.number FROM premises_version t WHERE {visible('t')} "
    f"AND t.key NOT IN (SELECT o.key FROM premises_version o WHERE {visible('o')}) "
    "ORDER BY t.sort_key"
)


class BalanceChange(msgspec.Struct, frozen=True):
    """Grosze; None: the account is not there, or has no balance."""

    account: AccountView
    payer: PartyCard | None
    seen: bool
    """Residents see the payer now, so there is a page to look at."""
    before: int | None
    after: int | None


class Place(msgspec.Struct, frozen=True):
    symbol: str
    kind: str
    building: str
    number: str


class Difference(msgspec.Struct, frozen=True):
    title: str
    """Of the source."""
    before: Findings | None
    """None: people saw nothing."""
    after: Findings
    changed: int
    """Balances that differ."""
    largest: list[BalanceChange]
    new: list[Place]
    gone: list[Place]
    renamed: list[Renamed]
    """Payers; those `seen` have a page now."""
    seen: frozenset[int]

    @property
    def days(self) -> tuple[date | None, date | None]:
        """That the balances before and after are of."""
        before = self.before.as_of if self.before else {}
        return balances_day(before), balances_day(self.after.as_of)


async def difference(
    source: int, before: int, after: int, published: Mapping[int, int]
) -> Difference:
    """From generation `before` (0: none) to `after`; both must be whole."""
    was, will = (source, before, before), (source, after, after)
    async with snapshot():  # what is held may be taken away at this very moment
        names = await renamed(source, before, after) if before else []
        cards = await party_cards([one.party for one in names], published)
        changed = await fetch(f"SELECT count(*) FROM ({_BALANCES}) AS changed", *was, *will)
        return Difference(
            title=(await source_by_id(source)).title,
            before=await figures_of(source, before) if before else None,
            after=await figures_of(source, after),
            changed=int(changed[0][0]),
            largest=await _largest(source, before, after, published) if before else [],
            new=await _places(*will, *was) if before else [],
            gone=await _places(*was, *will),
            renamed=names,
            seen=frozenset(card.id for card in cards),
        )


async def _largest(
    source: int, before: int, after: int, published: Mapping[int, int]
) -> list[BalanceChange]:
    rows = await fetch(_LARGEST, source, before, before, source, after, after)
    views = {row[0]: await _account(row[0], source, after, before) for row in rows}
    parties = {view.party for view in views.values() if view.party is not None}
    cards = [
        *await party_cards(parties, {source: before}),
        *await party_cards(parties, {source: after}),
    ]
    by_id = {card.id: card for card in cards}
    seen = {card.id for card in await party_cards(parties, published)}
    return [
        BalanceChange(
            account=views[id_],
            payer=by_id.get(views[id_].party or 0),
            seen=views[id_].party in seen,
            before=int(was) if had else None,
            after=int(will) if has else None,
        )
        for id_, had, was, has, will in rows
    ]


async def _account(id_: int, source: int, *generations: int) -> AccountView:
    """As the first of the generations has it that has it; one of them does."""
    for gen in generations:
        view = await account(id_, source, gen)
        if view is not None:
            return view
    raise LookupError(f"no generation of source {source} has account {id_}")


async def _places(*generations: int) -> list[Place]:
    return [Place(*row) for row in await fetch(_ONLY_IN, *generations)]
