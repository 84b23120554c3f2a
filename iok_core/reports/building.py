"""Has report types build documents in processes of their own, which stay for the next document.

A thread cannot be stopped and shares the portal's memory, so a report that hangs or floods would
take the portal with it; to start a process for each document takes longer than all the rest.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from enum import StrEnum

import msgspec

from iok_core.api import Document, Extract, WrongParametersError
from iok_core.child.frames import (
    Build,
    Built,
    Declined,
    Failed,
    FrameTooLargeError,
    Heartbeat,
    Raised,
    ReportFrame,
    Start,
)
from iok_core.reports.limits import ReportLimits
from iok_core.reports.received import Reading, TooLargeError, WrongDocumentError
from iok_core.runs.child_process import ChildProcess, child_process

_log = logging.getLogger(__name__)

_GRACE = 1
"""Seconds from SIGTERM to SIGKILL."""
_IDLE = 60
"""Seconds after which an unused process goes."""

_decoder: msgspec.msgpack.Decoder[ReportFrame] = msgspec.msgpack.Decoder(ReportFrame)


class BuildProblem(StrEnum):
    """Why there is no document, though nobody asked for anything wrong."""

    RAISED = "raised"
    CRASHED = "crashed"
    TIMED_OUT = "timed_out"
    GARBLED = "garbled"
    TOO_LARGE = "too_large"


_PROBLEMS: dict[type[WrongDocumentError], BuildProblem] = {TooLargeError: BuildProblem.TOO_LARGE}
_SAID = {
    MemoryError.__qualname__: BuildProblem.TOO_LARGE,
    FrameTooLargeError.__qualname__: BuildProblem.TOO_LARGE,
}
"""What a child raises when an answer does not fit into its memory, or into a frame."""


class BuildError(Exception):
    def __init__(self, problem: BuildProblem, detail: str = "", log: str = "") -> None:
        super().__init__(f"{problem}: {detail}")
        self.problem = problem
        self.detail = detail
        """For whoever mends the report type; English, no data of anybody."""
        self.log = log
        """Its traceback, which may hold data: for operators only."""


class Order(msgspec.Struct, frozen=True):
    """A document that somebody wants; `start` says of which report type, with which options."""

    name: str
    plugin: str
    start: Start
    parameters: msgspec.Struct
    extract: Extract


class ReportBuilder:
    """One for each process of the portal; must be closed."""

    def __init__(self, limits: ReportLimits) -> None:
        self._limits = limits
        self._benches: dict[bytes, _Bench] = {}

    async def build(self, order: Order) -> Document:
        """Raises WrongParametersError, BuildError: the report type is named in the log."""
        start = msgspec.structs.replace(order.start, memory=self._limits.memory_mib * 1024 * 1024)
        bench = self._benches.setdefault(msgspec.json.encode(start), _Bench(start))
        try:
            return Reading(self._limits).document(await self._sent(bench, order))
        except WrongDocumentError as error:
            problem = _PROBLEMS.get(type(error), BuildProblem.GARBLED)
            raise self._blamed(order, BuildError(problem, str(error))) from error
        except BuildError as error:
            raise self._blamed(order, error) from None

    def _blamed(self, order: Order, error: BuildError) -> BuildError:
        """Places in code only: what a report type says of an error may be somebody's data."""
        places = [line for line in error.log.splitlines() if line.startswith("  ")]
        told = (order.name, order.plugin, error, "\n".join(places))
        _log.error("report type %s of plugin %s failed, %s\n%s", *told)
        return error

    async def _sent(self, bench: "_Bench", order: Order) -> Document:
        try:
            async with asyncio.timeout(self._limits.seconds):
                return await bench.build(order.parameters, order.extract)
        except TimeoutError as error:
            detail = f"no document within {self._limits.seconds} s"
            raise BuildError(BuildProblem.TIMED_OUT, detail) from error

    async def close(self) -> None:
        for bench in self._benches.values():
            await bench.clear()


class _Bench:
    """The process of one report type with its options; builds one document at a time."""

    def __init__(self, start: Start) -> None:
        self._start = start
        self._one_at_a_time = asyncio.Lock()
        self._child: ChildProcess | None = None
        self._ending = AsyncExitStack()
        self._idle: asyncio.TimerHandle | None = None
        self._leaving: asyncio.Task[None] | None = None

    async def build(self, parameters: msgspec.Struct, extract: Extract) -> Document:
        build = Build(msgspec.to_builtins(parameters), extract)
        async with self._one_at_a_time, self._working() as child:
            try:
                await child.wire.send(build)
            except FrameTooLargeError as error:
                raise BuildError(BuildProblem.TOO_LARGE, f"extract: {error}") from error
            return await _answer(child)

    async def clear(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
        self._child = None
        await self._ending.aclose()

    @asynccontextmanager
    async def _working(self) -> AsyncIterator[ChildProcess]:
        """A child that has failed, or was left in mid-work, is of no more use."""
        if self._idle is not None:
            self._idle.cancel()
        try:
            yield await self._ready()
        except WrongParametersError:
            self._rest()
            raise
        except BaseException:
            await asyncio.shield(self.clear())
            raise
        self._rest()

    async def _ready(self) -> ChildProcess:
        if self._child is not None and self._child.exit_status is None:
            return self._child
        await self.clear()
        child = await self._ending.enter_async_context(child_process(_GRACE))
        await child.wire.send(self._start)
        self._child = child
        return child

    def _rest(self) -> None:
        self._idle = asyncio.get_running_loop().call_later(_IDLE, self._leave)

    def _leave(self) -> None:
        self._leaving = asyncio.create_task(self._leave_unless_wanted())

    async def _leave_unless_wanted(self) -> None:
        async with self._one_at_a_time:
            await self.clear()


async def _answer(child: ChildProcess) -> Document:
    frame = await _next_frame(child)
    while isinstance(frame, Heartbeat):
        frame = await _next_frame(child)
    match frame:
        case Built(document):
            return document
        case Declined(problems):
            raise WrongParametersError(problems)
        case Raised(exception=exception, traceback=log):
            raise BuildError(_SAID.get(exception, BuildProblem.RAISED), exception, log)
        case Failed(problem=problem):
            raise BuildError(BuildProblem.RAISED, problem)
        case None:
            raise BuildError(BuildProblem.CRASHED, "its process ended")


async def _next_frame(child: ChildProcess) -> ReportFrame | None:
    try:
        payload = await child.wire.payload()
        return None if payload is None else _decoder.decode(payload)
    except FrameTooLargeError as error:
        raise BuildError(BuildProblem.TOO_LARGE, str(error)) from error
    except msgspec.DecodeError as error:
        raise BuildError(BuildProblem.GARBLED, str(error)) from error
