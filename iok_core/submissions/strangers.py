"""What somebody sends in who cannot sign in (clause 16): taken without asking who they are.

How much is counted in the database, for all processes and over a restart.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from iok_core.api import Concern, Desk
from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.db import Clock, execute, fetch, hold, transaction
from iok_core.events.kinds import EventKind
from iok_core.events.service import emit
from iok_core.premises.cooperative import the_cooperative
from iok_core.submissions.answers import Line
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.kinds import Refusal, State, StepKind
from iok_core.submissions.rows import SubmissionView, one_submission
from iok_core.submissions.sending import next_number
from iok_core.submissions.steps import add_step
from iok_core.submissions.tables import Submission
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import speaking

WINDOW = timedelta(hours=1)
_A_TOKEN = re.compile(r"[0-9a-f]{32}")


class Told(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    said: Sequence[Line]
    """What it is called, and what was typed; in Polish."""
    attached: Sequence[Line]
    """What the portal adds, as the sender has read it."""


async def take(ctx: SubmissionContext, told: Told, token: str, network: str) -> Refusal | None:
    """Once for each token, however often it is sent; by it the sender reads the number."""
    async with transaction():
        await hold("submissions of strangers")
        if await taken(token) is not None:
            return None
        if not await _admitted(ctx, ctx.network(network)):
            return Refusal.TOO_MANY
        row = await _insert(ctx, told, token, ctx.network(network))
        by = Origin.stranger()
        await add_step(ctx, row, StepKind.SENT, State.RECEIVED, "", by=by)
        await ctx.log.record(Action.SUBMISSION_SEND, by=by, on=ObjectKind.SUBMISSION, object_id=row)
        await emit(EventKind.SUBMISSION_SENT, at=ctx.clock.now(), submission=row)
    return None


def is_token(text: str) -> bool:
    return bool(_A_TOKEN.fullmatch(text))


async def taken(token: str) -> SubmissionView | None:
    """Of a stranger; those of residents are read by residents only."""
    rows = await fetch(
        "SELECT id FROM submission WHERE draft_token = {} AND caller IS NOT NULL", token
    )
    return await one_submission(int(rows[0][0])) if rows else None


async def forget_networks(clock: Clock) -> None:
    """Those that count no more."""
    await execute(
        "UPDATE submission SET network = NULL WHERE network IS NOT NULL AND sent_at <= {}",
        clock.now() - WINDOW,
    )


async def _admitted(ctx: SubmissionContext, network: str) -> bool:
    since = ctx.clock.now() - WINDOW
    await forget_networks(ctx.clock)
    ours = await _count(since, "network = {}", network)
    if ours >= ctx.settings.strangers_in_a_network:
        return False
    return await _count(since, "caller IS NOT NULL") < ctx.settings.strangers_in_all


async def _count(since: datetime, which: str, *values: object) -> int:
    rows = await fetch(
        f"SELECT count(*) FROM submission WHERE sent_at > {{}} AND {which}", since, *values
    )
    return int(rows[0][0])


async def _insert(ctx: SubmissionContext, told: Told, token: str, network: str) -> int:
    now: Any = ctx.clock.now()
    today = ctx.clock.today()
    with speaking("pl"):
        title = _("Problem with signing in")
    row = Submission(
        number=await next_number(today.year),
        draft_token=token,
        person=await the_cooperative(ctx.clock),
        caller=told.name,
        network=network,
        title=title,
        desk=Desk.OFFICE.value,
        concern=Concern.NOTHING.value,
        answers="{}",
        shown=msgspec.json.encode(told.said).decode(),
        attached=msgspec.json.encode(told.attached).decode(),
        state=State.RECEIVED.value,
        sent_at=now,
        due_on=ctx.calendar.due(today, ctx.settings.strangers_days),
    )
    await row.save()
    return int(row.id)
