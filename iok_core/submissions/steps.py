"""Where every act on a submission begins and ends: held, and told by a step of its own."""

from typing import Any

from iok_core.audit.origin import Origin
from iok_core.db import hold
from iok_core.db.text import storable
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.kinds import State, StepKind
from iok_core.submissions.rows import SubmissionView, one_submission
from iok_core.submissions.tables import TEXT_LENGTH, SubmissionStep


async def held(id_: int) -> SubmissionView:
    """Nobody else's to change until the transaction ends. Raises LookupError."""
    await hold("submission", id_)
    line = await one_submission(id_)
    if line is None:
        raise LookupError(f"no submission {id_}")
    return line


async def add_step(
    ctx: SubmissionContext, submission: int, kind: StepKind, state: State, text: str, *, by: Origin
) -> int:
    """Its id. In the transaction of what happened."""
    now: Any = ctx.clock.now()
    row = SubmissionStep(
        submission=submission,
        kind=kind.value,
        state=state.value,
        text=storable(text.strip(), TEXT_LENGTH),
        at=now,
        staff=by.staff_id,
    )
    await row.save()
    return int(row.id)
