"""The loop that takes waiting runs, one after the other, and gives each to its handler."""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable, Mapping, Sequence

from iok_core.db import Clock, DatabaseUnavailable
from iok_core.runs import leases
from iok_core.runs.care import Care, Caring
from iok_core.runs.carrying_out import Handler, Progress, carry_out
from iok_core.runs.heartbeats import Heart
from iok_core.runs.leases import Claim
from iok_core.runs.outcome import Outcome, RunProblem

_log = logging.getLogger(__name__)

_SECONDS_BETWEEN_LOOKS = 1.0

Handlers = Mapping[str, Handler]
"""By the kind of run."""
_NONE = Care()
Loop = Callable[[asyncio.Event], Awaitable[None]]
"""Works beside the runs until the event is set, then puts away what it has in hand."""


async def run_worker(
    handlers: Handlers,
    clock: Clock,
    *,
    care: Care = _NONE,
    once: bool = False,
    seconds_to_finish: float = 15.0,
    beside: Sequence[Loop] = (),
) -> None:
    """Works until SIGTERM or SIGINT, or with `once` until nothing waits. In the main thread."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    heart = Heart("worker", clock)
    await heart.begin()
    try:
        async with asyncio.TaskGroup() as group:
            for other in beside:
                group.create_task(_until_stopped(other, stop))
            await work(
                handlers, clock, stop, care=care, once=once, seconds_to_finish=seconds_to_finish
            )
            stop.set()
    finally:
        await heart.end()


async def _until_stopped(loop: Loop, stop: asyncio.Event) -> None:
    await loop(stop)


async def work(
    handlers: Handlers,
    clock: Clock,
    stop: asyncio.Event,
    *,
    care: Care = _NONE,
    once: bool = False,
    seconds_to_finish: float = 15.0,
) -> None:
    """When `stop` is set, the run in hand has some seconds to finish, then goes back to wait."""
    caring = Caring(care, clock)
    while not stop.is_set():
        try:
            await caring.do()
            claim = await leases.claim(clock)
        except DatabaseUnavailable:
            _log.warning("the database cannot be reached; trying again")
            claim = None
        else:
            if claim is None and once:
                return
        if claim is None:
            await _within(_SECONDS_BETWEEN_LOOKS, stop)
        else:
            handler = handlers.get(claim.kind, _nobody)
            await _carry_out_unless(stop, claim, handler, clock, seconds_to_finish)


async def _carry_out_unless(
    stop: asyncio.Event, claim: Claim, handler: Handler, clock: Clock, seconds_to_finish: float
) -> None:
    running = asyncio.create_task(carry_out(claim, handler, clock))
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.wait({running}, timeout=seconds_to_finish)
    finally:
        running.cancel()
        stopping.cancel()
        await asyncio.wait({running, stopping})
    if not running.cancelled() and (error := running.exception()):
        _log.error(
            "run %s could not be finished; its lease will run out", claim.run, exc_info=error
        )


async def _within(seconds: float, stop: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return


async def _nobody(claim: Claim, _: Progress) -> Outcome:
    return Outcome(
        problem=RunProblem.INTERNAL, detail=f"nothing handles a run of kind {claim.kind}"
    )
