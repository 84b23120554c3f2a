"""`iok serve` with its processes: kept running, kept available, stopped without losing anything."""

import os
import resource
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import msgspec
import pytest

from tests.databases import on_sqlite
from tests.operations.servers import answers, readiness, serving
from tests.portals import Portals
from tests.processes import alive, children_of, descendants_of, wait_until

DESCRIPTORS = 200
SLOW = 260
UNFINISHED = b"GET /logowanie HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "


class Served(msgspec.Struct, frozen=True):
    process: "subprocess.Popen[bytes]"
    url: str

    def connected(self, seconds: float = 30) -> socket.socket:
        return socket.create_connection(("127.0.0.1", urlsplit(self.url).port or 0), seconds)

    def parts(self) -> list[int]:
        """The web process and the worker, in the order of their start."""
        return children_of(self.process.pid)


@pytest.fixture(scope="module")
def served(portals: Portals, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = portals.copy("sqlite", tmp_path_factory.mktemp("served") / "lipowa")
    with serving(folder) as (process, url):
        yield Served(process, url)


def test_the_worker_lets_pages_go_first(served: Served) -> None:
    web, worker = served.parts()
    assert [os.sched_getscheduler(web), os.sched_getscheduler(worker)] == [
        os.SCHED_OTHER,
        os.SCHED_BATCH,
    ]
    assert os.getpriority(os.PRIO_PROCESS, worker) > os.getpriority(os.PRIO_PROCESS, web)


def test_slow_clients_leave_the_portal_available(served: Served) -> None:
    """More of them than the server has descriptors; none ever finishes its headers."""
    web = served.parts()[0]
    for process in [web, *descendants_of(web)]:
        resource.prlimit(process, resource.RLIMIT_NOFILE, (DESCRIPTORS, DESCRIPTORS))
    with ExitStack() as opened:
        for _ in range(SLOW):
            opened.enter_context(served.connected()).sendall(UNFINISHED)
        assert httpx.get(f"{served.url}/logowanie", timeout=20).status_code == 200


def test_a_part_that_is_killed_is_started_again(served: Served) -> None:
    before = served.parts()
    for part in before:
        os.kill(part, signal.SIGKILL)
    wait_until(lambda: not any(map(alive, before)))
    wait_until(lambda: answers(served.url) and len(served.parts()) == 2)
    assert not set(before) & set(served.parts())


def test_s27_who_is_being_served_when_it_stops_is_served_to_the_end(served: Served) -> None:
    """It stops the server of this file's tests, so it is the last of them."""
    processes = descendants_of(served.process.pid)
    with served.connected() as client:
        client.sendall(b"POST /logowanie HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        client.sendall(b"Content-Type: application/x-www-form-urlencoded\r\n")
        client.sendall(b"Content-Length: 10\r\nConnection: close\r\n\r\nidenti")
        served.process.send_signal(signal.SIGTERM)
        wait_until(lambda: readiness(served.url) != "ready")
        wait_until(lambda: readiness(served.url) == "")
        client.sendall(b"fier")
        assert client.recv(1000).startswith(b"HTTP/1.1 4")
    assert served.process.wait(20) == 0
    wait_until(lambda: not any(map(alive, processes)))


@on_sqlite
def test_nothing_is_left_running_when_serve_is_killed(portal_folder: Path) -> None:
    with serving(portal_folder) as (process, _):
        processes = descendants_of(process.pid)
        assert len(processes) >= 3  # the server has a process of its own for the requests
        process.kill()
        process.wait()
        wait_until(lambda: not any(map(alive, processes)))
