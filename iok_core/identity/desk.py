"""What the office sees of payers: who acts for them, and how far their accesses have come."""

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from iok_core.api import PartyForm
from iok_core.audit.origin import Origin
from iok_core.identity.accesses import Access, access_by_identifier, accesses_of
from iok_core.identity.context import IdentityContext
from iok_core.identity.oneself import own_among
from iok_core.identity.slips import Addressee
from iok_core.identity.tables import Identity
from iok_core.premises import desk
from iok_core.premises.desk import Acting
from iok_core.premises.parties import HITS, PartyCard, find_parties, party_cards

_WAITING = 50
"""Accesses without a first sign-in that one page shows at most, the newest first."""


class Agent(msgspec.Struct, frozen=True):
    """A person who acts for a payer, and their access if they have one."""

    acting: Acting
    access: Access | None
    blocked: bool = False


class Payer(msgspec.Struct, frozen=True):
    card: PartyCard
    agents: list[Agent]


class Found(msgspec.Struct, frozen=True):
    payers: list[Payer]
    more: bool
    """There are others: the search has to say more."""


class Recipient(msgspec.Struct, frozen=True):
    """Somebody who stands at the desk for an access."""

    person: int
    name: str
    cards: list[PartyCard]
    """Of the payers for whom they act today."""
    access: Access | None
    blocked: bool = False
    oneself: bool = False
    """Who asks, or somebody with whom they share premises: a colleague has to act."""


class Waiting(msgspec.Struct, frozen=True):
    person: int
    name: str
    access: Access
    party: int | None
    """Somebody for whom the person acts: where to look."""
    blocked: bool = False


async def search(ctx: IdentityContext, words: str, published: Mapping[int, int]) -> Found:
    """Payers by what `find_parties` knows, or by the identifier of somebody who acts for them."""
    cards = await find_parties(words, published)
    access = await access_by_identifier(words)
    if access is not None:
        known = {card.id for card in cards}
        parties = {acting.party for acting in await desk.acting_as([access.person])}
        cards = await party_cards(parties - known, published) + cards
    today = ctx.clock.today()
    found = [_acting_today(payer, today) for payer in await _payers(ctx, cards[:HITS])]
    return Found(found, more=len(cards) > HITS)


async def payer(ctx: IdentityContext, party: int, published: Mapping[int, int]) -> Payer | None:
    """With everybody who acts, or ever acted, for them."""
    return next(iter(await _payers(ctx, await party_cards([party], published))), None)


async def recipient(
    ctx: IdentityContext, person: int, published: Mapping[int, int], by: Origin | None = None
) -> Recipient | None:
    """`by`: who wants to act on their access."""
    names = await desk.names_of([person])
    if person not in names:
        return None
    today = ctx.clock.today()
    parties = {one.party for one in await desk.acting_as([person]) if one.today(today)}
    cards = await party_cards(parties, published)
    access = (await accesses_of([person])).get(person)
    blocked = bool(await ctx.blocked_among([person]))
    oneself = by is not None and bool(await own_among(ctx, by, [person]))
    return Recipient(person, names[person], cards, access, blocked, oneself)


def addressee(name: str, cards: Sequence[PartyCard]) -> Addressee:
    """As on an envelope: to the address of the first payer."""
    if not cards:
        return Addressee(name)
    card = cards[0]
    firm = [card.called] if card.form in (PartyForm.COMPANY, PartyForm.MUNICIPALITY) else []
    return Addressee(name, (*firm, *filter(None, card.address.split(", "))))


async def waiting(ctx: IdentityContext) -> list[Waiting]:
    """Accesses that were issued and never led to an own password (K06-5)."""
    rows = (
        await Identity.select(Identity.person)
        .where(Identity.person.is_not_null() & Identity.activated_at.is_null())
        .order_by(Identity.start_issued_at, ascending=False)
        .limit(_WAITING)
    )
    persons = [row["person"] for row in rows]
    names, accesses = await desk.names_of(persons), await accesses_of(persons)
    parties = {acting.person: acting.party for acting in await desk.acting_as(persons)}
    blocked = await ctx.blocked_among(persons)
    return [
        Waiting(one, names[one], accesses[one], parties.get(one), one in blocked) for one in persons
    ]


async def _payers(ctx: IdentityContext, cards: Sequence[PartyCard]) -> list[Payer]:
    acting = await desk.acting_for([card.id for card in cards])
    persons = {one.person for one in acting}
    accesses, blocked = await accesses_of(persons), await ctx.blocked_among(persons)
    agents: dict[int, list[Agent]] = {}
    for one in acting:
        agent = Agent(one, accesses.get(one.person), one.person in blocked)
        agents.setdefault(one.party, []).append(agent)
    return [Payer(card, agents.get(card.id, [])) for card in cards]


def _acting_today(payer: Payer, today: date) -> Payer:
    return Payer(payer.card, [agent for agent in payer.agents if agent.acting.today(today)])
