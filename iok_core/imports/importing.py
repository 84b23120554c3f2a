"""One import from its first frame to what becomes of it: published, held or failed."""

from datetime import date

import msgspec

from iok_core import api
from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.db import Clock, transaction, truncate_wal
from iok_core.imports import checkpoints, generations, guard, publishing
from iok_core.imports.attempts import Attempt, Attempts, Order
from iok_core.imports.checkpoints import BaseMovedError
from iok_core.imports.findings import findings, premises_gone, rows_of
from iok_core.imports.generations import ImportState
from iok_core.imports.received import Received
from iok_core.imports.sources import source_by_id
from iok_core.imports.staging import forget_seen
from iok_core.imports.tables import Import, RejectedRow
from iok_core.runs.carrying_out import Progress
from iok_core.runs.outcome import Outcome
from iok_core.runs.supervisor import Limits, run_child

_STALE = api.ConnectorProblem.STALE_CHECKPOINT


class Importing(msgspec.Struct, frozen=True, kw_only=True):
    """What every import of this process works with."""

    clock: Clock
    audit: AuditLog
    limits: guard.Limits
    child_limits: Limits = Limits()
    gentle: bool = True
    """Rest between two writes as long as each took, so that others can write too."""

    async def bring_in(self, order: Order, progress: Progress) -> tuple[ImportState, Outcome]:
        """Pulls the source's state as a new generation; publishes it unless it looks wrong.

        Where less would do and turns out not to, the whole state is pulled. A connector that fails
        leaves nothing behind. The outcome says how its process ended.
        """
        attempts = Attempts(order, self.gentle)
        attempt = await attempts.first()
        state, outcome = await self._try(attempt, order.by, progress)
        if outcome.problem is _STALE and not attempt.is_whole:
            return await self._try(await attempts.whole(), order.by, progress)
        return state, outcome

    async def _try(
        self, attempt: Attempt, by: Origin, progress: Progress
    ) -> tuple[ImportState, Outcome]:
        row, received = attempt.row, attempt.receiver.received
        outcome = await run_child(attempt.start, attempt.sink(progress), self.child_limits)
        if outcome.problem is None:
            await attempt.complete()
            try:
                state = await self._settle(row, received, by)
            except BaseMovedError:
                outcome = msgspec.structs.replace(outcome, problem=_STALE)
        if outcome.problem is not None:
            await self._close(row, ImportState.FAILED, received, [])
            await generations.abandon(row.source, row.gen)
            return ImportState.FAILED, outcome
        await forget_seen(row.source)
        await truncate_wal()
        return state, outcome

    async def _settle(self, row: Import, received: Received, by: Origin) -> ImportState:
        base = await checkpoints.based_on(row.source, row.gen)
        before = await publishing.as_of(row.source, base) if base else {}
        days = before | {kind: as_of.day for kind, as_of in received.as_of.items()}
        await publishing.keep_as_of(row.source, row.gen, days)
        case = await _case(row.source, row.gen, days, received)
        if base:
            case = msgspec.structs.replace(case, rows=await rows_of(row.source, row.gen))
        reasons = guard.judge(case, self.limits)
        state = ImportState.HELD if reasons else ImportState.PUBLISHED
        async with transaction():
            await self._close(row, state, received, reasons)
            if not reasons:
                await publishing.publish(
                    row.source, row.gen, by=by, audit=self.audit, clock=self.clock
                )
        return state

    async def _close(
        self, row: Import, state: ImportState, received: Received, reasons: list[guard.Reason]
    ) -> None:
        row.state = state.value
        row.reasons = _json(reasons)
        row.counts = _json({kind.value: count for kind, count in received.counts.items()})
        row.remarks = _json(received.remarks)
        row.rejected = received.rejected_in_all
        row.ended_at = self.clock.now()
        async with transaction():
            await row.save()
            await checkpoints.ended(row.source, row.gen)
            await _keep_rejected(row.id, received.rejected)


async def _case(
    source: int, gen: int, days: dict[api.DataKind, date], received: Received
) -> guard.Case:
    standing = await source_by_id(source)
    before = None
    if standing.published:
        shown = await publishing.as_of(source, standing.published)
        before = await findings(source, standing.published, shown)
    return guard.Case(
        staged=await findings(source, gen, days),
        published=before,
        premises_gone=await premises_gone(source, gen, standing.published) if before else 0,
        received=received,
        gives_totals=standing.gives_totals,
    )


async def _keep_rejected(of_import: int, rejected: list[api.Rejected]) -> None:
    rows = [
        RejectedRow(
            of_import=of_import,
            kind=row.kind.value,
            problem=row.problem.value,
            source=row.source[:200],
            row=row.row,
            field=row.field[:100],
            value=row.value[:80],
        )
        for row in rejected
    ]
    if rows:
        await RejectedRow.insert(*rows)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
