"""The `iok` command in a process of its own, and portals that it serves."""

import os
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.browsing import Browser
from tests.processes import free_port, wait_until

IOK = [sys.executable, "-m", "iok_core"]


def iok(folder: Path, *arguments: str, expect: int = 0) -> str:
    """What the command prints for programs; stderr is talk."""
    done = subprocess.run(
        [*IOK, "--dir", str(folder), *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == expect, done.stderr
    return done.stdout


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[tuple["subprocess.Popen[bytes]", str]]:
    """`iok serve` on a free port, ready; its process and its address."""
    port = free_port()
    process = subprocess.Popen(
        [*IOK, "--dir", str(folder), "serve", "--port", str(port), *options],
        start_new_session=True,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        wait_until(lambda: answers(url))
        yield process, url
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def readiness(url: str) -> str:
    """What /readyz says; empty: nobody answers."""
    try:
        return httpx.get(f"{url}/readyz", timeout=5).text
    except httpx.TransportError:
        return ""


def answers(url: str) -> bool:
    return readiness(url) == "ready"


_UNUSED = ssl.create_default_context()  # made once: that reads all certificates of the machine


class _Through(httpx.BaseTransport):
    """As the proxy in front would: https for browsers, a port of this machine behind it."""

    def __init__(self, url: str) -> None:
        self._to = httpx.URL(url)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        to = self._to
        url = request.url.copy_with(scheme=to.scheme, host=to.host, port=to.port)
        passed_on = httpx.Request(
            request.method, url, headers=request.headers, stream=request.stream
        )
        with httpx.HTTPTransport(verify=_UNUSED) as connection:
            answer = connection.handle_request(passed_on)
            answer.read()
        return answer


def browser_at(url: str) -> Browser:
    return Browser(_Through(url), "Mozilla/5.0 Firefox/140.0")
