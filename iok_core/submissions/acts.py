"""What the acts of the office on a submission share: who may, what is recorded, who is told."""

from typing import Any

from iok_core.audit.actions import Action, ActorKind, ObjectKind, Result
from iok_core.audit.origin import Origin
from iok_core.events.kinds import EventKind
from iok_core.events.service import emit
from iok_core.identity.service import staff_may
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.desks import PERMISSIONS
from iok_core.submissions.kinds import Refusal
from iok_core.submissions.rows import SubmissionLine, followers_of


async def refused(
    ctx: SubmissionContext, line: SubmissionLine, action: Action, by: Origin
) -> Refusal | None:
    if by.kind is ActorKind.OPERATOR or await staff_may(by, PERMISSIONS[line.desk]):
        return None
    await ctx.log.record(
        action,
        by=by,
        on=ObjectKind.SUBMISSION,
        object_id=line.id,
        result=Result.REFUSED,
    )
    return Refusal.NOT_PERMITTED


async def tell(ctx: SubmissionContext, line: SubmissionLine, step: int) -> None:
    """Who sent it, and who follows it; a stranger is called by the office, not by the portal."""
    if line.caller is not None:
        return
    now, kind = ctx.clock.now(), EventKind.SUBMISSION_ANSWERED
    for person in [line.person, *await followers_of(line.id)]:
        await emit(kind, at=now, person=person, submission=line.id, step=step)


async def record(
    ctx: SubmissionContext, line: SubmissionLine, action: Action, by: Origin, meta: dict[str, Any]
) -> None:
    await ctx.log.record(action, by=by, on=ObjectKind.SUBMISSION, object_id=line.id, meta=meta)
