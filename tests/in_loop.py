"""The event loop in which an application runs, and requests into it, from a test beside it.

One hop from thread to thread for each, where Litestar's own transport makes two and waits for both.
"""

import asyncio
from collections.abc import Coroutine, MutableMapping
from typing import Any, TypeVar

import httpx
from litestar import Litestar
from litestar.testing import TestClient
from litestar.testing.transport import TestClientTransport

T = TypeVar("T")
Message = MutableMapping[str, Any]


class AppLoop:
    """Of a client whose application is running."""

    def __init__(self, client: TestClient[Litestar]) -> None:
        self._loop: asyncio.AbstractEventLoop = client.blocking_portal.call(
            asyncio.get_running_loop
        )

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()


class Requests(httpx.BaseTransport):
    """Answers as a server does: what the application raises is an error 500 without a body."""

    def __init__(self, client: TestClient[Litestar], loop: AppLoop) -> None:
        self._app = client.app
        self._loop = loop
        self._own = TestClientTransport(client)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        scope: Any = self._own.parse_request(request)
        scope |= {"method": request.method, "http_version": "1.1", "extensions": {}}
        answer = _Answer(request.read())
        try:
            self._loop.do(self._answered(scope, answer))
        except Exception:  # noqa: BLE001 - whatever it is, a server would answer so
            return httpx.Response(500, request=request)
        body = b"" if request.method == "HEAD" else b"".join(answer.body)
        stream = httpx.ByteStream(body)
        return httpx.Response(answer.status, headers=answer.headers, stream=stream, request=request)

    async def _answered(self, scope: Any, answer: "_Answer") -> None:
        await self._app(scope, answer.receive, answer.send)


class _Answer:
    def __init__(self, sent: bytes) -> None:
        self.status = 500
        self.headers: list[tuple[bytes, bytes]] = []
        self.body: list[bytes] = []
        self._sent: bytes | None = sent
        self._whole = asyncio.Event()

    async def receive(self) -> Message:
        if self._sent is None:
            await self._whole.wait()
            return {"type": "http.disconnect"}
        body, self._sent = self._sent, None
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], list(message["headers"])
        elif message["type"] == "http.response.body":
            self.body.append(message.get("body", b""))
            if not message.get("more_body", False):
                self._whole.set()
