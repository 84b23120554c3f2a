"""Who would get a slip of a batch, and who not and why."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

import msgspec

from iok_core.api import PartyForm
from iok_core.audit.origin import Origin
from iok_core.identity.accesses import Access, AccessState, accesses_of
from iok_core.identity.context import IdentityContext
from iok_core.identity.oneself import own_among
from iok_core.premises.desk import Acting, acting_for
from iok_core.premises.holders import Holder, Place, holders_in
from iok_core.premises.parties import PartyCard, party_cards

_MANY = re.compile(r"[\d,/&+.]|\b(?:i|oraz)\b", re.IGNORECASE)
"""In the name of a couple or a firm whose form the source does not tell."""


class LeftOut(StrEnum):
    HAS_ACCESS = "has_access"
    HAS_SLIP = "has_slip"
    """One from the desk that still works."""
    BLOCKED = "blocked"
    ONESELF = "oneself"
    NOBODY_ACTS = "nobody_acts"
    """The payer is no single human, or payers are not to be added."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One slip. `person` None: the payer is added when it is issued."""

    person: int | None
    name: str
    party: int
    holder: Holder
    """The first of what they hold there."""
    card: PartyCard
    again: bool = False
    """A slip of an earlier batch, which nobody has got yet, becomes void."""


class Plan(msgspec.Struct, frozen=True):
    slips: Sequence[Line]
    left_out: Sequence[tuple[Line, LeftOut]]


async def plan_for(
    ctx: IdentityContext,
    place: Place,
    published: Mapping[int, int],
    *,
    by: Origin,
    adds_payers: bool,
) -> Plan:
    """In the order of the way through the building; each person once, at the first place."""
    lines = await _lines(ctx, place, published)
    persons = [line.person for line in lines if line.person is not None]
    accesses = await accesses_of(persons)
    blocked = await ctx.blocked_among(persons)
    own = await own_among(ctx, by, persons)
    slips: list[Line] = []
    left_out: list[tuple[Line, LeftOut]] = []
    for line in lines:
        access = accesses.get(line.person or 0)
        reason = _reason(ctx, line, access, adds_payers=adds_payers)
        if line.person in own:
            reason = LeftOut.ONESELF
        elif line.person in blocked:
            reason = LeftOut.BLOCKED
        if reason is not None:
            left_out.append((line, reason))
            continue
        again = access is not None and access.in_batch_only()
        slips.append(msgspec.structs.replace(line, again=again))
    return Plan(slips, left_out)


def _reason(
    ctx: IdentityContext, line: Line, access: Access | None, *, adds_payers: bool
) -> LeftOut | None:
    if line.person is None:
        alone = line.card.form == PartyForm.PERSON and not _MANY.search(line.name)
        return None if adds_payers and alone else LeftOut.NOBODY_ACTS
    if access is None:
        return None
    match access.state(ctx.clock.now()):
        case AccessState.ACTIVE | AccessState.STARTED:
            return LeftOut.HAS_ACCESS
        case AccessState.HANDED_OVER:
            return LeftOut.HAS_SLIP
        case AccessState.ISSUED:
            return None if access.in_batch_only() else LeftOut.HAS_SLIP
        case AccessState.EXPIRED | AccessState.VOIDED:
            return None


async def _lines(ctx: IdentityContext, place: Place, published: Mapping[int, int]) -> list[Line]:
    today = ctx.clock.today()
    holders = await holders_in(place, published, today)
    parties = list(dict.fromkeys(holder.party for holder in holders))
    cards = {card.id: card for card in await party_cards(parties, published)}
    acting: dict[int, list[Acting]] = {}
    for one in await acting_for(parties):
        if one.today(today):
            acting.setdefault(one.party, []).append(one)
    lines: dict[tuple[int, int], Line] = {}
    for holder in holders:
        card = cards[holder.party]
        found: list[tuple[int | None, str]] = [
            (one.person, one.name) for one in acting.get(holder.party, [])
        ]
        for person, name in found or [(None, card.called)]:
            key = (person, 0) if person is not None else (0, holder.party)
            line = Line(person=person, name=name, party=holder.party, holder=holder, card=card)
            lines.setdefault(key, line)
    return list(lines.values())
