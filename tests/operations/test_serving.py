"""`iok serve` with its processes: kept running, kept available, stopped without losing anything."""

import os
import resource
import shutil
import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from tests.operations.serving import Served, alive, descendants_of, served, wait_until

DESCRIPTORS = 200
SLOW = 260
UNFINISHED = b"GET /logowanie HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "


@pytest.fixture(scope="module")
def serving(new_portal: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = shutil.copytree(new_portal, tmp_path_factory.mktemp("serving") / "lipowa")
    with served(folder) as serving:
        yield serving


def test_slow_clients_leave_the_portal_available(serving: Served) -> None:
    """More of them than the server has descriptors; none ever finishes its headers (trap 3)."""
    web = serving.parts()[0]
    for process in [web, *descendants_of(web)]:
        resource.prlimit(process, resource.RLIMIT_NOFILE, (DESCRIPTORS, DESCRIPTORS))
    with ExitStack() as opened:
        for _ in range(SLOW):
            client = opened.enter_context(socket.create_connection(("127.0.0.1", serving.port)))
            client.sendall(UNFINISHED)
        assert httpx.get(f"{serving.url}/logowanie", timeout=20).status_code == 200


def test_a_part_that_is_killed_is_started_again(serving: Served) -> None:
    before = serving.parts()
    for part in before:
        os.kill(part, signal.SIGKILL)
    wait_until(lambda: not any(map(alive, before)))
    wait_until(lambda: serving.readiness() == "ready" and len(serving.parts()) == 2)
    assert not set(before) & set(serving.parts())


def test_s27_who_is_being_served_when_it_stops_is_served_to_the_end(serving: Served) -> None:
    """It stops the server of this file's tests, so it is the last of them."""
    processes = descendants_of(serving.process.pid)
    with socket.create_connection(("127.0.0.1", serving.port), timeout=30) as client:
        client.sendall(b"POST /logowanie HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        client.sendall(b"Content-Type: application/x-www-form-urlencoded\r\n")
        client.sendall(b"Content-Length: 10\r\nConnection: close\r\n\r\nidenti")
        serving.process.send_signal(signal.SIGTERM)
        wait_until(lambda: serving.readiness() == "not ready")
        wait_until(lambda: serving.readiness() == "")
        client.sendall(b"fier")
        assert client.recv(1000).startswith(b"HTTP/1.1 4")
    assert serving.process.wait(20) == 0
    wait_until(lambda: not any(map(alive, processes)))


def test_nothing_is_left_running_when_serve_is_killed(portal_folder: Path) -> None:
    with served(portal_folder) as serving:
        processes = descendants_of(serving.process.pid)
        assert len(processes) >= 3  # the server has a process of its own for the requests
        serving.process.kill()
        serving.process.wait()
        wait_until(lambda: not any(map(alive, processes)))
