"""Payers as the office finds them: by name, address, premises, number or who acts for them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Any, TypeVar

import msgspec

from iok_core.db import fetch
from iok_core.db.collation import search_key, sort_key
from iok_core.db.portions import portions
from iok_core.db.text import storable
from iok_core.db.versioned import KEY_LENGTH

StructT = TypeVar("StructT", bound=msgspec.Struct)

HITS = 50
"""Payers that one search shows at most."""
_FILLING = frozenset({"m", "lok", "nr", "ul", "al", "os", "pl"})
"""Words of an address that one system writes and another leaves out: „Lipowa 14 m. 7”."""


class HeldPremises(msgspec.Struct, frozen=True):
    premises: int
    symbol: str
    kind: str
    building: str
    number: str
    title: str
    """A `TitleKind`."""
    since: date
    until: date | None


class PartyCard(msgspec.Struct, frozen=True):
    id: int
    source: int
    key: str
    """What the accounting system calls the payer."""
    name: str
    second_name: str
    form: str
    address: str
    holds: list[HeldPremises]

    @property
    def called(self) -> str:
        return f"{self.name} {self.second_name}".strip()


JOINED = (
    "FROM party_version v "
    "LEFT JOIN title t ON t.party = v.party AND t.source = v.source "
    "AND t.since_gen <= {} AND t.until_gen > {} "
    "LEFT JOIN premises_version p ON p.premises = t.premises AND p.source = v.source "
    "AND p.since_gen <= {} AND p.until_gen > {} "
    "WHERE v.source = {} AND v.since_gen <= {} AND v.until_gen > {}"
)
_CARDS = (
    "SELECT v.party, v.source, v.key, v.name, v.second_name, v.form, v.address, "
    f"p.premises, p.symbol, p.kind, p.building, p.number, t.kind, t.since, t.until {JOINED}"
)
_HOLDS_IT = (
    "(' ' || v.search_key || ' ' LIKE {} OR ' ' || p.search_key || ' ' LIKE {} "
    "OR EXISTS (SELECT 1 FROM representation r JOIN person n ON n.id = r.person "
    "WHERE r.party = v.party AND ' ' || n.search_key || ' ' LIKE {}))"
)


def at_generation(source: int, published: int) -> tuple[int, ...]:
    return (published, published, published, published, source, published, published)


async def find_parties(words: str, published: Mapping[int, int]) -> list[PartyCard]:
    """In Polish order, one more than `HITS` at most, which says that there are others.

    Every word must be in the payer's name or address, in their premises, or in the name of
    somebody who acts for them; or all of it is the payer's own key.
    """
    wanted = list(patterns(words))
    match = " AND ".join([_HOLDS_IT] * len(wanted)) or "1 = 0"
    sql = (
        f"SELECT DISTINCT v.party, v.sort_key {JOINED} AND ({match} OR lower(v.key) = {{}}) "
        f"ORDER BY v.sort_key LIMIT {HITS + 1}"
    )
    likes = [pattern for pattern in wanted for _ in range(3)]
    key = storable(words, KEY_LENGTH).strip().lower()
    cards: list[PartyCard] = []
    for source, generation in published.items():
        rows = await fetch(sql, *at_generation(source, generation), *likes, key)
        cards += await _cards([row[0] for row in rows], source, generation)
    return _in_order(cards)[: HITS + 1]


async def party_cards(parties: Collection[int], published: Mapping[int, int]) -> list[PartyCard]:
    """Those of them that the sources tell of today, in Polish order."""
    cards: list[PartyCard] = []
    for source, generation in published.items():
        cards += await _cards(parties, source, generation)
    return _in_order(cards)


async def holders_by_address(
    published: Mapping[int, int], day: date, building: str | None = None
) -> list[int]:
    """The payers who hold premises on a day, in the order of their first address."""
    places: dict[int, str] = {}
    for source, generation in published.items():
        rows = await fetch(
            f"SELECT v.party, p.sort_key {JOINED} AND t.since <= {{}} "
            "AND (t.until IS NULL OR t.until >= {}) AND p.building = coalesce({}, p.building) "
            "ORDER BY p.sort_key, v.sort_key",
            *at_generation(source, generation),
            day,
            day,
            building,
        )
        for party, place in rows:
            places.setdefault(party, place)
    return sorted(places, key=lambda party: places[party])


async def buildings(published: Mapping[int, int]) -> list[str]:
    """In Polish order."""
    found: set[str] = set()
    for source, generation in published.items():
        rows = await fetch(
            "SELECT DISTINCT p.building FROM premises_version p WHERE p.source = {} "
            "AND p.since_gen <= {} AND p.until_gen > {}",
            source,
            generation,
            generation,
        )
        found |= {row[0] for row in rows}
    return sorted(found, key=sort_key)


def patterns(words: str) -> Iterator[str]:
    """Words are found by how they begin; numbers only whole, and side by side as typed: 14/7."""
    typed = search_key(words.replace("_", " ")).split()
    kept = [word for word in typed if word not in _FILLING] or typed
    for numeric, run in groupby(kept, key=lambda word: any(c.isdigit() for c in word)):
        if numeric:
            yield f"% {' '.join(run)} %"
        else:
            yield from (f"% {word}%" for word in run)


def _in_order(cards: list[PartyCard]) -> list[PartyCard]:
    return sorted(cards, key=lambda card: sort_key(card.called))


async def _cards(parties: Collection[int], source: int, published: int) -> list[PartyCard]:
    cards: dict[int, PartyCard] = {}
    for some in portions(parties):
        marks = ", ".join("{}" for _ in some)
        rows = await fetch(
            f"{_CARDS} AND v.party IN ({marks}) ORDER BY p.sort_key, t.since",
            *at_generation(source, published),
            *some,
        )
        _deal(rows, cards)
    return list(cards.values())


def _deal(rows: Iterable[tuple[Any, ...]], cards: dict[int, PartyCard]) -> None:
    """Rows of one payer may come apart."""
    for row in rows:
        if row[0] not in cards:
            cards[row[0]] = _read((*row[:7], []), PartyCard)
        if row[7] is not None:
            cards[row[0]].holds.append(_read(row[7:], HeldPremises))


def _read(values: tuple[Any, ...], kind: type[StructT]) -> StructT:
    """A row as a Struct; days come as text from databases that know no dates."""
    return msgspec.convert(dict(zip(kind.__struct_fields__, values, strict=True)), kind)
