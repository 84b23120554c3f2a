"""What tests ask of other processes and of this machine: who is there still, who answers, where."""

import socket
import time
from collections.abc import Callable
from pathlib import Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(true: Callable[[], object], seconds: float = 60, every: float = 0.1) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(every)


def alive(pid: int) -> bool:
    """One that has ended and that nobody has waited for is not."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] not in "ZX"


def await_death(pid: int) -> None:
    wait_until(lambda: not alive(pid), seconds=2, every=0.02)


def children_of(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    return [int(child) for child in found]


def descendants_of(pid: int) -> list[int]:
    children = children_of(pid)
    return children + [one for child in children for one in descendants_of(child)]
