"""Finds people and premises, and lets a person act for a party."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

import msgspec

from iok_core.db import Arg, Prepared
from iok_core.db.versioned import visible, visible_args
from iok_core.premises.access import (
    Decision,
    Ground,
    Holding,
    PersonView,
    Span,
    held_on,
    may_see,
    parties,
    tenures,
)
from iok_core.premises.tables import Representation

__all__ = [
    "Basis",
    "Decision",
    "Ground",
    "Holding",
    "PersonView",
    "PremisesView",
    "Span",
    "held_on",
    "may_see",
    "parties",
    "party_view",
    "person_view",
    "premises_of",
    "premises_of_party",
    "tenures",
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


_holdings = Prepared(
    lambda: Representation.raw(
        "SELECT t.premises, t.party, t.source, t.since AS title_since, t.until AS title_until, "
        "r.since AS acts_since, r.until AS acts_until "
        f"FROM representation r JOIN title t ON t.party = r.party AND {visible('t')} "
        "WHERE r.person = {} ORDER BY t.id",
        *visible_args(),
        Arg("person"),
    ),
    Holding,
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
        held += await _holdings(person=person, source=source, published=generation)
    return PersonView(person, tuple(held))


async def premises_of(person: int, published: Mapping[int, int]) -> list[PremisesView]:
    """Premises to which a person has or had a title, flats first; not yet judged by any day."""
    found: list[PremisesView] = []
    for source, generation in published.items():
        found += await _premises(person=person, source=source, published=generation)
    return found


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
