"""A declared number is confirmed by somebody else who holds the premises, or objected to."""

from iok_core.audit.actions import Action
from iok_core.audit.origin import Origin
from iok_core.db import execute, transaction
from iok_core.db.text import storable
from iok_core.events.kinds import EventKind
from iok_core.events.service import emit
from iok_core.imports.service import published_sources
from iok_core.ledger.sheets import Reader
from iok_core.submissions.acts import record
from iok_core.submissions.consent import shared_with, state_of
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.kinds import Consent, Refusal, StepKind
from iok_core.submissions.rows import SubmissionLine
from iok_core.submissions.steps import add_step, held
from iok_core.submissions.tables import TEXT_LENGTH

_STEPS = {Consent.AGREED: StepKind.AGREED, Consent.OBJECTED: StepKind.OBJECTED}


async def say(
    ctx: SubmissionContext, id_: int, said: Consent, reason: str, reader: Reader, *, by: Origin
) -> Refusal | None:
    """Said once more it changes nothing; until the office has accepted it, everybody may think
    better of it. `reason`: of an objection. Raises LookupError: it is not theirs to say."""
    if said is Consent.OBJECTED and not reason.strip():
        return Refusal.NO_TEXT
    async with transaction():
        line = await held(id_)
        before = await shared_with(reader, id_)
        if before is None:
            raise LookupError(f"submission {id_} is shared with nobody like this")
        if not line.state.open:
            return Refusal.CLOSED
        kept = storable(reason.strip(), TEXT_LENGTH)
        if (before.said, before.reason) == (said, kept):
            return None
        await _keep(ctx, id_, reader.person.id, said, kept)
        step = await add_step(ctx, id_, _STEPS[said], line.state, "", by=by)
        await record(ctx, line, Action.SUBMISSION_CONSENT, by, {"said": said.value})
        now, told = ctx.clock.now(), EventKind.SUBMISSION_ANSWERED
        await emit(told, at=now, person=line.person, submission=id_, step=step)
        if said is Consent.OBJECTED:
            written = EventKind.SUBMISSION_WRITTEN
            await emit(written, at=now, person=reader.person.id, submission=id_, step=step)
    return None


async def accept_unconfirmed(
    ctx: SubmissionContext, line: SubmissionLine, reason: str, *, by: Origin
) -> Refusal | None:
    """Before a number is accepted: for a reason, where whoever was asked does not agree."""
    state = await state_of(line, await published_sources(), ctx.clock.today())
    if state is None or not state.keeps:
        return None
    if not reason.strip():
        return Refusal.NOT_CONFIRMED
    await add_step(ctx, line.id, StepKind.UNCONFIRMED, line.state, reason, by=by)
    await record(ctx, line, Action.SUBMISSION_UNCONFIRMED, by, {"consent": state.value})
    return None


async def _keep(
    ctx: SubmissionContext, submission: int, person: int, said: Consent, reason: str
) -> None:
    await execute(
        "INSERT INTO submission_consent (submission, person, said, reason, at) "
        "VALUES ({}, {}, {}, {}, {}) ON CONFLICT (submission, person) "
        "DO UPDATE SET said = excluded.said, reason = excluded.reason, at = excluded.at",
        submission,
        person,
        said.value,
        reason,
        ctx.clock.now(),
    )
