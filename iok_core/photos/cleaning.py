"""Has a process of its own make each photo anew, so that no photo can harm the portal or another.

One at a time: what the portal spends on photos at once is the memory of one such process.
"""

import asyncio
import logging
import os
import signal
import socket
import sys
import tempfile
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import msgspec

from iok_core.child.environment import environment
from iok_core.child.exiting import cause
from iok_core.photos.clean_photo import (
    LONGEST,
    CleanPhoto,
    PhotoError,
    PhotoProblem,
    Refused,
    problem_at_sight,
)
from iok_core.photos.settings import PhotoSettings
from iok_core.photos.turns import turn

_log = logging.getLogger(__name__)

_CPU_SECONDS = 15
SECONDS = 30.0
"""From its start to its answer."""
_SECONDS_OF_WAITING = 60
"""Until the photos before it are done."""
_ANSWER_BYTES = 8 * 1024 * 1024
_PIECE = 256 * 1024
_START_OF_JPEG = b"\xff\xd8\xff"

_Answer = CleanPhoto | Refused


class PhotoCleaner:
    """One for each process of the portal."""

    def __init__(self, settings: PhotoSettings, seconds: float = SECONDS) -> None:
        self._settings = settings
        self._seconds = seconds
        self._one_at_a_time = asyncio.Lock()

    async def clean(self, content: bytes) -> CleanPhoto:
        """Raises PhotoError."""
        if problem := problem_at_sight(content):
            raise PhotoError(problem)
        async with turn(self._one_at_a_time, _SECONDS_OF_WAITING):
            return _judged(await self._answer(content))

    async def _answer(self, content: bytes) -> bytes:
        """Empty: there was none."""
        async with _decoder(self._settings) as decoder:
            try:
                async with asyncio.timeout(self._seconds):
                    return await decoder.asked(content)
            except TimeoutError:
                _log.warning(
                    "a photo of %d bytes took longer than %g s", len(content), self._seconds
                )
                return b""


class _Decoder:
    def __init__(
        self, process: Process, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._process = process
        self._reader = reader
        self._writer = writer

    async def asked(self, content: bytes) -> bytes:
        """What it writes beyond any honest answer is not even read."""
        answer = bytearray()
        with suppress(ConnectionError):  # it has ended: there will be no answer
            self._writer.write(content)
            self._writer.write_eof()
            while len(answer) <= _ANSWER_BYTES and (piece := await self._reader.read(_PIECE)):
                answer += piece
        if not answer:
            status = cause(await self._process.wait())
            _log.warning("a photo ended its process with %s", status)
        return bytes(answer)

    async def end(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        await self._process.wait()


@asynccontextmanager
async def _decoder(settings: PhotoSettings) -> AsyncIterator[_Decoder]:
    """Its process is gone at the end, whatever happened between, and its folder with it."""
    ours, theirs = socket.socketpair()
    with theirs, tempfile.TemporaryDirectory(prefix="iok-", ignore_cleanup_errors=True) as folder:
        reader, writer = await asyncio.open_connection(sock=ours)
        try:
            process = await _started(settings, folder, theirs)
            theirs.close()
            decoder = _Decoder(process, reader, writer)
            try:
                yield decoder
            finally:
                await decoder.end()
        finally:
            writer.close()


async def _started(settings: PhotoSettings, folder: str, end: socket.socket) -> Process:
    limits = (settings.memory_mib * 1024 * 1024, _CPU_SECONDS, settings.megapixels * 1_000_000)
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "iok_core.photos.decoder", str(os.getpid())),
        *map(str, limits),
        cwd=folder,
        env=environment(folder),
        stdin=end.fileno(),
        stdout=end.fileno(),
        stderr=DEVNULL,
        start_new_session=True,
    )


def _judged(answer: bytes) -> CleanPhoto:
    """The process may have been taken over by the photo: what it says is no more than a claim."""
    try:
        told: _Answer = msgspec.msgpack.decode(answer, type=_Answer)
    except msgspec.DecodeError as error:
        raise PhotoError(PhotoProblem.TOO_HARD) from error
    if isinstance(told, Refused):
        raise PhotoError(told.problem)
    sides = 0 < told.width <= LONGEST and 0 < told.height <= LONGEST
    if not (sides and all(jpeg.startswith(_START_OF_JPEG) for jpeg in (told.jpeg, told.thumbnail))):
        raise PhotoError(PhotoProblem.TOO_HARD)
    return told
