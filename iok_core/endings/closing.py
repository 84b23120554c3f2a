"""Blocks under clause 12: of those whom somebody chose, or by itself where that is switched on."""

import logging
from collections.abc import Collection
from datetime import date

import msgspec

from iok_core.audit.actions import ActorKind
from iok_core.audit.origin import Origin
from iok_core.blocking.service import BlockWay, Clause, NewBlock, Refusal, block_access
from iok_core.db import transaction
from iok_core.endings.proposals import Ended, Endings, proposed
from iok_core.imports.service import published_sources

_log = logging.getLogger(__name__)

REASON = "Koniec rozrachunków: ostatni dzień {day:%d.%m.%Y}"
"""Kept with the block, so it is Polish in every language."""


class Closed(msgspec.Struct, frozen=True):
    blocked: int
    left: int
    """Chosen, but not ended any more, or blocked meanwhile."""


class HeldError(Exception):
    """So many ended at once that somebody has to look at them first."""


async def close(
    endings: Endings, persons: Collection[int], *, looked_at: bool, by: Origin
) -> Closed | Refusal:
    """Each is judged once more. Raises HeldError unless somebody `looked_at` a list too long."""
    async with transaction():
        proposal = await proposed(endings, await published_sources())
        chosen = [one for one in proposal.ended if one.person in persons]
        if proposal.held and not looked_at:
            raise HeldError
        for one in chosen:
            outcome = await block_access(endings.identity, _block(endings, one, by), by=by)
            if isinstance(outcome, Refusal):
                return outcome
    return Closed(len(chosen), len(persons) - len(chosen))


async def close_by_itself(endings: Endings) -> None:
    """A chore of the worker; nothing unless the operator has switched it on, nothing held."""
    if not endings.settings.ends_by_itself:
        return
    proposal = await proposed(endings, await published_sources())
    if proposal.held:
        _log.warning("%s settlements ended at once: nobody is blocked", len(proposal.ended))
        return
    persons = [one.person for one in proposal.ended]
    if persons:
        await close(endings, persons, looked_at=False, by=Origin.system())


def _block(endings: Endings, one: Ended, by: Origin) -> NewBlock:
    return NewBlock(
        person=one.person,
        clause=Clause.END_OF_SETTLEMENTS,
        reason=_reason(one.ended_on),
        since=endings.identity.clock.today(),
        way=BlockWay.ITSELF if by.kind is ActorKind.SYSTEM else BlockWay.OFFICE,
    )


def _reason(day: date) -> str:
    return REASON.format(day=day)
