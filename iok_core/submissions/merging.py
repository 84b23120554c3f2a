"""Doubles: a submission dealt with in another one about the same.

Its sender reads the answers that are given there from then on, and nothing else: not who wrote,
nor in which words, nor from where. It keeps its number and its own history.
"""

from collections.abc import Collection

from iok_core.audit.actions import Action
from iok_core.audit.origin import Origin
from iok_core.db import execute, fetch, transaction
from iok_core.submissions.acts import record, refused, tell
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.doubles import may_join
from iok_core.submissions.kinds import OPEN, Refusal, State, StepKind
from iok_core.submissions.rows import SubmissionLine, merged_in, one_submission
from iok_core.submissions.steps import add_step, held


async def merge(
    ctx: SubmissionContext, double: int, main: int, text: str, *, by: Origin
) -> Refusal | None:
    """What was joined with the double goes along. `text`: what its sender reads, or nothing."""
    return await merge_all(ctx, [double], main, text, by=by)


async def merge_all(
    ctx: SubmissionContext, doubles: Collection[int], main: int, text: str, *, by: Origin
) -> Refusal | None:
    """Each of them with the main one, or none at all."""
    async with transaction():
        lines = {one: await held(one) for one in sorted({*doubles, main})}
        into = lines.pop(main)
        if not lines:
            return Refusal.NOT_THE_SAME
        for one in lines.values():
            refusal = await refused(ctx, one, Action.SUBMISSION_MERGE, by)
            refusal = refusal or _kept_apart(ctx, one, into)
            if refusal is not None:
                return refusal
        for one in lines.values():
            await _join(ctx, one, into, text, by)
    return None


async def split(ctx: SubmissionContext, double: int, *, by: Origin) -> Refusal | None:
    """It waits for the office by itself again, with the term that it had."""
    async with transaction():
        line = await held(double)
        refusal = await refused(ctx, line, Action.SUBMISSION_SPLIT, by)
        if refusal is None and line.merged_into is None:
            refusal = Refusal.NOT_JOINED
        if refusal is None and line.state is State.WITHDRAWN:
            refusal = Refusal.CLOSED
        if refusal is not None:
            return refusal
        step = await _let_go(ctx, line, by)
        await record(ctx, line, Action.SUBMISSION_SPLIT, by, {"from": line.merged_into})
        await tell(ctx, line, step)
    return None


async def let_all_go(ctx: SubmissionContext, main: int, *, by: Origin) -> None:
    """Whoever sent the main one has taken it back: those who sent the same have not."""
    for line in await merged_in(main):
        if line.state is not State.WITHDRAWN:
            await _let_go(ctx, line, by)
            await record(ctx, line, Action.SUBMISSION_SPLIT, by, {"from": main})


async def spread(
    ctx: SubmissionContext, main: int, kind: StepKind, state: State, text: str, *, by: Origin
) -> None:
    """To everybody whose submission is dealt with in this one: what they read of it."""
    shown = _as_read_beside(state)
    rows = await fetch(
        "UPDATE submission SET state = {}, closed_at = {} WHERE merged_into = {} AND state <> {} "
        "RETURNING id",
        shown.value,
        None if shown in OPEN else ctx.clock.now(),
        main,
        State.WITHDRAWN.value,
    )
    for (double,) in sorted(rows):
        step = await add_step(ctx, double, kind, shown, text, by=by)
        line = await one_submission(double)
        if line is not None:
            await tell(ctx, line, step)


async def _join(
    ctx: SubmissionContext, one: SubmissionLine, into: SubmissionLine, text: str, by: Origin
) -> None:
    state = _as_read_beside(into.state)
    await execute(
        "UPDATE submission SET merged_into = {}, state = {} WHERE id = {}",
        into.id,
        state.value,
        one.id,
    )
    await execute("UPDATE submission SET merged_into = {} WHERE merged_into = {}", into.id, one.id)
    step = await add_step(ctx, one.id, StepKind.MERGED, state, text, by=by)
    await add_step(ctx, into.id, StepKind.JOINED, into.state, one.number, by=by)
    await record(ctx, one, Action.SUBMISSION_MERGE, by, {"into": into.id})
    await tell(ctx, one, step)


def _kept_apart(
    ctx: SubmissionContext, one: SubmissionLine, into: SubmissionLine
) -> Refusal | None:
    if one.merged_into is not None or into.merged_into is not None:
        return Refusal.JOINED_ALREADY
    if not (one.state.open and into.state.open):
        return Refusal.CLOSED
    return None if may_join(ctx, one, into) else Refusal.NOT_THE_SAME


def _as_read_beside(state: State) -> State:
    """What the office asks the sender of the main one nobody else has to answer."""
    return State.IN_PROGRESS if state is State.RETURNED else state


async def _let_go(ctx: SubmissionContext, line: SubmissionLine, by: Origin) -> int:
    state = line.state if line.state.open else State.RECEIVED
    await execute(
        "UPDATE submission SET merged_into = NULL, state = {}, closed_at = NULL WHERE id = {}",
        state.value,
        line.id,
    )
    return await add_step(ctx, line.id, StepKind.SPLIT, state, "", by=by)
