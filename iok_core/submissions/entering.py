"""The office enters for a resident what they said on the telephone, in a letter or at the desk."""

from iok_core.audit.actions import Action, ObjectKind, Result
from iok_core.audit.origin import Origin
from iok_core.db import transaction
from iok_core.identity.service import Permission, staff_may
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.kinds import Refusal
from iok_core.submissions.sending import Sent, send

MAY_ENTER = Permission.ANSWER_RESIDENTS
"""Whoever talks to residents may enter any form, whichever desk reads it."""


async def enter(ctx: SubmissionContext, person: int, sent: Sent, *, by: Origin) -> int | Refusal:
    """As `send` does it, with `sent.contact`."""
    if await staff_may(by, MAY_ENTER):
        return await send(ctx, person, sent, by=by)
    async with transaction():
        await ctx.log.record(
            Action.SUBMISSION_ENTER,
            by=by,
            on=ObjectKind.PERSON,
            object_id=person,
            result=Result.REFUSED,
        )
    return Refusal.NOT_PERMITTED
