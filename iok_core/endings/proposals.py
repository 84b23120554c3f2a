"""Whose settlements have ended, as the published data tell it: proposed for a block (clause 12)."""

from collections.abc import Mapping
from datetime import date

import msgspec

from iok_core.blocking.service import blocked_among
from iok_core.blocking.settings import BlockingSettings
from iok_core.identity.service import IdentityContext, everybody_with_access
from iok_core.ledger.settling import person_in
from iok_core.premises.desk import holding_today, names_of
from iok_core.premises.service import Closing, Ground, PersonView, may_see

_ENDED = {Ground.TITLE_ENDED, Ground.NO_LONGER_ACTING}


class Endings(msgspec.Struct, frozen=True):
    """What an end is judged and carried out by."""

    identity: IdentityContext
    closing: Closing
    settings: BlockingSettings


class Ended(msgspec.Struct, frozen=True):
    person: int
    name: str
    ended_on: date
    """The last day of the last title, or of acting for its payer."""


class Proposal(msgspec.Struct, frozen=True):
    ended: list[Ended]
    vanished: list[tuple[int, str]]
    """The data know nothing of them any more: nobody says that it ended, so nobody is blocked."""
    accesses: int
    """How many there are in all."""
    held: bool
    """More ended at once than is usual: somebody has to look before anybody is blocked."""


async def proposed(endings: Endings, published: Mapping[int, int]) -> Proposal:
    """In the order of the names. Nobody where no data are published."""
    today = endings.identity.clock.today()
    everybody = await everybody_with_access()
    if not published:
        return Proposal([], [], len(everybody), held=False)
    hold_something = await holding_today(published, today)
    nowhere = [person for person in everybody if person not in hold_something]
    blocked = await blocked_among(nowhere, today)
    without = [person for person in nowhere if person not in blocked]
    names = await names_of(without)
    ended: list[Ended] = []
    vanished: list[tuple[int, str]] = []
    for person in without:
        view = await person_in(person, published, today)
        day = last_day(view, today, endings.closing)
        if day is not None:
            ended.append(Ended(person, names[person], day))
        elif not view.holdings:
            vanished.append((person, names[person]))
    most = endings.settings.ended_percent
    gone = len(ended) + len(vanished)
    return Proposal(
        ended=sorted(ended, key=lambda one: one.name),
        vanished=sorted(vanished, key=lambda one: one[1]),
        accesses=len(everybody),
        held=gone * 100 > len(everybody) * most,
    )


def last_day(person: PersonView, today: date, closing: Closing) -> date | None:
    """Of everything that they ever saw; None: something is open, or has not begun, or unknown."""
    premises = {holding.premises for holding in person.holdings}
    grounds = {may_see(person, one, today, closing).ground for one in premises}
    if not grounds or not grounds <= _ENDED:
        return None
    days = [min(x.title_until or today, x.acts_until or today) for x in person.holdings]
    return max(days)
