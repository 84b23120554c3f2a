"""One child process: its start, what it prints, and its certain end."""

import asyncio
import os
import signal
import socket
import sys
import tempfile
from asyncio.subprocess import DEVNULL, STDOUT, Process
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager, suppress

from iok_core.child.environment import environment
from iok_core.child.exiting import cause
from iok_core.runs.wire import Wire

_LOG_BYTES = 64 * 1024
_SECONDS_BETWEEN_READS = 0.02
"""One that prints without end waits for us instead of keeping us busy."""
_SECONDS_FOR_THE_LAST_OUTPUT = 0.5


class ChildProcess:
    def __init__(
        self,
        process: Process,
        wire: Wire,
        output: asyncio.StreamReader,
        output_end: asyncio.StreamWriter,
    ) -> None:
        self.wire = wire
        self._process = process
        self._output_end = output_end
        self._tail = bytearray()
        self._listening = asyncio.create_task(self._listen(output))

    @property
    def log(self) -> str:
        """The end of what it printed, at most 64 KiB."""
        return self._tail.decode(errors="replace")

    @property
    def exit_status(self) -> int | None:
        """Negative: the signal that ended it. None: it still lives."""
        return self._process.returncode

    @property
    def cause(self) -> str:
        """Why nothing more comes from it."""
        return "closed its socket" if self.exit_status is None else cause(self.exit_status)

    async def exits_within(self, seconds: float) -> bool:
        # not asyncio.timeout: before Python 3.11.3 it cancels whoever is being cancelled anew
        exiting = asyncio.create_task(self._process.wait())
        try:
            exited, _ = await asyncio.wait({exiting}, timeout=seconds)
        finally:
            exiting.cancel()
        return bool(exited)

    async def end(self, grace: float) -> None:
        """SIGTERM to the whole group, `grace` seconds, SIGKILL; nothing of the group remains."""
        try:
            if self.exit_status is None:
                self._signal_group(signal.SIGTERM)
                await self.exits_within(grace)
            await asyncio.wait({self._listening}, timeout=_SECONDS_FOR_THE_LAST_OUTPUT)
        finally:
            self._signal_group(signal.SIGKILL)
            self._listening.cancel()
            self._output_end.close()
            self.wire.close()
        await self._process.wait()

    def _signal_group(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)

    async def _listen(self, output: asyncio.StreamReader) -> None:
        with suppress(ConnectionError):
            while chunk := await output.read(_LOG_BYTES):
                self._tail += chunk
                del self._tail[:-_LOG_BYTES]
                await asyncio.sleep(_SECONDS_BETWEEN_READS)


@asynccontextmanager
async def child_process(grace: float) -> AsyncIterator[ChildProcess]:
    """A child in a folder of its own; both are gone at the end, whatever happened between."""
    with tempfile.TemporaryDirectory(prefix="iok-", ignore_cleanup_errors=True) as folder:
        child = await _start(folder)
        try:
            yield child
        finally:
            await child.end(grace)


async def _start(folder: str) -> ChildProcess:
    """Output goes over a socket of ours: asyncio would wait for whoever else holds its pipe.

    The process comes last, so that a cancellation in between leaves none behind.
    """
    ours, theirs = socket.socketpair()
    listening, speaking = socket.socketpair()
    with theirs, speaking, ExitStack() as on_failure:
        wire = await Wire.over(ours)
        on_failure.callback(wire.close)
        output, output_end = await asyncio.open_connection(sock=listening)
        on_failure.callback(output_end.close)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-u", "-X", "faulthandler", "-m", "iok_core.child"),
            *(str(theirs.fileno()), str(os.getpid())),
            cwd=folder,
            env=environment(folder),
            stdin=DEVNULL,
            stdout=speaking.fileno(),
            stderr=STDOUT,
            pass_fds=(theirs.fileno(),),
            start_new_session=True,
        )
        on_failure.pop_all()
    return ChildProcess(process, wire, output, output_end)
