"""An extension at work in a process of its own, as the portal runs it."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from iok_core.api import Extension, Gone, Record, Step
from iok_core.child.environment import environment
from iok_core.child.frames import (
    HEADER,
    Batch,
    Done,
    Failed,
    Frame,
    Note,
    Notes,
    Raised,
    Start,
    Work,
    packed,
    payload_length,
)
from iok_core.child.options import with_absolute_paths

SECONDS = 60.0
_decoder: msgspec.msgpack.Decoder[Frame] = msgspec.msgpack.Decoder(Frame)
NO_OPTIONS: Mapping[str, object] = {}


class Received(msgspec.Struct):
    """What a process handed over, in the order in which it came."""

    records: list[Record] = msgspec.field(default_factory=list)
    notes: list[Note] = msgspec.field(default_factory=list)
    """As-of days, control totals, rejected rows and remarks."""
    steps: list[Step] = msgspec.field(default_factory=list)


class ChildFailedError(AssertionError):
    """`ending` is what the process said last; None when it ended without a word."""

    def __init__(self, ending: Failed | Raised | None, printed: str) -> None:
        said = ending.traceback if isinstance(ending, Raised) else str(ending)
        super().__init__(f"{said}\n{printed}")
        self.ending = ending


def run_in_child(
    extension: type[Extension[Any]],
    options: Mapping[str, object] = NO_OPTIONS,
    what: Work = "pull",
    folder: Path = Path(),
) -> Received:
    """`folder` is what relative paths in the options start from.

    Raises:
        ChildFailedError: it failed, crashed, or was not done within a minute.
    """
    start = Start(
        what=what,
        extension=f"{extension.__module__}:{extension.__qualname__}",
        options=with_absolute_paths(extension.options_type, options, folder),
    )
    received, ending, printed = _at_work(start)
    if not isinstance(ending, Done):
        raise ChildFailedError(ending, printed)
    return received


def _at_work(start: Start) -> tuple[Received, Done | Failed | Raised | None, str]:
    ours, theirs = socket.socketpair()
    folders = tempfile.TemporaryDirectory(prefix="iok-")
    with ours, folders as own, tempfile.TemporaryFile() as output:
        process = _started(theirs, own, output)
        try:
            ours.settimeout(SECONDS)
            ours.sendall(packed(msgspec.msgpack.encode(start)))
            received, ending = _received(ours)
        finally:
            with suppress(ProcessLookupError, PermissionError):  # macOS: all of it has ended
                os.killpg(process.pid, signal.SIGKILL)  # it, and whatever it started
            process.wait()
        output.seek(0)
        return received, ending, output.read().decode(errors="replace")


def _started(theirs: socket.socket, folder: str, output: Any) -> "subprocess.Popen[bytes]":
    with theirs:
        return subprocess.Popen(  # noqa: S603 - our own program
            [
                *(sys.executable, "-P", "-u", "-m", "iok_core.child"),
                *(str(theirs.fileno()), str(os.getpid())),
            ],
            cwd=folder,
            env=environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            pass_fds=(theirs.fileno(),),
            start_new_session=True,  # or whoever tests would give way with all their terminal runs
        )


def _received(ours: socket.socket) -> tuple[Received, Done | Failed | Raised | None]:
    received = Received()
    while (frame := _next(ours)) is not None:
        match frame:
            case Batch(records):
                received.records.extend(one for one in records if not isinstance(one, Gone))
            case Notes(notes):
                received.notes.extend(notes)
            case Step():
                received.steps.append(frame)
            case Done() | Failed() | Raised():
                return received, frame
    return received, None


def _next(ours: socket.socket) -> Frame | None:
    try:
        payload = _read(ours, payload_length(_read(ours, HEADER.size)))
    except (EOFError, OSError):
        return None
    return _decoder.decode(payload)


def _read(ours: socket.socket, size: int) -> bytes:
    read = bytearray()
    while len(read) < size:
        chunk = ours.recv(size - len(read))
        if not chunk:
            raise EOFError
        read += chunk
    return bytes(read)
