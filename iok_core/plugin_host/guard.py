"""The one way into a plugin from a request: within a deadline, and what it raises stays here."""

import asyncio
import logging
import traceback
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, Generic, NoReturn, TypeVar

import msgspec

from iok_core.db import Clock, DatabaseError, DatabaseUnavailable
from iok_core.plugin_host.failures import Part, count_failure, forget_failures
from iok_core.plugin_host.stretches import Driven
from iok_core.plugin_host.trace import Trace, silent, timing

T = TypeVar("T")

_log = logging.getLogger(__name__)


class PartFailedError(Exception):
    """Counted already; `reason` is for the operator."""

    def __init__(self, part: Part, reason: str) -> None:
        super().__init__(f"plugin {part.plugin}, {part.name}: {reason}")
        self.reason = reason


class PartOverdueError(PartFailedError):
    """It did not answer within its deadline."""


class _Raised(msgspec.Struct, Generic[T], frozen=True):
    error: BaseException


class Guard:
    def __init__(self, clock: Clock, trace: Trace = silent) -> None:
        self._clock = clock
        self._trace = trace
        self._deaf: set[asyncio.Task[Any]] = set()

    async def call(self, part: Part, work: Coroutine[Any, Any, T], seconds: float) -> T:
        """What the work gives.

        The database being away is nobody's failure, and raised as it is.

        Raises:
            PartOverdueError: it was not ready in time, and was told to stop.
            PartFailedError: it raised, SystemExit included, or kept the whole portal waiting.
        """
        driven = Driven(work)
        with timing(self._trace, part.plugin, part.name):
            outcome = await self._within(part, driven, seconds)
        if isinstance(outcome, _Raised):
            await self._failed(part, outcome.error)
        elif driven.longest > seconds:
            raise await self.failed(part, f"it blocked the portal for {driven.longest:.1f} s")
        return outcome

    async def failed(self, part: Part, reason: str) -> PartFailedError:
        """Counts a failure that only the caller can see, and gives what to raise."""
        await self._count(part, reason)
        return PartFailedError(part, reason)

    async def succeeded(self, part: Part) -> None:
        """To be told only of a part that is known to have failed before."""
        with suppress(DatabaseError):
            await forget_failures(part)

    async def _within(self, part: Part, work: Driven[T], seconds: float) -> T | _Raised[T]:
        """In a task of its own, which is left to itself when it does not heed its end."""
        task = asyncio.create_task(_caught(work))
        try:
            await asyncio.wait({task}, timeout=await _lateness(task, seconds))
        finally:
            if not task.done():
                task.cancel()
                self._deaf.add(task)
                task.add_done_callback(self._deaf.discard)
        if not task.done():
            reason = f"no answer within {seconds:g} s"
            await self._count(part, reason)
            raise PartOverdueError(part, reason)
        return task.result()

    async def _failed(self, part: Part, error: BaseException) -> NoReturn:
        if isinstance(error, DatabaseUnavailable):
            raise error
        reason = described(error)
        await self._count(part, reason, error)
        raise PartFailedError(part, reason) from error

    async def _count(self, part: Part, reason: str, error: BaseException | None = None) -> None:
        _log.warning("plugin %s, %s: %s", part.plugin, part.name, reason, exc_info=error)
        with suppress(DatabaseError):
            if await count_failure(part, reason, self._clock):
                _log.error("plugin %s, %s is paused", part.plugin, part.name)


async def _lateness(task: asyncio.Task[Any], seconds: float) -> float:
    """How much longer than these seconds the task was waited for, because another part blocked.

    To be given back to it: nobody fails by what is beside them.
    """
    end = asyncio.get_running_loop().time() + seconds
    await asyncio.wait({task}, timeout=seconds)
    return max(0.0, asyncio.get_running_loop().time() - end)


async def _caught(work: Driven[T]) -> T | _Raised[T]:
    """asyncio would let a SystemExit of a task end the process."""
    try:
        return await work
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - a plugin's code may do anything
        return _Raised(error)


def described(error: BaseException) -> str:
    """Its kind and its place, but not its message, which may hold what somebody typed."""
    while error.__cause__ is not None:
        error = error.__cause__
    places = traceback.extract_tb(error.__traceback__)
    where = f" at {places[-1].filename.rpartition('/')[2]}:{places[-1].lineno}" if places else ""
    return f"{type(error).__qualname__}{where}"
