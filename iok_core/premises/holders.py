"""Who holds what in a building, in the order in which somebody walks through it."""

from collections.abc import Mapping
from datetime import date

import msgspec

from iok_core.db import fetch
from iok_core.db.collation import sort_key
from iok_core.premises.parties import JOINED, at_generation


class Place(msgspec.Struct, frozen=True):
    """Where the slips of a batch go: a building, or one staircase of it; "": all of them."""

    building: str
    staircase: str


class Holder(msgspec.Struct, frozen=True):
    """A payer, and premises that they hold."""

    party: int
    staircase: str
    number: str
    symbol: str

    @property
    def way(self) -> tuple[str, str, str]:
        return sort_key(self.staircase), sort_key(self.number), sort_key(self.symbol)


async def holders_in(place: Place, published: Mapping[int, int], day: date) -> list[Holder]:
    """By staircase and number; whoever holds several premises there stands at each of them."""
    found: list[Holder] = []
    for source, generation in published.items():
        rows = await fetch(
            f"SELECT v.party, p.staircase, p.number, p.symbol {JOINED} AND t.since <= {{}} "
            "AND (t.until IS NULL OR t.until >= {}) AND p.building = {} "
            "AND p.staircase = coalesce({}, p.staircase) ORDER BY p.sort_key, v.sort_key",
            *at_generation(source, generation),
            day,
            day,
            place.building,
            place.staircase or None,
        )
        found += [Holder(int(row[0]), *row[1:]) for row in rows]
    return sorted(found, key=lambda holder: holder.way)


async def places(published: Mapping[int, int]) -> list[Place]:
    """Every building, and below it its staircases where it has several."""
    found: dict[str, set[str]] = {}
    for source, generation in published.items():
        rows = await fetch(
            "SELECT DISTINCT p.building, p.staircase FROM premises_version p "
            "WHERE p.source = {} AND p.since_gen <= {} AND p.until_gen > {}",
            source,
            generation,
            generation,
        )
        for building, staircase in rows:
            found.setdefault(building, set()).add(staircase)
    return [
        Place(building, staircase)
        for building in sorted(found, key=sort_key)
        for staircase in ("", *sorted(found[building] - {""}, key=sort_key))
        if not staircase or len(found[building]) > 1
    ]
