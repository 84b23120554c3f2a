"""What the office does with a submission: takes it in hand, notes, answers, settles."""

import msgspec

from iok_core.audit.actions import Action
from iok_core.audit.origin import Origin
from iok_core.db import execute, fetch, transaction
from iok_core.identity.service import staff_may
from iok_core.submissions.acts import record, refused, tell
from iok_core.submissions.consenting import accept_unconfirmed
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.desks import PERMISSIONS
from iok_core.submissions.handing_over import follow_state
from iok_core.submissions.kinds import OPEN, Refusal, State, StepKind
from iok_core.submissions.merging import spread
from iok_core.submissions.steps import add_step, held

ANSWERS = (State.IN_PROGRESS, State.RETURNED, State.DONE, State.DECLINED)
"""Where an answer may leave a submission."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    text: str
    state: State
    """One of ANSWERS; the resident is told."""
    unconfirmed: str = ""
    """Why a number is accepted without others who hold the premises and were asked."""


async def answer(ctx: SubmissionContext, id_: int, given: Answer, *, by: Origin) -> Refusal | None:
    """A settled one may be answered once more, one that was taken back is over; whoever answers
    has it in hand."""
    if not given.text.strip():
        return Refusal.NO_TEXT
    async with transaction():
        line = await held(id_)
        refusal = await refused(ctx, line, Action.SUBMISSION_ANSWER, by)
        if refusal is None and line.state is State.WITHDRAWN:
            refusal = Refusal.CLOSED
        if refusal is None and given.state is State.DONE:
            refusal = await accept_unconfirmed(ctx, line, given.unconfirmed, by=by)
        if refusal is not None:
            return refusal
        await _settle(ctx, id_, given.state, by)
        await follow_state(ctx, line, given.state)
        step = await add_step(ctx, id_, StepKind.ANSWER, given.state, given.text, by=by)
        await record(ctx, line, Action.SUBMISSION_ANSWER, by, {"state": given.state.value})
        await tell(ctx, line, step)
        await spread(ctx, id_, StepKind.ANSWER, given.state, given.text, by=by)
    return None


async def _settle(ctx: SubmissionContext, id_: int, state: State, by: Origin) -> None:
    await execute(
        "UPDATE submission SET state = {}, closed_at = {}, assigned = coalesce(assigned, {}) "
        "WHERE id = {}",
        state.value,
        None if state in OPEN else ctx.clock.now(),
        by.staff_id,
        id_,
    )


async def assign(ctx: SubmissionContext, id_: int, staff: int, *, by: Origin) -> Refusal | None:
    """To oneself or to a colleague whose role opens it; what was only received is in hand then."""
    async with transaction():
        line = await held(id_)
        refusal = await refused(ctx, line, Action.SUBMISSION_ASSIGN, by)
        if refusal is None and not await staff_may(Origin.staff(staff), PERMISSIONS[line.desk]):
            refusal = Refusal.NO_SUCH_STAFF
        if refusal is None and not line.state.open:
            refusal = Refusal.CLOSED
        if refusal is not None:
            return refusal
        state = State.IN_PROGRESS if line.state is State.RECEIVED else line.state
        await execute(
            "UPDATE submission SET assigned = {}, state = {} WHERE id = {}",
            staff,
            state.value,
            id_,
        )
        step = await add_step(ctx, id_, StepKind.TAKEN, state, await _name(staff), by=by)
        await record(ctx, line, Action.SUBMISSION_ASSIGN, by, {"staff": staff})
        if state is not line.state:
            await tell(ctx, line, step)
            await spread(ctx, id_, StepKind.TAKEN, state, "", by=by)
    return None


async def note(ctx: SubmissionContext, id_: int, text: str, *, by: Origin) -> Refusal | None:
    """For the office only; the resident never reads it."""
    if not text.strip():
        return Refusal.NO_TEXT
    async with transaction():
        line = await held(id_)
        refusal = await refused(ctx, line, Action.SUBMISSION_NOTE, by)
        if refusal is not None:
            return refusal
        await add_step(ctx, id_, StepKind.NOTE, line.state, text, by=by)
        await record(ctx, line, Action.SUBMISSION_NOTE, by, {})
    return None


async def _name(staff: int) -> str:
    rows = await fetch("SELECT name FROM staff WHERE id = {}", staff)
    return str(rows[0][0])
