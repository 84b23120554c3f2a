"""One import from its first frame to what becomes of it: published, held or failed."""

import msgspec

from iok_core import api
from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.db import Clock, transaction, truncate_wal
from iok_core.db.text import storable
from iok_core.db.versioned import KEY_LENGTH
from iok_core.imports import checkpoints, generations, guard, publishing
from iok_core.imports.attempts import Attempt, Attempts, Order
from iok_core.imports.checkpoints import OutdatedChangesError
from iok_core.imports.course import course_of
from iok_core.imports.findings import rows_of
from iok_core.imports.fingerprint import same_as
from iok_core.imports.generations import ImportState
from iok_core.imports.judging import case_of
from iok_core.imports.publishing import MovedError
from iok_core.imports.received import Received
from iok_core.imports.staging import forget_seen
from iok_core.imports.tables import Import, RejectedRow
from iok_core.meters.checks import fallen
from iok_core.runs.carrying_out import Progress
from iok_core.runs.outcome import Outcome
from iok_core.runs.supervisor import Limits, run_child

_METERS_NAMED = 10
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
        outcome = await run_child(attempt.start, attempt.sink(progress), self.child_limits)
        if outcome.problem is None:
            try:
                state = await self._take(attempt, by)
            except OutdatedChangesError:
                outcome = msgspec.structs.replace(outcome, problem=_STALE)
        if outcome.problem is not None:
            await self._give_back(attempt, ImportState.FAILED)
            return ImportState.FAILED, outcome
        await truncate_wal()
        return state, outcome

    async def _take(self, attempt: Attempt, by: Origin) -> ImportState:
        """What has come whole, as it stands then. Raises OutdatedChangesError."""
        row, receiver = attempt.row, attempt.receiver
        if attempt.is_whole:
            row.fingerprint = receiver.fingerprint.hex()
            if await self._repeats(row):
                await self._give_back(attempt, ImportState.REPEATED)
                return ImportState.REPEATED
        await attempt.complete()
        state = await self._settle(row, receiver.received, by)
        await forget_seen(row.source)
        return state

    async def _give_back(self, attempt: Attempt, state: ImportState) -> None:
        await self._close(attempt.row, state, attempt.receiver.received, [])
        await generations.abandon(attempt.row.source, attempt.row.gen)

    async def _repeats(self, row: Import) -> bool:
        """What people see now, or what was undone, must not come back by the same export."""
        course = await course_of(row.source)
        row.repeats = await same_as(row.source, row.fingerprint, [course.now, *course.undone])
        return row.repeats > 0

    async def _settle(self, row: Import, received: Received, by: Origin) -> ImportState:
        base = await checkpoints.based_on(row.source, row.gen)
        days = await publishing.as_of(row.source, base) if base else {}
        days |= {kind: as_of.day for kind, as_of in received.as_of.items()}
        await publishing.keep_as_of(row.source, row.gen, days)
        rows = await rows_of(row.source, row.gen) if base else {}
        await _remark(row, received)
        while True:
            case = await case_of(row.source, row.gen, days, received, self.clock.today())
            case = msgspec.structs.replace(case, rows=rows)
            try:
                return await self._end(row, case, guard.judge(case, self.limits), by)
            except MovedError:
                continue  # somebody undid or redid meanwhile: compare with what people see now

    async def _end(
        self, row: Import, case: guard.Case, reasons: list[guard.Reason], by: Origin
    ) -> ImportState:
        row.figures, row.judged_against = _json(case.staged), case.against
        state = ImportState.HELD if reasons else ImportState.PUBLISHED
        async with transaction():
            await self._close(row, state, case.received, reasons)
            if not reasons:
                await publishing.publish(
                    row.source,
                    row.gen,
                    against=case.against,
                    by=by,
                    audit=self.audit,
                    clock=self.clock,
                )
        return state

    async def _close(
        self, row: Import, state: ImportState, received: Received, reasons: list[guard.Reason]
    ) -> None:
        row.state = state.value
        row.reasons = _json(reasons)
        row.counts = _json({kind.value: count for kind, count in received.counts.items()})
        row.remarks = _json(received.remarks)
        row.controls = _json(received.controls)
        row.rejected = received.rejected_in_all
        row.ended_at = self.clock.now()
        async with transaction():
            await row.save()
            await checkpoints.ended(row.source, row.gen)
            await _keep_rejected(row.id, received.rejected)


async def _remark(row: Import, received: Received) -> None:
    """What is odd and holds nothing back."""
    numbers = await fallen(row.source, row.gen)
    if numbers:
        detail = ", ".join(numbers[:_METERS_NAMED])
        code = api.RemarkCode.READING_FELL
        received.note(api.Remark(code=code, detail=detail, count=len(numbers)))


async def _keep_rejected(of_import: int, rejected: list[api.Rejected]) -> None:
    rows = [
        RejectedRow(
            of_import=of_import,
            kind=row.kind.value,
            problem=row.problem.value,
            source=storable(row.source, 200),
            row=row.row,
            field=storable(row.field, 100),
            value=storable(row.value, 80),
            account=storable(row.account, KEY_LENGTH),
        )
        for row in rejected
    ]
    if rows:
        await RejectedRow.insert(*rows)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
