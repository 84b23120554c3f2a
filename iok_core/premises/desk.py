"""What the office needs of people: find a payer, see what they hold, let a person act for them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

import msgspec

from iok_core.db import Clock, fetch, transaction
from iok_core.db.collation import search_key, sort_key
from iok_core.premises.service import Basis
from iok_core.premises.tables import Person, Representation

StructT = TypeVar("StructT", bound=msgspec.Struct)

HITS = 50
"""Payers that one search shows at most."""


class HeldPremises(msgspec.Struct, frozen=True):
    premises: int
    symbol: str
    kind: str
    building: str
    number: str
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


class Acting(msgspec.Struct, frozen=True):
    """A person who acts for a party."""

    person: int
    name: str
    basis: str
    since: date
    until: date | None


_JOINED = (
    "FROM party_version v "
    "LEFT JOIN title t ON t.party = v.party AND t.source = v.source "
    "AND t.since_gen <= {} AND t.until_gen > {} "
    "LEFT JOIN premises_version p ON p.premises = t.premises AND p.source = v.source "
    "AND p.since_gen <= {} AND p.until_gen > {} "
    "WHERE v.source = {} AND v.since_gen <= {} AND v.until_gen > {}"
)


def _generation(source: int, published: int) -> tuple[int, ...]:
    return (published, published, published, published, source, published, published)


async def find_parties(words: str, published: Mapping[int, int]) -> list[PartyCard]:
    """Payers whose name, address or premises hold every word, in Polish order."""
    wanted = search_key(words).split()
    if not wanted:
        return []
    match = " AND ".join("(v.search_key LIKE {} OR p.search_key LIKE {})" for _ in wanted)
    likes = [pattern for word in wanted for pattern in (f"%{word}%", f"%{word}%")]
    sql = f"SELECT DISTINCT v.party, v.sort_key {_JOINED} AND {match} ORDER BY v.sort_key LIMIT 50"
    cards: list[PartyCard] = []
    for source, generation in published.items():
        rows = await fetch(sql, *_generation(source, generation), *likes)
        cards += await _cards([row[0] for row in rows], source, generation)
    return cards[:HITS]


async def party_card(party: int, published: Mapping[int, int]) -> PartyCard | None:
    for source, generation in published.items():
        for card in await _cards([party], source, generation):
            return card
    return None


async def party_by_key(source: int, key: str) -> int | None:
    """The payer that a source calls by this key."""
    rows = await fetch("SELECT id FROM party WHERE source = {} AND source_key = {}", source, key)
    return int(rows[0][0]) if rows else None


async def _cards(parties: list[int], source: int, published: int) -> list[PartyCard]:
    marks = ", ".join("{}" for _ in parties) or "NULL"
    rows = await fetch(
        "SELECT v.party, v.source, v.key, v.name, v.second_name, v.form, v.address, "
        "p.premises, p.symbol, p.kind, p.building, p.number, t.since, t.until "
        f"{_JOINED} AND v.party IN ({marks}) ORDER BY v.sort_key, p.sort_key, t.since",
        *_generation(source, published),
        *parties,
    )
    cards: dict[int, PartyCard] = {}
    for row in rows:
        if row[0] not in cards:
            cards[row[0]] = _read((*row[:7], []), PartyCard)
        if row[7] is not None:
            cards[row[0]].holds.append(_read(row[7:], HeldPremises))
    return list(cards.values())


def _read(values: tuple[Any, ...], kind: type[StructT]) -> StructT:
    """A row as a Struct; days come as text from databases that know no dates."""
    return msgspec.convert(dict(zip(kind.__struct_fields__, values, strict=True)), kind)


async def acting_for(party: int) -> list[Acting]:
    """The persons who act, or acted, for a party."""
    rows = (
        await Representation.select(
            Representation.person,
            Representation.person.name.as_alias("name"),
            Representation.basis,
            Representation.since,
            Representation.until,
        )
        .where(Representation.party == party)
        .order_by(Representation.id)
    )
    return [Acting(**row) for row in rows]


async def parties_of(persons: Iterable[int]) -> list[int]:
    """The parties that any of these persons acts for."""
    rows = (
        await Representation.select(Representation.party)
        .where(Representation.person.is_in(list(persons)))
        .order_by(Representation.party)
    )
    return list(dict.fromkeys(row["party"] for row in rows))


async def add_person(
    name: str, party: int, basis: Basis, *, by_identity: int | None, clock: Clock
) -> int:
    """A new person who acts for a party from today on; gives the person's id."""
    async with transaction():
        person = Person(
            name=name, sort_key=sort_key(name), search_key=search_key(name), created_at=clock.now()
        )
        await person.save()
        await Representation.insert(
            Representation(
                person=person.id,
                party=party,
                basis=basis.value,
                since=clock.today(),
                recorded_at=clock.now(),
                recorded_by=by_identity,
            )
        )
        return int(person.id)
