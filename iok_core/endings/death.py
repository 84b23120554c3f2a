"""Somebody has died: the access freezes at once, what they were let do ends, nothing is sent."""

from datetime import timedelta

import msgspec

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.blocking.service import Clause, NewBlock, Refusal, block_access
from iok_core.db import transaction
from iok_core.endings.proposals import Endings
from iok_core.notices.contacts import silence
from iok_core.notices.context import NoticeContext
from iok_core.premises.desk import end_acting


class Death(msgspec.Struct, frozen=True):
    person: int
    reason: str
    """What shows it, for the office: the number of the letter, never of a document."""


async def record_death(
    endings: Endings, notices: NoticeContext, death: Death, *, by: Origin
) -> Refusal | None:
    """Who else acts for the same payers on their own keeps everything; attorneys do not.

    Raises FlawedBlockError, and ConstraintViolated when there is no such person.
    """
    new = NewBlock(
        person=death.person,
        clause=Clause.END_OF_SETTLEMENTS,
        reason=death.reason,
        since=endings.identity.clock.today(),
    )
    async with transaction():
        await silence(notices, death.person)  # first, or the block would be told by mail
        blocked = await block_access(endings.identity, new, by=by)
        if isinstance(blocked, Refusal):
            return blocked
        ended = await end_acting(death.person, new.since - timedelta(days=1))
        await endings.identity.log.record(
            Action.DEATH_RECORD,
            by=by,
            on=ObjectKind.PERSON,
            object_id=death.person,
            meta={"block": blocked, "ended": ended},
        )
    return None
