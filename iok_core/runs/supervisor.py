"""Lets a child work, hands its frames to a sink and says how it ended."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from iok_core.api import Checkpoint, Step
from iok_core.child.frames import (
    Answer,
    Batch,
    Done,
    Failed,
    Frame,
    FrameTooLargeError,
    Heartbeat,
    Notes,
    Raised,
    Start,
)
from iok_core.runs.child_process import ChildProcess, child_process
from iok_core.runs.outcome import Outcome, RunProblem
from iok_core.runs.wire import Wire

Sink = Callable[[Batch | Notes | Step | Checkpoint], Awaitable[None]]


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """In seconds. The limit of memory is put on the child by itself and stands in `Start`."""

    wall: float = 3600.0
    silence: float = 30.0
    """Without a frame, a heartbeat included."""
    grace: float = 2.0
    """From the last word to SIGTERM, and from SIGTERM to SIGKILL."""


async def run_child(start: Start, sink: Sink, limits: Limits | None = None) -> Outcome:
    """One check or pull. A frame is read when the sink has dealt with the one before.

    The time limit never interrupts the sink. What the sink raises ends the child and reaches the
    caller; so does a cancellation. To be called in the main thread: the child dies with the thread
    that started it.
    """
    limits = limits or Limits()
    async with child_process(limits.grace) as child:
        await child.wire.send(start)
        outcome = await _listen(child, sink, limits)
    return msgspec.structs.replace(outcome, log=child.log + outcome.log)


async def _listen(child: ChildProcess, sink: Sink, limits: Limits) -> Outcome:
    counts: Counter[type] = Counter()
    deadline = _now() + limits.wall
    while True:
        try:
            frame = await _next_frame(child.wire, deadline, limits.silence)
        except TimeoutError:
            late = _now() >= deadline
            return Outcome(problem=RunProblem.TIMED_OUT if late else RunProblem.SILENT)
        except (FrameTooLargeError, msgspec.DecodeError) as error:
            return Outcome(problem=RunProblem.GARBLED, detail=str(error))
        match frame:
            case Heartbeat():
                continue
            case Batch(items) | Notes(items):
                counts.update(map(type, items))
                await sink(frame)
            case Step() | Checkpoint():
                await sink(frame)
            case Answer():
                return Outcome(problem=RunProblem.GARBLED, detail="an answer to nothing")
            case _:
                await child.exits_within(limits.grace)
                return _ending(frame, _by_tag(counts), child.cause)


async def _next_frame(wire: Wire, deadline: float, silence: float) -> Frame | None:
    remaining = deadline - _now()
    if remaining <= 0:
        raise TimeoutError
    async with asyncio.timeout(min(remaining, silence)):
        return await wire.receive()


def _ending(last: Done | Failed | Raised | None, counts: dict[str, int], cause: str) -> Outcome:
    match last:
        case Done() if last.counts == counts:
            return Outcome(counts=counts)
        case Done():
            problem, detail = RunProblem.GARBLED, f"sent {last.counts}, came {counts}"
            return Outcome(problem=problem, detail=detail, counts=counts)
        case Failed():
            return Outcome(
                problem=last.problem, source=last.source, detail=last.detail, counts=counts
            )
        case Raised():
            problem, detail = RunProblem.RAISED, last.exception
            return Outcome(problem=problem, detail=detail, counts=counts, log=last.traceback)
        case None:
            return Outcome(problem=RunProblem.CRASHED, detail=cause, counts=counts)


def _by_tag(counts: Counter[type]) -> dict[str, int]:
    structs: dict[Any, int] = dict(counts)
    return {str(struct.__struct_config__.tag): count for struct, count in structs.items()}


def _now() -> float:
    return asyncio.get_running_loop().time()
