"""One claimed run from its handler to its end, its lease kept all the while."""

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable

from iok_core.api import Step
from iok_core.db import Clock, DatabaseError, transaction
from iok_core.modules import faring
from iok_core.runs import leases
from iok_core.runs.leases import Claim
from iok_core.runs.outcome import Outcome, RunProblem

_log = logging.getLogger(__name__)

_SECONDS_BETWEEN_EXTENSIONS = 15.0
_SECONDS_BETWEEN_STEPS = 0.5

Progress = Callable[[Step], Awaitable[None]]
Handler = Callable[[Claim, Progress], Awaitable[Outcome]]
"""A subject's work on a run; it is cancelled when the lease is lost or the portal stops."""


async def carry_out(claim: Claim, handler: Handler, clock: Clock) -> Outcome | None:
    """None: the lease was lost on the way, another has the run now.

    Cancelled, it stops the handler and gives the run back.
    """
    work = asyncio.create_task(_outcome(claim, handler))
    loss = asyncio.create_task(_until_lost(claim, clock))
    try:
        await asyncio.wait({work, loss}, return_when=asyncio.FIRST_COMPLETED)
        if work.done() and await _finished(claim, work.result(), clock):
            return work.result()
        _log.warning("run %s was taken over by another worker", claim.run)
        return None
    except asyncio.CancelledError:
        await _stopped(work)
        await leases.release(claim)
        raise
    finally:
        await _stopped(work)
        await _stopped(loss)


async def _finished(claim: Claim, outcome: Outcome, clock: Clock) -> bool:
    """The run and its module tell of the same outcome, or neither does."""
    async with transaction():
        if not await leases.finish(claim, outcome, clock):
            return False
        if outcome.problem is None:
            await faring.went_well(claim.module, clock)
        else:
            await faring.failed(claim.module, outcome.problem, outcome.source, outcome.detail)
        return True


async def _outcome(claim: Claim, handler: Handler) -> Outcome:
    steps = _Steps(claim)
    try:
        outcome = await handler(claim, steps.take)
        await steps.flush()
    except Exception as error:  # noqa: BLE001 - a failed run, whatever failed, is told as one
        _log.exception("run %s failed", claim.run)
        text = "".join(traceback.format_exception(error))
        return Outcome(problem=RunProblem.INTERNAL, detail=type(error).__name__, log=text)
    return outcome


async def _until_lost(claim: Claim, clock: Clock) -> None:
    while True:
        await asyncio.sleep(_SECONDS_BETWEEN_EXTENSIONS)
        try:
            if not await leases.extend(claim, clock):
                return
        except DatabaseError:  # away, or slower than its limit: the lease lasts for some more tries
            _log.warning("the lease of run %s could not be extended now", claim.run)


async def _stopped(task: asyncio.Task[object]) -> None:
    task.cancel()
    await asyncio.wait({task})


class _Steps:
    """Writes two steps a second at most, and the last."""

    def __init__(self, claim: Claim) -> None:
        self._claim = claim
        self._unwritten: Step | None = None
        self._next = 0.0

    async def take(self, step: Step) -> None:
        self._unwritten = step
        now = asyncio.get_running_loop().time()
        if now >= self._next:
            self._next = now + _SECONDS_BETWEEN_STEPS
            await self.flush()

    async def flush(self) -> None:
        step, self._unwritten = self._unwritten, None
        if step is not None:
            await leases.tell_progress(self._claim, step)
