"""What an accepted submission has for the accounting system, and what becomes of it there."""

from iok_core.api import Medium
from iok_core.audit.actions import Action, ObjectKind, Result
from iok_core.audit.origin import Origin
from iok_core.db import fetch
from iok_core.db.clock import WARSAW
from iok_core.handovers.service import (
    Case,
    HandOverState,
    Number,
    Shown,
    Why,
    all_taken,
    hand_over,
    stop,
)
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.kinds import State, StepKind
from iok_core.submissions.rows import SubmissionView
from iok_core.submissions.steps import add_step, held

_NUMBER = (
    "SELECT s.declared_occupants, s.declared_from FROM submission s WHERE s.id = {} "
    "AND s.declared_occupants IS NOT NULL AND s.known_at IS NULL AND s.entered_at IS NULL "
    "AND NOT EXISTS "
    "(SELECT 1 FROM submission o WHERE o.premises = s.premises AND o.id > s.id "
    "AND o.state = 'done' AND o.declared_occupants IS NOT NULL)"
)
_READINGS = (
    "SELECT d.id, d.meter, d.number, d.medium, d.unit, d.day, d.thousandths "
    "FROM declared_reading d JOIN submission s ON s.id = d.submission "
    "WHERE s.id = {} AND s.entered_at IS NULL AND d.known_at IS NULL ORDER BY d.id"
)


async def follow_state(ctx: SubmissionContext, line: SubmissionView, state: State) -> None:
    """In the transaction that gives a submission its state: accepted, it goes on; else it stays."""
    if state is not State.DONE:
        await stop(ctx.handovers, line.id, Why.NOT_ACCEPTED)
    elif line.declares and line.premises is not None:
        today = ctx.clock.now().astimezone(WARSAW).date()
        case = Case(
            submission=line.id, number=line.number, premises=line.premises, accepted_on=today
        )
        await hand_over(ctx.handovers, case, await _facts(line.id))


async def note_hand_over(ctx: SubmissionContext, submission: int, state: HandOverState) -> None:
    """In the transaction in which something of it was taken, or given up."""
    by = Origin.system()
    taken = state is HandOverState.TAKEN
    await ctx.log.record(
        Action.SUBMISSION_TAKE_OVER,
        by=by,
        on=ObjectKind.SUBMISSION,
        object_id=submission,
        result=Result.DONE if taken else Result.FAILED,
    )
    if taken and await all_taken(submission):
        line = await held(submission)
        await add_step(ctx, submission, StepKind.TAKEN_OVER, line.state, "", by=by)


async def _facts(submission: int) -> list[Number | Shown]:
    numbers = [Number(*row) for row in await fetch(_NUMBER, submission)]
    readings = [
        Shown(
            reading=id_,
            meter=meter,
            number=number,
            medium=Medium(medium),
            unit=unit,
            day=day,
            thousandths=thousandths,
        )
        for id_, meter, number, medium, unit, day, thousandths in await fetch(_READINGS, submission)
    ]
    return [*numbers, *readings]
