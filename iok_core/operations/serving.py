"""One command that keeps a web process and a worker alive, and stops both when it is stopped."""

import asyncio
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec

from iok_core.child.confine import die_with, give_way
from iok_core.settings import FOLDER_VARIABLE, STOPPING_VARIABLE

_log = logging.getLogger(__name__)

_SECONDS_OF_NOTICE = 1.0
"""In these /readyz says no and everything else is served, so that a proxy can turn elsewhere."""
_SECONDS_TO_STOP = 20.0
_LONGEST_REST = 30.0
_STEADY_AFTER = 60.0

_HEADERS_WITHIN_MS = 4000
"""A client that takes longer for its headers is cut off: some hundred such would shut all out."""
_REQUESTS_AT_ONCE = 150


class PortTakenError(Exception):
    """Something serves there already."""


class Part(msgspec.Struct, frozen=True):
    """A process that is started again whenever it ends."""

    name: str
    command: Sequence[str]
    notice: float = 0
    """Seconds between saying that it will be stopped and stopping it."""
    gives_way: bool = False
    """Others get the processor before it."""


def require_free(host: str, port: int) -> None:
    """The server would share a port with another one, and each would get some of the requests.

    Raises:
        PortTakenError: choose another.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTakenError(f"{host}:{port} cannot be used: {error.strerror}") from error


def web(host: str, port: int, *, processes: int = 1, reload: bool = False) -> Part:
    """On SQLite the server runs one process for pages, as there is one writer."""
    options = {
        "interface": "asgi",
        "workers": processes,
        "host": host,
        "port": port,
        "log-level": "warning",
        "http1-header-read-timeout": _HEADERS_WITHIN_MS,
        "backpressure": _REQUESTS_AT_ONCE,
    }
    flags = ["--factory", "--no-ws", *(["--reload"] if reload else [])]
    said = [*flags, *(f"--{name}={value}" for name, value in options.items())]
    command = [sys.executable, "-m", "granian", *said, "iok_core.app:from_environment"]
    return Part("web", command, notice=_SECONDS_OF_NOTICE)


def worker(folder: Path) -> Part:
    command = [sys.executable, "-m", "iok_core", "--dir", str(folder), "worker"]
    return Part("worker", command, gives_way=True)


async def keep_running(parts: Sequence[Part], folder: Path, **variables: str) -> None:
    """Until SIGTERM or SIGINT; a part that ends is started again, the more rarely the oftener."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    told, telling = os.pipe()
    stopping = {STOPPING_VARIABLE: str(told), FOLDER_VARIABLE: str(folder)}
    environment = {**os.environ, **variables, **stopping}
    async with asyncio.TaskGroup() as group:
        group.create_task(_tell_when(stop, telling))
        for part in parts:
            group.create_task(_keep(part, environment, stop))


async def _tell_when(stop: asyncio.Event, telling: int) -> None:
    """Whoever looks at the other end sees that it was closed."""
    await stop.wait()
    os.close(telling)


async def _keep(part: Part, environment: Mapping[str, str], stop: asyncio.Event) -> None:
    rest = 0.5
    while not stop.is_set():
        began = asyncio.get_running_loop().time()
        process = await _started(part, environment)
        await _ended_or_stopped(process, part, stop)
        if stop.is_set():
            return
        lived = asyncio.get_running_loop().time() - began
        rest = 0.5 if lived > _STEADY_AFTER else min(2 * rest, _LONGEST_REST)
        _log.error("%s ended with %s; again in %.1f s", part.name, process.returncode, rest)
        await _rest(rest, stop)


async def _started(part: Part, environment: Mapping[str, str]) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *part.command,
        env=environment,
        pass_fds=(int(environment[STOPPING_VARIABLE]),),
        preexec_fn=_set_up(part, os.getpid()),
        start_new_session=True,
    )


def _set_up(part: Part, parent: int) -> Callable[[], None]:
    """In the new process, which has a session of its own by then."""

    def work() -> None:
        die_with(parent)
        if part.gives_way:
            give_way()

    return work


async def _ended_or_stopped(
    process: asyncio.subprocess.Process, part: Part, stop: asyncio.Event
) -> None:
    ended = asyncio.create_task(process.wait())
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({ended, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if not ended.done():
        await asyncio.wait({ended}, timeout=part.notice)
    if not ended.done():
        process.terminate()
        done, _ = await asyncio.wait({ended}, timeout=_SECONDS_TO_STOP)
        if not done:
            os.killpg(process.pid, signal.SIGKILL)
    await ended


async def _rest(seconds: float, stop: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return
