"""Finds people and premises, and lets a person act for a party."""

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum

import msgspec

from iok_core.db import Arg, Prepared, fetch
from iok_core.db.versioned import visible, visible_args
from iok_core.premises.access import (
    Decision,
    Ground,
    Held,
    Holding,
    PersonView,
    Stage,
    held_on,
    may_see,
    open_on,
    parties,
    tenures,
)
from iok_core.premises.settings import NO_CLOSING, Closing
from iok_core.premises.spans import Span, falls, joined, whole_month, without
from iok_core.premises.tables import Representation

__all__ = [
    "NO_CLOSING",
    "Basis",
    "Closing",
    "Decision",
    "Ground",
    "Holding",
    "PersonView",
    "PremisesView",
    "Span",
    "Stage",
    "falls",
    "foreign_days",
    "held_on",
    "holders_of",
    "joined",
    "may_see",
    "one_premises",
    "open_on",
    "parties",
    "party_view",
    "person_view",
    "premises_called",
    "premises_key",
    "premises_of",
    "premises_of_party",
    "tenures",
    "whole_month",
    "without",
]


class Basis(StrEnum):
    """Why a person acts for a party."""

    SELF = "self"
    """The payer in person, or one of a couple."""
    REGISTER = "register"
    """For a company, as its register says (KRS, CEIDG)."""
    POWER_OF_ATTORNEY = "power_of_attorney"
    REPRESENTATIVE = "representative"
    """Of a company or an office on another ground: a nomination, a court's decision."""


class PremisesView(msgspec.Struct, frozen=True):
    """Premises as a source describes them at one generation."""

    id: int
    source: int
    symbol: str
    kind: str
    building: str
    street: str
    house: str
    staircase: str
    number: str
    area: str
    occupants: int | None
    collection_account: str


_SUCCEEDED = (
    "(SELECT min(o.since) FROM title o WHERE o.premises = t.premises AND o.party <> t.party "
    f"AND o.since > t.until AND {visible('o')})"
)

_holdings = Prepared(
    lambda: Representation.raw(
        "SELECT t.premises, t.party, t.source, t.since AS title_since, t.until AS title_until, "
        f"r.since AS acts_since, r.until AS acts_until, {_SUCCEEDED} AS succeeded_on "
        f"FROM representation r JOIN title t ON t.party = r.party AND {visible('t')} "
        "WHERE r.person = {} ORDER BY t.id",
        *visible_args(),
        *visible_args(),
        Arg("person"),
    ),
    Held,
)

_PREMISES = (
    "p.premises AS id, p.source, p.symbol, p.kind, p.building, p.street, p.house, p.staircase, "
    "p.number, p.area, p.occupants, p.collection_account"
)

_premises = Prepared(
    lambda: Representation.raw(
        f"SELECT {_PREMISES} FROM premises_version p WHERE {visible('p')} AND p.premises IN ("
        f"SELECT t.premises FROM title t JOIN representation r ON r.party = t.party "
        f"WHERE {visible('t')} AND r.person = {{}}) ORDER BY p.kind <> 'flat', p.sort_key",
        *visible_args(),
        *visible_args(),
        Arg("person"),
    ),
    PremisesView,
)


_one_premises = Prepared(
    lambda: Representation.raw(
        f"SELECT {_PREMISES} FROM premises_version p WHERE {visible('p')} AND p.premises = {{}}",
        *visible_args(),
        Arg("premises"),
    ),
    PremisesView,
)

_called = Prepared(
    lambda: Representation.raw(
        f"SELECT {_PREMISES} FROM premises_version p WHERE {visible('p')} "
        "AND (p.symbol = {} OR p.key = {}) ORDER BY p.sort_key",
        *visible_args(),
        Arg("symbol"),
        Arg("symbol"),
    ),
    PremisesView,
)


class _Held(msgspec.Struct, frozen=True):
    premises: int
    since: date
    until: date | None


_titles_of_party = Prepared(
    lambda: Representation.raw(
        "SELECT t.premises, t.since, t.until FROM title t "
        f"WHERE t.party = {{}} AND {visible('t')} ORDER BY t.id",
        Arg("party"),
        *visible_args(),
    ),
    _Held,
)

_premises_of_party = Prepared(
    lambda: Representation.raw(
        f"SELECT {_PREMISES} FROM premises_version p WHERE {visible('p')} AND p.premises IN "
        f"(SELECT t.premises FROM title t WHERE t.party = {{}} AND {visible('t')}) "
        "ORDER BY p.kind <> 'flat', p.sort_key",
        *visible_args(),
        Arg("party"),
        *visible_args(),
    ),
    PremisesView,
)


async def person_view(person: int, published: Mapping[int, int]) -> PersonView:
    """A person's holdings in every source, past ones too, at the generations people see."""
    held: list[Holding] = []
    for source, generation in published.items():
        rows = await _holdings(person=person, source=source, published=generation)
        held += [Holding(*msgspec.structs.astuple(row)) for row in rows]
    return PersonView(person, tuple(held))


class _Days(msgspec.Struct, frozen=True):
    party: int
    since: date
    until: date | None


_titles_to = Prepared(
    lambda: Representation.raw(
        f"SELECT t.party, t.since, t.until FROM title t WHERE t.premises = {{}} AND {visible('t')}",
        Arg("premises"),
        *visible_args(),
    ),
    _Days,
)


async def foreign_days(
    view: PersonView, premises: Collection[int], at: tuple[int, int], day: date
) -> list[Span]:
    """On which one of these premises was somebody else's, and not the person's at all."""
    theirs, found = parties(view, day), list[Span]()
    for place in premises:
        rows = await _titles_to(premises=place, source=at[0], published=at[1])
        others = [Span(row.since, row.until) for row in rows if row.party not in theirs]
        found += without(joined(others), tenures(view, place, day))
    return joined(found)


async def premises_of(person: int, published: Mapping[int, int]) -> list[PremisesView]:
    """Premises to which a person has or had a title, flats first; not yet judged by any day."""
    found: list[PremisesView] = []
    for source, generation in published.items():
        found += await _premises(person=person, source=source, published=generation)
    return found


async def one_premises(premises: int, published: Mapping[int, int]) -> PremisesView | None:
    for source, generation in published.items():
        found = await _one_premises.one(premises=premises, source=source, published=generation)
        if found is not None:
            return found
    return None


async def premises_key(premises: int) -> tuple[int, str] | None:
    """The source that has brought them, and its own key."""
    rows = await fetch("SELECT source, source_key FROM premises WHERE id = {}", premises)
    return (int(rows[0][0]), str(rows[0][1])) if rows else None


async def premises_called(symbol: str, published: Mapping[int, int]) -> list[PremisesView]:
    """By the symbol in letters, or by the accounting system's own key."""
    found: list[PremisesView] = []
    for source, generation in published.items():
        found += await _called(symbol=symbol, source=source, published=generation)
    return found


async def holders_of(premises: int, at: tuple[int, int]) -> list[int]:
    """The payers who hold, held or will hold premises, each once."""
    rows = await _titles_to(premises=premises, source=at[0], published=at[1])
    return list(dict.fromkeys(row.party for row in rows))


async def party_view(party: int, source: int, published: int) -> PersonView:
    """A payer seen as somebody who acts for none but themselves, always."""
    held = await _titles_of_party(party=party, source=source, published=published)
    return PersonView(
        party,
        tuple(
            Holding(one.premises, party, source, one.since, one.until, date.min, None)
            for one in held
        ),
    )


async def premises_of_party(party: int, source: int, published: int) -> list[PremisesView]:
    """Premises to which a payer has or had a title, flats first."""
    return await _premises_of_party(party=party, source=source, published=published)
