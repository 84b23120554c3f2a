"""One import from its first frame to what becomes of it: published, held or failed."""

from collections.abc import Awaitable, Callable

import msgspec

from iok_core import api
from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.child.frames import Batch, Notes, Start
from iok_core.db import Clock, transaction, truncate_wal
from iok_core.db.text import storable
from iok_core.db.versioned import KEY_LENGTH
from iok_core.imports import generations, guard, publishing
from iok_core.imports.course import course_of
from iok_core.imports.fingerprint import same_as
from iok_core.imports.generations import ImportState
from iok_core.imports.judging import case_of
from iok_core.imports.publishing import MovedError
from iok_core.imports.received import Received
from iok_core.imports.receiving import SHELVES, Receiver
from iok_core.imports.staging import Staging, forget_seen
from iok_core.imports.tables import Import, RejectedRow
from iok_core.runs.outcome import Outcome
from iok_core.runs.supervisor import Limits, run_child

Progress = Callable[[api.Step], Awaitable[None]]


class Importing(msgspec.Struct, frozen=True, kw_only=True):
    """What every import of this process works with."""

    clock: Clock
    audit: AuditLog
    limits: guard.Limits
    child_limits: Limits = Limits()
    gentle: bool = True
    """Rest between two writes as long as each took, so that others can write too."""

    async def bring_in(
        self, run: int, source: int, start: Start, by: Origin, progress: Progress
    ) -> tuple[ImportState, Outcome]:
        """Pulls the source's whole state as a new generation; publishes it unless it looks wrong.

        A connector that fails leaves nothing behind. The outcome says how its process ended.
        """
        gen = await generations.take(source)
        row = await _open(run, source, gen)
        staging = Staging(source, gen, gentle=self.gentle)
        receiver = Receiver(source, staging)
        await receiver.load()
        outcome = await run_child(start, _sink(receiver, progress), self.child_limits)
        if outcome.problem is not None:
            await self._close(row, ImportState.FAILED, receiver.received, [])
            await generations.abandon(source, gen)
            return ImportState.FAILED, outcome
        row.fingerprint = receiver.fingerprint.hex()
        if await self._repeats(row):
            await self._close(row, ImportState.REPEATED, receiver.received, [])
            await generations.abandon(source, gen)
            return ImportState.REPEATED, outcome
        for shelf in SHELVES:
            await staging.close_unseen(shelf)
        await forget_seen(source)
        state = await self._settle(row, gen, receiver.received, by)
        await truncate_wal()
        return state, outcome

    async def _repeats(self, row: Import) -> bool:
        """What people see now, or what was undone, must not come back by the same export."""
        course = await course_of(row.source)
        row.repeats = await same_as(row.source, row.fingerprint, [course.now, *course.undone])
        return row.repeats > 0

    async def _settle(self, row: Import, gen: int, received: Received, by: Origin) -> ImportState:
        days = {kind: as_of.day for kind, as_of in received.as_of.items()}
        await publishing.keep_as_of(row.source, gen, days)
        while True:
            case = await case_of(row.source, gen, days, received)
            reasons = guard.judge(case, self.limits)
            try:
                return await self._end(row, case, reasons, by)
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
            await _keep_rejected(row.id, received.rejected)


def _sink(receiver: Receiver, progress: Progress) -> Callable[..., Awaitable[None]]:
    async def take(frame: Batch | Notes | api.Step) -> None:
        match frame:
            case Batch(messages) | Notes(messages):
                await receiver.take(messages)
            case api.Step():
                await progress(frame)

    return take


async def _open(run: int, source: int, gen: int) -> Import:
    row = Import(
        run=run,
        source=source,
        gen=gen,
        state=ImportState.IMPORTING.value,
        reasons="[]",
        counts="{}",
        remarks="[]",
    )
    await row.save()
    return row


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
