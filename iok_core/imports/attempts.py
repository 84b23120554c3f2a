"""How a run brings its source in: the rest of what was cut off, the changes, or the whole state."""

from collections.abc import Awaitable, Callable

import msgspec

from iok_core import api
from iok_core.audit.origin import Origin
from iok_core.child.frames import Batch, Notes, Start
from iok_core.db import fetch
from iok_core.imports import checkpoints, generations
from iok_core.imports.generations import ImportState
from iok_core.imports.going_on import ChangesReceiver, LaterReceiver
from iok_core.imports.receiving import SHELVES, Receiver
from iok_core.imports.references import dangling
from iok_core.imports.sources import source_by_id
from iok_core.imports.staging import Staging
from iok_core.imports.sweeping import take_back_after
from iok_core.imports.tables import Import
from iok_core.runs.carrying_out import Progress

Taken = Batch | Notes | api.Step | api.Checkpoint


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """Which run brings which source in, and what its connector can do."""

    run: int
    source: int
    start: Start
    abilities: frozenset[api.Capability]
    by: Origin


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """One generation on its way in."""

    row: Import
    start: Start
    staging: Staging
    receiver: Receiver

    @property
    def is_whole(self) -> bool:
        """Nothing was there before it began."""
        return self.start.what == "pull"

    def sink(self, progress: Progress) -> Callable[[Taken], Awaitable[None]]:
        async def take(frame: Taken) -> None:
            match frame:
                case Batch(messages) | Notes(messages):
                    await self.receiver.take(messages)
                case api.Checkpoint(text=text):
                    marks = await self.staging.marks(SHELVES)
                    received = self.receiver.received
                    await checkpoints.keep(self.row.source, self.row.gen, text, marks, received)
                case api.Step():
                    await progress(frame)

        return take

    async def complete(self) -> None:
        """When all has come: what did not come is gone, but for a delta."""
        if self.start.what == "changes":
            for row in await dangling(self.row.source, self.row.gen):
                self.receiver.received.reject(row)
        else:
            for shelf in SHELVES:
                await self.staging.close_unseen(shelf)


class Attempts(msgspec.Struct, frozen=True):
    """The ways to carry one order out."""

    order: Order
    gentle: bool

    async def first(self) -> Attempt:
        """The one that has the least to do."""
        return await self._rest() or await self._changes() or await self.whole()

    async def whole(self) -> Attempt:
        gen = await generations.take(self.order.source)
        staging = self._staging(gen)
        return await self._attempt(await self._opened(gen), staging, Receiver)

    async def _rest(self) -> Attempt | None:
        """The generation of the attempt before, if its worker was lost and it can go on."""
        order = self.order
        if api.Capability.REPEATABLE_CHECKPOINTS not in order.abilities:
            return None
        row = await self._cut_off()
        kept = await checkpoints.checkpoint_of(order.source, row.gen) if row else None
        if row is None or kept is None or kept.based_on or not kept.marks:
            return None
        await take_back_after(order.source, row.gen, kept.rows, SHELVES)
        start = msgspec.structs.replace(order.start, what="rest", checkpoint=kept.said)
        attempt = await self._attempt(row, self._staging(row.gen), LaterReceiver, start)
        attempt.receiver.received = kept.so_far
        return attempt

    async def _cut_off(self) -> Import | None:
        staged = (await source_by_id(self.order.source)).staged
        return (
            await Import.objects()
            .where(
                (Import.run == self.order.run)
                & (Import.source == self.order.source)
                & (Import.gen == staged)
                & (Import.state == ImportState.IMPORTING.value)
            )
            .first()
        )

    async def _changes(self) -> Attempt | None:
        """Only on top of what people see, and only if that is the newest and nothing was wrong."""
        order = self.order
        if api.Capability.CHANGES not in order.abilities:
            return None
        base = await self._base()
        kept = await checkpoints.checkpoint_of(order.source, base) if base else None
        if kept is None or not kept.said:
            return None
        gen = await generations.take(order.source)
        await checkpoints.begin_delta(order.source, gen, base)
        start = msgspec.structs.replace(order.start, what="changes", checkpoint=kept.said)
        staging = self._staging(gen, delta=True)
        return await self._attempt(await self._opened(gen), staging, ChangesReceiver, start)

    async def _base(self) -> int:
        """What people see, if it is the head and what the last import brought or found; else 0."""
        order = self.order
        published = (await source_by_id(order.source)).published
        head = await fetch("SELECT max(gen) FROM publication WHERE source = {}", order.source)
        judged = await fetch(
            "SELECT gen, repeats FROM import WHERE source = {} AND run <> {} AND state <> {} "
            "ORDER BY gen DESC LIMIT 1",
            *(order.source, order.run, ImportState.FAILED.value),
        )
        fits = head == [(published,)] and any(published in newest for newest in judged)
        return published if fits else 0

    def _staging(self, gen: int, *, delta: bool = False) -> Staging:
        return Staging(self.order.source, gen, gentle=self.gentle, delta=delta)

    async def _attempt(
        self,
        row: Import,
        staging: Staging,
        receiver_type: type[Receiver],
        start: Start | None = None,
    ) -> Attempt:
        receiver = receiver_type(self.order.source, staging)
        await receiver.load()
        start = start or self.order.start
        return Attempt(row=row, start=start, staging=staging, receiver=receiver)

    async def _opened(self, gen: int) -> Import:
        row = Import(
            run=self.order.run,
            source=self.order.source,
            gen=gen,
            state=ImportState.IMPORTING.value,
            reasons="[]",
            counts="{}",
            remarks="[]",
        )
        await row.save()
        return row
