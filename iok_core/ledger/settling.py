"""What the ledger knows of titles that have ended: is it still settled with their payers."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, timedelta

import msgspec

from iok_core.db import fetch
from iok_core.db.versioned import visible
from iok_core.months import months_after
from iok_core.premises.service import Holding, PersonView, person_view

_MONTHS_OF_GRACE = 2
"""After the first day of the newest charged month: the next one is charged before they are over."""

_Place = tuple[int, int]
"""A party and premises."""


class _Settled(msgspec.Struct, frozen=True):
    newest: Mapping[_Place, date]
    unsettled: Collection[_Place]


async def person_in(person: int, published: Mapping[int, int], day: date) -> PersonView:
    """A person's holdings, and how far those that have ended are settled."""
    return await settled(await person_view(person, published), published, day)


async def settled(view: PersonView, published: Mapping[int, int], day: date) -> PersonView:
    """The same person; nothing is asked while every title holds."""
    ended: dict[int, set[int]] = defaultdict(set)
    for holding in view.holdings:
        if holding.title_until is not None and holding.title_until < day:
            ended[holding.source].add(holding.party)
    if not ended:
        return view
    known = {
        source: await _settled(parties, source, published[source])
        for source, parties in ended.items()
    }
    return PersonView(view.id, tuple(_told(one, known.get(one.source)) for one in view.holdings))


def _told(holding: Holding, known: _Settled | None) -> Holding:
    if known is None or holding.title_until is None:
        return holding
    place = holding.party, holding.premises
    newest = known.newest.get(place)
    goes_on = newest is not None and newest > holding.title_until
    return msgspec.structs.replace(
        holding,
        settles_until=_until(newest) if goes_on and newest else None,
        unsettled=place in known.unsettled,
    )


def _until(month: date) -> date:
    return months_after(month, _MONTHS_OF_GRACE) - timedelta(days=1)


async def _settled(parties: Collection[int], source: int, published: int) -> _Settled:
    marks = ", ".join("{}" for _ in parties)
    at = source, published, published
    charged = await fetch(
        "SELECT v.party, c.premises, max(c.period) FROM account_version v "
        f"JOIN charge c ON c.account = v.account AND {visible('c')} "
        f"WHERE {visible('v')} AND v.party IN ({marks}) GROUP BY v.party, c.premises",
        *at,
        *at,
        *parties,
    )
    open_ones = await fetch(
        "SELECT v.party, ap.premises FROM account_version v "
        f"JOIN account_premises ap ON ap.account = v.account AND {visible('ap')} "
        f"JOIN balance b ON b.account = v.account AND {visible('b')} AND b.closing <> 0 "
        f"WHERE {visible('v')} AND v.party IN ({marks})",
        *at,
        *at,
        *at,
        *parties,
    )
    newest = {(int(party), int(place)): _day(month) for party, place, month in charged}
    return _Settled(newest, {(int(party), int(place)) for party, place in open_ones})


def _day(value: date | str) -> date:
    """Databases that know no dates give the newest of them as text."""
    return value if isinstance(value, date) else date.fromisoformat(value)
