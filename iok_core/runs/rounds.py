"""Loops of a worker beside its runs: whoever has something to send gets a task of their own."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Generic, TypeVar

import msgspec

from iok_core.db import DatabaseUnavailable

_log = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 1.0
_SECONDS_TO_FINISH = 15.0

SenderT = TypeVar("SenderT")
Work = Callable[[], Awaitable[None]]


class Rounds(msgspec.Struct, Generic[SenderT], frozen=True, kw_only=True):
    """Several may run at once: what each has in hand is claimed."""

    ready: Callable[[], Awaitable[Mapping[int, SenderT]]]
    """By their modules: who has something to send, and may now."""
    send: Callable[[SenderT, asyncio.Event], Awaitable[int]]
    """All that it can; how many were in its hand."""

    async def run(self, stop: asyncio.Event, beside: Sequence[tuple[Work, float]] = ()) -> None:
        """Until `stop` is set; then what is in hand has some seconds to go out.

        `beside` is other work, each with the seconds between two times.
        """
        underway: dict[int, asyncio.Task[int]] = {}
        others = [asyncio.create_task(again_and_again(*one, stop)) for one in beside]
        try:
            await again_and_again(lambda: self._look(underway, stop), SECONDS_BETWEEN_LOOKS, stop)
        finally:
            tasks = {*others, *underway.values()}
            if tasks:
                await asyncio.wait(tasks, timeout=_SECONDS_TO_FINISH)
                for task in tasks:
                    task.cancel()
                await asyncio.wait(tasks)

    async def once(self) -> None:
        """Everything that can be sent now."""
        never = asyncio.Event()
        for sender in (await self.ready()).values():
            while await self.send(sender, never):
                continue

    async def _look(self, underway: dict[int, asyncio.Task[int]], stop: asyncio.Event) -> None:
        """One that hangs keeps none of the others."""
        for module, sender in (await self.ready()).items():
            task = underway.get(module)
            if task is None or task.done():
                underway[module] = asyncio.create_task(self._sent(module, sender, stop))

    async def _sent(self, module: int, sender: SenderT, stop: asyncio.Event) -> int:
        try:
            return await self.send(sender, stop)
        except DatabaseUnavailable:
            _log.warning("the database cannot be reached; its lease will run out")
        except Exception:  # noqa: BLE001 - one module's affair, and told
            _log.exception("sending through module %s failed in the portal itself", module)
        return 0


async def again_and_again(work: Work, seconds: float, stop: asyncio.Event) -> None:
    """Whatever fails is told and tried again: nothing here may end the worker."""
    while not stop.is_set():
        try:
            await work()
        except DatabaseUnavailable:
            _log.warning("the database cannot be reached; trying again")
        except Exception:  # noqa: BLE001 - it is told, and the next look may succeed
            _log.exception("what is to be sent could not be looked after")
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await stop.wait()
