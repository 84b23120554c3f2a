"""What a worker does between its runs: gives up what was lost too often, and tidies up."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence

import msgspec

from iok_core.db import Clock
from iok_core.runs import leases

_log = logging.getLogger(__name__)

_SECONDS_BETWEEN_CHORES = 3600.0


class Care(msgspec.Struct, frozen=True):
    clearing: Mapping[str, Callable[[int], Awaitable[None]]] = {}
    """By the kind of run: takes away what one has left behind that nobody will try again."""
    chores: Sequence[Callable[[], Awaitable[None]]] = ()
    """Done when the worker starts, and every hour between two runs."""


class Caring:
    """One worker's care; it keeps the time of the next chore."""

    def __init__(self, care: Care, clock: Clock) -> None:
        self._care = care
        self._clock = clock
        self._next = 0.0

    async def do(self) -> None:
        await self._do_chores()
        for lost in await leases.give_up(self._clock):
            _log.error("run %s was lost too often; it has failed", lost.run)
            if lost.kind in self._care.clearing:
                await self._care.clearing[lost.kind](lost.run)
        await leases.sweep(self._clock)

    async def _do_chores(self) -> None:
        now = asyncio.get_running_loop().time()
        if now < self._next:
            return
        self._next = now + _SECONDS_BETWEEN_CHORES
        for chore in self._care.chores:
            try:
                await chore()
            except OSError:  # a file that cannot be written is no reason to leave all runs waiting
                _log.exception("a chore failed; it is tried again in an hour")
