"""What a worker does between its runs: gives up what was lost too often, and tidies up."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence

import msgspec

from iok_core.db import Clock, DatabaseUnavailable
from iok_core.runs import leases

_log = logging.getLogger(__name__)

_SECONDS_BETWEEN_CHORES = 3600.0
_SECONDS_TO_REST = 60.0


class Care(msgspec.Struct, frozen=True):
    clearing: Mapping[str, Callable[[int], Awaitable[None]]] = {}
    """By the kind of run: takes away what one has left behind that nobody will try again."""
    chores: Sequence[Callable[[], Awaitable[None]]] = ()
    """Done when the worker starts, and every hour between two runs."""
    looks: Sequence[Callable[[], Awaitable[None]]] = ()
    """Done between any two runs, each second: cheap while there is nothing to do."""


class Caring:
    """One worker's care; it keeps the time of the next chore."""

    def __init__(self, care: Care, clock: Clock) -> None:
        self._care = care
        self._clock = clock
        self._next = 0.0
        self._resting: dict[int, float] = {}

    async def do(self) -> None:
        await self._do_chores()
        await self._look()
        for lost in await leases.give_up(self._clock):
            _log.error("run %s was lost too often; it has failed", lost.run)
            if lost.kind in self._care.clearing:
                await self._care.clearing[lost.kind](lost.run)
        await leases.sweep(self._clock)

    async def _look(self) -> None:
        now = asyncio.get_running_loop().time()
        for number, look in enumerate(self._care.looks):
            if self._resting.get(number, now) > now:
                continue
            try:
                await look()
            except DatabaseUnavailable:
                raise
            except Exception:  # noqa: BLE001 - it is told, and may keep no run waiting
                _log.exception("a look failed; it is tried again in a minute")
                self._resting[number] = now + _SECONDS_TO_REST

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
