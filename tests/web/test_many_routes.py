"""Routes are the same as with a Litestar as it comes, which looks at all of them for each."""

from typing import Any

from litestar import Litestar, Router, WebSocket, get, post, websocket
from litestar.testing import TestClient

from iok_core.web.many_routes import ManyRoutes


@get(["/a", "/b"], sync_to_thread=False)
def read() -> str:
    return "read"


@post("/a", sync_to_thread=False, status_code=200)
def written() -> str:
    return "written"


@websocket("/a")
async def heard(socket: WebSocket[Any, Any, Any]) -> None:
    await socket.close()


@get("/other", sync_to_thread=False)
def other() -> str:
    return "other"


def test_handlers_of_one_path_are_one_route_wherever_they_come_from() -> None:
    handlers: list[Any] = [read, heard, Router("/", route_handlers=[other]), written]
    ours, plain = ManyRoutes(handlers, openapi_config=None), Litestar(handlers, openapi_config=None)
    ways = [
        sorted((route.path, *sorted(route.methods)) for route in app.routes)
        for app in (ours, plain)
    ]
    assert ways[0] == ways[1]
    assert ("/a", "GET", "OPTIONS", "POST") in ways[0]
    with TestClient(ours) as client:
        assert [client.get(path).text for path in ("/a", "/b", "/other")] == [
            "read",
            "read",
            "other",
        ]
        assert client.post("/a").text == "written"
