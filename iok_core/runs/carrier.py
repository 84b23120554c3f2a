"""A child that sends things on: one at a time, each with a deadline of its own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeVar

import msgspec

from iok_core.child.frames import (
    Answer,
    Ask,
    Done,
    Failed,
    FrameTooLargeError,
    Heartbeat,
    Item,
    Raised,
    Start,
)
from iok_core.runs.child_process import ChildProcess, child_process
from iok_core.runs.outcome import Outcome, RunProblem

AnswerT = TypeVar("AnswerT")


class Patience(msgspec.Struct, frozen=True, kw_only=True):
    """In seconds."""

    message: float = 120.0
    """From asking for one thing to the answer."""
    goodbye: float = 10.0
    """From saying that nothing else waits to the end."""
    silence: float = 30.0
    """Without a frame, a heartbeat included."""
    grace: float = 2.0
    """From the last word to SIGTERM, and from SIGTERM to SIGKILL."""


class CarrierLostError(Exception):
    """The child can send nothing more on."""

    def __init__(self, outcome: Outcome, *, untouched: bool) -> None:
        super().__init__(outcome.problem)
        self.outcome = outcome
        self.untouched = untouched
        """What is in hand was not sent, for certain; otherwise it may have been."""


@asynccontextmanager
async def carrier(start: Start, patience: Patience) -> AsyncIterator["Carrier"]:
    """A child with nothing in hand; whatever happens inside, it is gone at the end."""
    async with child_process(patience.grace) as child:
        await child.wire.send(start)
        yield Carrier(child, patience)


class Carrier:
    def __init__(self, child: ChildProcess, patience: Patience) -> None:
        self._child = child
        self._patience = patience

    async def carry(self, item: Item, answers: type[AnswerT]) -> AnswerT:
        """Raises CarrierLostError: nothing else can be carried, and what is known of this one."""
        frame = await self._answer(Ask(item), self._patience.message)
        if not isinstance(frame, Answer) or frame.outcome.id != item.id:
            raise await self._loss(frame)
        if not isinstance(frame.outcome, answers):
            raise await self._loss(frame)
        return frame.outcome

    async def finish(self) -> None:
        """Nothing else waits: the child may say goodbye to whomever it talks to."""
        try:
            frame = await self._answer(Ask(None), self._patience.goodbye)
        except CarrierLostError:
            return  # every outcome is known: how it went home matters to nobody
        if isinstance(frame, Done):
            await self._child.exits_within(self._patience.grace)

    async def _answer(self, ask: Ask, seconds: float) -> object:
        await self._child.wire.send(ask)
        deadline = _now() + seconds
        while True:
            try:
                async with asyncio.timeout(min(deadline - _now(), self._patience.silence)):
                    frame = await self._child.wire.receive()
            except TimeoutError:
                late = _now() >= deadline
                raise self._lost(RunProblem.TIMED_OUT if late else RunProblem.SILENT) from None
            except (FrameTooLargeError, msgspec.DecodeError) as error:
                raise self._lost(RunProblem.GARBLED) from error
            if not isinstance(frame, Heartbeat):
                return frame

    async def _loss(self, frame: object) -> CarrierLostError:
        match frame:
            case Failed():
                outcome = Outcome(problem=frame.problem, source=frame.source, detail=frame.detail)
                return CarrierLostError(outcome, untouched=True)
            case Done():
                detail = "it ended although something waited"
                outcome = Outcome(problem=RunProblem.GARBLED, detail=detail)
                return CarrierLostError(outcome, untouched=True)
            case Raised():
                log = self._child.log + frame.traceback
                return self._lost(RunProblem.RAISED, frame.exception, log)
            case None:
                await self._child.exits_within(self._patience.grace)
                return self._lost(RunProblem.CRASHED, self._child.cause)
        return self._lost(RunProblem.GARBLED, type(frame).__name__)

    def _lost(self, problem: RunProblem, detail: str = "", log: str = "") -> CarrierLostError:
        log = log or self._child.log
        return CarrierLostError(Outcome(problem=problem, detail=detail, log=log), untouched=False)


def _now() -> float:
    return asyncio.get_running_loop().time()
