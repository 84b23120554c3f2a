"""By what right people hold premises on a day, and where these stand: whom a word aims at."""

from collections.abc import Mapping
from datetime import date

import msgspec

from iok_core.db import Arg, Prepared
from iok_core.db.versioned import visible, visible_args
from iok_core.premises.tables import Representation


class Standing(msgspec.Struct, frozen=True):
    """One title that holds, of a payer for whom the person acts."""

    person: int
    premises: int
    building: str
    staircase: str
    title: str
    """A `TitleKind`."""
    member: bool | None
    """Of the cooperative; None: the source does not say."""


_STANDINGS = (
    "SELECT r.person, p.premises, p.building, p.staircase, t.kind AS title, t.member "
    f"FROM representation r JOIN title t ON t.party = r.party AND {visible('t')} "
    f"JOIN premises_version p ON p.premises = t.premises AND {visible('p')} "
    "WHERE r.since <= {} AND (r.until IS NULL OR r.until >= {}) "
    "AND t.since <= {} AND (t.until IS NULL OR t.until >= {})"
)
_DAYS = (Arg("day"),) * 4

_of_one = Prepared(
    lambda: Representation.raw(
        f"{_STANDINGS} AND r.person = {{}}",
        *visible_args(),
        *visible_args(),
        *_DAYS,
        Arg("person"),
    ),
    Standing,
)
_of_premises = Prepared(
    lambda: Representation.raw(
        f"{_STANDINGS} AND p.premises = {{}}",
        *visible_args(),
        *visible_args(),
        *_DAYS,
        Arg("premises"),
    ),
    Standing,
)
_of_all = Prepared(
    lambda: Representation.raw(_STANDINGS, *visible_args(), *visible_args(), *_DAYS), Standing
)


async def standings_of(person: int, published: Mapping[int, int], day: date) -> list[Standing]:
    found: list[Standing] = []
    for source, generation in published.items():
        found += await _of_one(person=person, source=source, published=generation, day=day)
    return found


async def holding(premises: int, published: Mapping[int, int], day: date) -> set[int]:
    """Everybody who holds these premises on a day, for themselves or for somebody else."""
    found: set[int] = set()
    for source, generation in published.items():
        at = {"source": source, "published": generation, "day": day, "premises": premises}
        found |= {one.person for one in await _of_premises(**at)}
    return found


async def all_standings(published: Mapping[int, int], day: date) -> list[Standing]:
    """Of everybody, people without an access included; in no order."""
    found: list[Standing] = []
    for source, generation in published.items():
        found += await _of_all(source=source, published=generation, day=day)
    return found
