"""Everybody whom the office has let act for a payer, and how far their access has come."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

import msgspec

from iok_core.identity.accesses import Access, access_by_identifier, accesses_of
from iok_core.identity.context import IdentityContext
from iok_core.premises import desk
from iok_core.premises.parties import PartyCard, party_cards
from iok_core.premises.persons import PersonName, find_persons

NO_ACCESS = "none"
BLOCKED = "blocked"


class PersonLine(msgspec.Struct, frozen=True):
    who: PersonName
    access: Access | None
    blocked: bool

    def state(self, now: datetime) -> str:
        """An `AccessState`, or what stands beside them: `NO_ACCESS`, and `BLOCKED` before all."""
        if self.blocked:
            return BLOCKED
        return self.access.state(now) if self.access else NO_ACCESS

    @property
    def lacks_receipt(self) -> bool:
        return self.access is not None and self.access.lacks_receipt()


class PersonRow(msgspec.Struct, frozen=True):
    line: PersonLine
    payers: list[PartyCard]
    """For whom the person acts today, with what they hold."""


async def find_people(
    ctx: IdentityContext, words: str, published: Mapping[int, int]
) -> list[PersonLine]:
    """By what `find_persons` knows, or by the identifier; in Polish order of the names."""
    found = await find_persons(words, published)
    access = await access_by_identifier(words)
    if access is not None and access.person not in {who.id for who in found}:
        names = await desk.names_of([access.person])
        found.insert(0, PersonName(access.person, names[access.person], ""))
    persons = [who.id for who in found]
    accesses, blocked = await accesses_of(persons), await ctx.blocked_among(persons)
    return [PersonLine(who, accesses.get(who.id), who.id in blocked) for who in found]


async def with_payers(
    lines: Sequence[PersonLine], published: Mapping[int, int], today: date
) -> list[PersonRow]:
    acting: dict[int, set[int]] = defaultdict(set)
    for one in await desk.acting_as([line.who.id for line in lines]):
        if one.today(today):
            acting[one.party].add(one.person)
    payers: dict[int, list[PartyCard]] = defaultdict(list)
    for card in await party_cards(acting, published):
        for person in acting[card.id]:
            payers[person].append(card)
    return [PersonRow(line, payers[line.who.id]) for line in lines]
