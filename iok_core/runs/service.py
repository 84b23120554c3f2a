"""Asking for runs and looking at them."""

from collections.abc import Collection
from datetime import datetime

import msgspec

from iok_core.db import Arg, Clock, Prepared
from iok_core.runs.states import RunState
from iok_core.runs.tables import CODE_LENGTH, Run


class RunRow(msgspec.Struct, frozen=True):
    id: int
    module: int
    kind: str
    state: RunState
    requested_at: datetime
    requested_by: str
    started_at: datetime | None
    finished_at: datetime | None
    attempt: int
    progress_done: int
    progress_total: int
    problem: str
    problem_source: str
    problem_detail: str


class RunLog(msgspec.Struct, frozen=True):
    log: str


_COLUMNS = (
    Run.id,
    Run.module,
    Run.kind,
    Run.state,
    Run.requested_at,
    Run.requested_by,
    Run.started_at,
    Run.finished_at,
    Run.attempt,
    Run.progress_done,
    Run.progress_total,
    Run.problem,
    Run.problem_source,
    Run.problem_detail,
)
_by_id = Prepared(lambda: Run.select(*_COLUMNS).where(Run.id == Arg("id")), RunRow)
_newest = Prepared(
    lambda: Run.select(*_COLUMNS).order_by(Run.id, ascending=False).limit(100), RunRow
)
_log = Prepared(lambda: Run.select(Run.log).where(Run.id == Arg("id")), RunLog)


async def enqueue(*, module: int, kind: str, by: str, clock: Clock) -> int:
    """The new run's id. Called in the transaction of its cause, it waits only if that commits.

    `by` is a code of who asked, as the audit has it.
    """
    row = Run(
        module=module,
        kind=kind,
        state=RunState.QUEUED,
        requested_at=clock.now(),
        requested_by=by[:CODE_LENGTH],
    )
    await row.save()
    return int(row.id)


async def by_id(run: int) -> RunRow | None:
    return await _by_id.one(id=run)


async def under_way() -> dict[int, str]:
    """By module: the kind of its run that waits or is worked on, the oldest one."""
    rows = (
        await Run.select(Run.module, Run.kind)
        .where(Run.state.is_in([RunState.QUEUED, RunState.RUNNING]))
        .order_by(Run.id, ascending=False)
    )
    return {row["module"]: row["kind"] for row in rows}


async def waiting(module: int, kinds: Collection[str]) -> int | None:
    """The oldest run of these kinds that nobody has begun."""
    row = (
        await Run.select(Run.id)
        .where((Run.module == module) & (Run.state == RunState.QUEUED))
        .where(Run.kind.is_in(list(kinds)))
        .order_by(Run.id)
        .first()
    )
    return row["id"] if row else None


async def newest() -> list[RunRow]:
    """The last hundred, newest first."""
    return await _newest()


async def log_of(run: int) -> str:
    """What an operator reads; empty where there is nothing."""
    row = await _log.one(id=run)
    return row.log if row else ""
