"""Everybody whom the office has let act for a payer, and how far their access has come."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TypeVar

import msgspec

from iok_core.identity.accesses import Access, access_by_identifier, accesses_of
from iok_core.identity.context import IdentityContext
from iok_core.premises import desk
from iok_core.premises.parties import PartyCard, party_cards
from iok_core.premises.persons import PersonName, find_persons

T = TypeVar("T")

NO_ACCESS = "none"
BLOCKED = "blocked"
_BATCH = 500
"""What one query names at most: databases limit the values of a statement."""


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
    accesses: dict[int, Access] = {}
    blocked: set[int] = set()
    for batch in _batches(found):
        persons = [who.id for who in batch]
        accesses |= await accesses_of(persons)
        blocked |= set(await ctx.blocked_among(persons))
    return [PersonLine(who, accesses.get(who.id), who.id in blocked) for who in found]


async def with_payers(
    lines: Sequence[PersonLine], published: Mapping[int, int], today: date
) -> list[PersonRow]:
    rows: list[PersonRow] = []
    for batch in _batches(lines):
        acting = [
            one for one in await desk.acting_as([line.who.id for line in batch]) if one.today(today)
        ]
        cards = await party_cards({one.party for one in acting}, published)
        theirs = {(one.person, one.party) for one in acting}
        for line in batch:
            payers = [card for card in cards if (line.who.id, card.id) in theirs]
            rows.append(PersonRow(line, payers))
    return rows


def _batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), _BATCH):
        yield items[start : start + _BATCH]
