"""`iok serve` as anybody starts it, and what can be seen of it from outside."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import msgspec

IOK = [sys.executable, "-m", "iok_core"]


class Served(msgspec.Struct, frozen=True):
    process: "subprocess.Popen[bytes]"
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def readiness(self) -> str:
        """What /readyz says; empty: nobody answers."""
        try:
            return httpx.get(f"{self.url}/readyz", timeout=5).text
        except httpx.TransportError:
            return ""

    def parts(self) -> list[int]:
        """The web process and the worker, in the order of their start."""
        return children_of(self.process.pid)


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    port = free_port()
    command = [*IOK, "--dir", str(folder), "serve", "--port", str(port)]
    process = subprocess.Popen(command, start_new_session=True)
    serving = Served(process, port)
    try:
        wait_until(lambda: serving.readiness() == "ready")
        yield serving
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def children_of(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    return [int(child) for child in found]


def descendants_of(pid: int) -> list[int]:
    children = children_of(pid)
    return children + [one for child in children for one in descendants_of(child)]


def alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
