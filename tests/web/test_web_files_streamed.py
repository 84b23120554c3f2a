"""S31, S63: what is sent piece by piece is read within limits, and to its end or not at all."""

import asyncio
import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar

from iok_core.web import body
from iok_core.web.file_limits import FileLimits
from iok_core.web.file_room import STATE_KEY
from iok_core.web.install import Web
from tests.web.files_sent import (
    EDGE,
    MIB,
    OWN,
    TEXTS,
    for_residents,
    form_page,
    multipart,
    with_files,
)


class Sender:
    """Speaks to the application as the server does, piece by piece."""

    kind = "multipart/form-data; boundary=edge"

    def __init__(self, app: Litestar, path: str, pieces: Iterable[bytes]) -> None:
        self._app = app
        self._path = path
        self._pieces = iter(pieces)
        self.read = 0
        self.status = 0
        self.content = b""
        self.waits = asyncio.Event()

    async def __call__(self) -> int:
        headers = {**OWN, "host": "testserver.local", "accept": "application/json"}
        headers["content-type"] = self.kind
        scope = {
            "type": "http",
            "method": "POST",
            "path": self._path,
            "raw_path": self._path.encode(),
            "query_string": b"",
            "root_path": "",
            "scheme": "http",
            "http_version": "1.1",
            "server": ("testserver.local", 80),
            "client": ("127.0.0.1", 1),
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "state": {},
            "extensions": {},
        }
        await self._app(scope, self.receive, self.send)  # type: ignore[arg-type]
        return self.status

    async def receive(self) -> dict[str, Any]:
        piece = next(self._pieces, None)
        if piece == b"":
            self.waits.set()
            await asyncio.Event().wait()  # nothing more comes, nor does the end
        self.read += len(piece or b"")
        return {"type": "http.request", "body": piece or b"", "more_body": piece is not None}

    async def send(self, message: dict[str, Any]) -> None:
        self.status = message.get("status", self.status)
        self.content += message.get("body", b"")


@pytest.fixture
def app(make_web: Callable[..., Web]) -> Litestar:
    return Litestar(
        [with_files, for_residents, form_page],
        plugins=[make_web(files=FileLimits())],
        openapi_config=None,
        logging_config=None,
    )


def stream(size: int, files: int = 1) -> Iterator[bytes]:
    """A form whose files have so many bytes each."""
    yield multipart(*TEXTS, end=b"")
    head = b"\r\nContent-Disposition: form-data; name=photos; filename=a\r\n\r\n"
    for _ in range(files):
        yield EDGE + head
        yield from itertools.repeat(bytes(64 * 1024), size // (64 * 1024))
        yield b"\r\n"
    yield EDGE + b"--\r\n"


def memory_counted_anew() -> int:
    Path("/proc/self/clear_refs").write_text("5")
    return memory("VmRSS")


def memory(name: str) -> int:
    told = re.search(rf"{name}:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(told[1]) * 1024 if told else 0


async def test_s63_what_is_too_large_is_read_to_its_end_and_not_kept(app: Litestar) -> None:
    """A browser shows an answer only when it has sent everything."""
    before = memory_counted_anew()
    sender = Sender(app, "/with", stream(60 * MIB))
    assert await sender() == 422
    assert "ma więcej niż 5 MB" in sender.content.decode()
    assert "Łucja Żak" in sender.content.decode()
    assert memory("VmHWM") - before < 2 * 5 * MIB


async def test_s63_a_form_without_end_is_not_read_on(app: Litestar) -> None:
    sender = Sender(app, "/with", stream(999 * MIB))
    assert await sender() == 413
    assert sender.read < 65 * MIB
    assert app.state[STATE_KEY].free == 100 * MIB


async def test_s63_of_a_stranger_nothing_is_read(app: Litestar) -> None:
    sender = Sender(app, "/resident", stream(MIB))
    assert await sender() == 401
    assert sender.read == 0


async def test_s63_files_of_all_together_have_room_and_leave_it(app: Litestar) -> None:
    """While others' files take it, the next one's are refused, and what they typed stays."""
    most_of_a_form = [*itertools.islice(stream(5 * MIB, 5), 400), b""]
    others = [Sender(app, "/with", most_of_a_form) for _ in range(4)]
    tasks = [asyncio.create_task(other()) for other in others]
    await asyncio.gather(*(other.waits.wait() for other in others))
    sender = Sender(app, "/with", stream(5 * MIB, 3))
    assert await sender() == 422
    assert "Teraz przychodzi zbyt wiele plików" in sender.content.decode()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert app.state[STATE_KEY].free == 100 * MIB
    assert await Sender(app, "/with", stream(5 * MIB, 5))() == 200


async def test_s31_who_sends_nothing_more_is_not_waited_for(
    app: Litestar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(body, "_SECONDS_OF_SILENCE", 0.01)
    for kind in (Sender.kind, body.FORM_TYPE):
        sender = Sender(app, "/with", [b"--edge", b""])
        sender.kind = kind
        async with asyncio.timeout(60):
            assert await sender() == 408
