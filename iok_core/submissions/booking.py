"""What became of declared payments: their submissions are closed, and opened again after an undo.

Looked for after each publication, undo or redo; while nothing is new, one query of each source.
"""

from collections.abc import Sequence
from datetime import date

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.db import execute, fetch, hold, transaction
from iok_core.events.kinds import EventKind
from iok_core.events.service import emit
from iok_core.imports.service import published_sources
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.kinds import State, StepKind
from iok_core.submissions.matching import DeclaredPaymentView
from iok_core.submissions.payments import COUNTS, LOOKED_BACK, counted, look_among
from iok_core.submissions.rows import SubmissionView, steps_of
from iok_core.submissions.steps import add_step, held


async def look_for_payments(ctx: SubmissionContext) -> None:
    """In what people see now."""
    for source, published in (await published_sources()).items():
        rows = await fetch(
            "SELECT DISTINCT d.account FROM declared_payment d JOIN submission s "
            f"ON s.id = d.submission WHERE {COUNTS} AND d.source = {{}} AND d.looked_gen <> {{}}",
            ctx.clock.today() - LOOKED_BACK,
            source,
            published,
        )
        for (account,) in rows:
            await _look(ctx, int(account), published)


async def _look(ctx: SubmissionContext, account: int, published: int) -> None:
    async with transaction():
        await hold("declared payments of account", account)
        declared = (await counted([account], ctx.clock.today())).get(account, [])
        if not declared:
            return
        found = await look_among(declared, published)
        for one in declared:
            await _settle(ctx, one, found.days.get(one.submission))
            if one.submission in found.taken:
                await _tell_taken(ctx, one.submission)
        await _looked(declared, published)


async def _settle(ctx: SubmissionContext, one: DeclaredPaymentView, day: date | None) -> None:
    if (day is None) == (one.booked_on is None):
        return
    line = await held(one.submission)
    if day is not None and line.state.open:
        await _close(ctx, line, day)
    elif day is None:
        await _open_again(ctx, line)


async def _close(ctx: SubmissionContext, line: SubmissionView, day: date) -> None:
    await _set(line.id, day)
    await execute(
        "UPDATE submission SET state = {}, closed_at = {} WHERE id = {}",
        State.DONE.value,
        ctx.clock.now(),
        line.id,
    )
    await _tell(ctx, line, StepKind.BOOKED, State.DONE, day.isoformat())


async def _open_again(ctx: SubmissionContext, line: SubmissionView) -> None:
    """If it is settled: whoever opened or declined it meanwhile had a reason."""
    await _set(line.id, None)
    if line.state is not State.DONE:
        return
    await execute(
        "UPDATE submission SET state = {}, closed_at = NULL, rating = NULL WHERE id = {}",
        State.RECEIVED.value,
        line.id,
    )
    await _tell(ctx, line, StepKind.NOT_BOOKED, State.RECEIVED, "")


async def _tell_taken(ctx: SubmissionContext, submission: int) -> None:
    """Once: whether it is the same transfer its sender knows."""
    line, kind = await held(submission), StepKind.TAKEN_BY_OTHER
    if line.state.open and kind not in {step.kind for step in await steps_of(submission)}:
        await _tell(ctx, line, kind, line.state, "")


async def _tell(
    ctx: SubmissionContext, line: SubmissionView, kind: StepKind, state: State, text: str
) -> None:
    """Its sender reads of either: a case that is open again is news as well."""
    by = Origin.system()
    step = await add_step(ctx, line.id, kind, state, text, by=by)
    await ctx.log.record(
        Action.SUBMISSION_BOOKING,
        by=by,
        on=ObjectKind.SUBMISSION,
        object_id=line.id,
        meta={"step": kind.value},
    )
    now, told = ctx.clock.now(), EventKind.SUBMISSION_ANSWERED
    await emit(told, at=now, person=line.person, submission=line.id, step=step)


async def _set(submission: int, day: date | None) -> None:
    await execute(
        "UPDATE declared_payment SET booked_on = {} WHERE submission = {}", day, submission
    )


async def _looked(declared: Sequence[DeclaredPaymentView], published: int) -> None:
    for one in declared:
        await execute(
            "UPDATE declared_payment SET looked_gen = {} WHERE submission = {}",
            published,
            one.submission,
        )
