"""What the resident does with a submission of their own, once it is sent."""

from datetime import timedelta

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.db import execute, transaction
from iok_core.db.clock import WARSAW
from iok_core.events.kinds import EventKind
from iok_core.events.service import emit
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.handing_over import follow_state
from iok_core.submissions.kinds import Refusal, State, StepKind
from iok_core.submissions.merging import let_all_go
from iok_core.submissions.rows import SubmissionView, one_submission, steps_of
from iok_core.submissions.steps import add_step, held

_WRITTEN = (StepKind.MESSAGE, StepKind.REOPENED)
"""The office's mailbox is told of them."""
_BEGIN_A_TERM = (StepKind.SENT, StepKind.REOPENED)


async def write(ctx: SubmissionContext, id_: int, text: str, *, by: Origin) -> Refusal | None:
    """A message to the office; what was returned to the resident is in hand again."""
    if not text.strip():
        return Refusal.NO_TEXT
    async with transaction():
        line = await held(id_)
        if not line.state.open:
            return Refusal.CLOSED
        returned = line.state is State.RETURNED
        state = State.IN_PROGRESS if returned else line.state
        await execute("UPDATE submission SET state = {} WHERE id = {}", state.value, id_)
        await _done(ctx, line, StepKind.MESSAGE, state, text, by)
        if line.merged_into is not None:
            await _show_beside(ctx, line, line.merged_into, text, by)
    return None


async def reopen(ctx: SubmissionContext, id_: int, text: str, *, by: Origin) -> Refusal | None:
    """It was settled, and yet it is not: it waits for the office again, with a new term."""
    if not text.strip():
        return Refusal.NO_TEXT
    async with transaction():
        line = await held(id_)
        refusal = _recently_settled(ctx, line)
        if refusal is not None:
            return refusal
        term = await _term(ctx, line)
        await execute(
            "UPDATE submission SET state = {}, closed_at = NULL, rating = NULL, due_on = {}, "
            "merged_into = NULL WHERE id = {}",
            State.RECEIVED.value,
            ctx.calendar.due(ctx.clock.today(), term),
            id_,
        )
        await follow_state(ctx, line, State.RECEIVED)
        await _done(ctx, line, StepKind.REOPENED, State.RECEIVED, text, by)
    return None


async def withdraw(ctx: SubmissionContext, id_: int, *, by: Origin) -> Refusal | None:
    async with transaction():
        line = await held(id_)
        if not line.state.open:
            return Refusal.CLOSED
        await execute(
            "UPDATE submission SET state = {}, closed_at = {} WHERE id = {}",
            State.WITHDRAWN.value,
            ctx.clock.now(),
            id_,
        )
        await _done(ctx, line, StepKind.WITHDRAWN, State.WITHDRAWN, "", by)
        await let_all_go(ctx, id_, by=by)
    return None


async def rate(ctx: SubmissionContext, id_: int, stars: int, *, by: Origin) -> Refusal | None:
    """`stars`: 1 to 5; a second rating takes the place of the first."""
    async with transaction():
        line = await held(id_)
        refusal = _recently_settled(ctx, line)
        if refusal is not None:
            return refusal
        await execute("UPDATE submission SET rating = {} WHERE id = {}", stars, id_)
        await _done(ctx, line, StepKind.RATED, line.state, str(stars), by)
    return None


async def _show_beside(
    ctx: SubmissionContext, line: SubmissionView, main: int, text: str, by: Origin
) -> None:
    """Where the office deals with it, and nobody else reads it."""
    into = await one_submission(main)
    if into is not None:
        told = f"{line.number}: {text}"
        await add_step(ctx, main, StepKind.BESIDE, into.state, told, by=by)


def may_reopen(ctx: SubmissionContext, line: SubmissionView) -> bool:
    return _recently_settled(ctx, line) is None


def _recently_settled(ctx: SubmissionContext, line: SubmissionView) -> Refusal | None:
    if line.closed_at is None or line.state is State.WITHDRAWN:
        return Refusal.STILL_OPEN
    late = ctx.clock.now() > line.closed_at + timedelta(days=ctx.settings.reopen_days)
    return Refusal.TOO_LATE if late else None


async def _term(ctx: SubmissionContext, line: SubmissionView) -> int:
    """As many working days as the office had the first time, however often it is opened again."""
    begun = [one.at for one in await steps_of(line.id) if one.kind in _BEGIN_A_TERM]
    return max(1, ctx.calendar.left(begun[-1].astimezone(WARSAW).date(), line.due_on))


async def _done(
    ctx: SubmissionContext,
    line: SubmissionView,
    kind: StepKind,
    state: State,
    text: str,
    by: Origin,
) -> None:
    step = await add_step(ctx, line.id, kind, state, text, by=by)
    if kind in _WRITTEN:
        now, told = ctx.clock.now(), EventKind.SUBMISSION_WRITTEN
        await emit(told, at=now, person=line.person, submission=line.id, step=step)
    await ctx.log.record(
        Action.SUBMISSION_CHANGE,
        by=by,
        on=ObjectKind.SUBMISSION,
        object_id=line.id,
        meta={"step": kind.value},
    )
