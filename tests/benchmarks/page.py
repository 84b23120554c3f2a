"""What our machinery costs: the resident's home page against a bare ASGI app with the same work.

`python3 run.py bench page`. The bare app looks the session up by the SHA-256 of its cookie, runs
every other statement that our page runs, on the same file with sqlite3 alone, rows as tuples, and
renders the same template from values that are ready, in a Jinja as it comes from its makers. It
converts and decides nothing; the two pages are compared first. No row and no piece of a page is
kept from one request to the next in either.

How to read it: both are called in this process on one event loop, in turns; the CPU of all threads
is counted. The ratio is what Litestar, our gates, our engine, conversion and arithmetic add, less
what our Jinja saves. The microseconds are this machine's; only the ratio can be compared between
machines.
"""

import asyncio
import contextlib
import gc
import hashlib
import re
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator, MutableMapping
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from unittest.mock import patch

import click
import jinja2
import msgspec
from litestar import Litestar

from iok_core.app import create_app
from iok_core.db import bound, transaction
from iok_core.db.sqlite.engine import SqliteEngine
from iok_core.demo.portal import Demonstration, make_folder
from iok_core.identity.credentials import Credentials
from iok_core.identity.kinds import IdentityKind
from iok_core.identity.session_rows import open_session
from iok_core.operations.making import prepare
from iok_core.portal import Portal, build_portal, running
from iok_core.settings import load
from iok_core.web import csrf
from tests.plain_jinja import as_it_comes

PREMISES = 200
ROUNDS = 100
REQUESTS = 10
AIM = 1.2
URL = "http://127.0.0.1:8000"
COOKIE = "iok"

Message = MutableMapping[str, Any]


class Home(msgspec.Struct):
    """What one request for the home page came down to."""

    statements: list[str] = []
    template: jinja2.Template | None = None
    values: dict[str, Any] = {}


class BareApp:
    """The least code that answers the same page."""

    def __init__(self, database: Path, home: Home, token: str) -> None:
        digest = hashlib.sha256(token.encode()).hexdigest()
        session, *self._ledger = home.statements
        if session.count(f"'{digest}'") != 1:
            raise ValueError("the first statement is not the look-up of the session")
        self._session = session.replace(f"'{digest}'", "?")
        assert home.template is not None
        name = home.template.name or ""
        self._template = as_it_comes(home.template.environment).get_template(name)
        self._values = home.values
        self._connection = sqlite3.connect(database, isolation_level=None, cached_statements=512)
        for pragma in ("mmap_size=268435456", "cache_size=-32768", "query_only=1"):
            self._connection.execute(f"PRAGMA {pragma}").fetchall()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # noqa: ARG002 (ASGI's)
        cookies = SimpleCookie(dict(scope["headers"])[b"cookie"].decode())
        digest = hashlib.sha256(cookies[COOKIE].value.encode()).hexdigest()
        found = self._connection.execute(self._session, (digest,)).fetchall()
        if not found:
            await send({"type": "http.response.start", "status": 401, "headers": []})
            await send({"type": "http.response.body", "body": b""})
            return
        for statement in self._ledger:
            self._connection.execute(statement).fetchall()
        with csrf.rendering_for(self._values["visitor"]):
            body = self._template.render(self._values).encode()
        headers = [
            (b"content-type", b"text/html; charset=utf-8"),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", b"no-store"),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def close(self) -> None:
        self._connection.close()


async def opened(app: Any, token: str) -> bytes:
    """The body of the home page, asked for as a server would."""
    body: list[bytes] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] != 200:
            raise ValueError(f"the home page answers {message['status']}")
        body.append(message.get("body", b""))

    await app(_scope(token), receive, send)
    return b"".join(body)


def _scope(token: str) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/",
        "raw_path": b"/",
        "root_path": "",
        "query_string": b"",
        "headers": [
            (b"host", b"127.0.0.1:8000"),
            (b"accept", b"text/html"),
            (b"accept-language", b"pl"),
            (b"cookie", f"{COOKIE}={token}".encode()),
        ],
        "client": ("127.0.0.1", 40000),
        "server": ("127.0.0.1", 8000),
        "state": {},
    }


async def watched(app: Litestar, token: str) -> Home:
    """The statements, the template and the values of one request."""
    home = Home()
    render = jinja2.Template.render

    def keep(template: jinja2.Template, *args: Any, **named: Any) -> str:
        home.template, home.values = template, dict(*args, **named)
        return render(template, *args, **named)

    with _traced(home.statements), patch.object(jinja2.Template, "render", keep):
        await opened(app, token)
    return home


@contextlib.contextmanager
def _traced(statements: list[str]) -> Iterator[None]:
    """SQLite tells each statement with its values written into it."""
    engine = bound()
    assert isinstance(engine, SqliteEngine)
    pools = engine._open_pools()
    connections = [pools.inline(typed=typed) for typed in (True, False)]
    for connection in filter(None, connections):
        connection.raw.set_trace_callback(statements.append)
    yield
    for connection in filter(None, connections):
        connection.raw.set_trace_callback(None)


async def cpu_per_request(app: Any, token: str) -> float:
    """Microseconds of this process, all its threads together."""
    gc.collect()
    began = time.process_time()
    for _ in range(REQUESTS):
        await opened(app, token)
    return (time.process_time() - began) / REQUESTS * 1e6


async def demonstration(folder: Path, premises: int) -> str:
    """Makes the cooperative; gives the token of a session of its resident."""
    make_folder(folder)
    async with running(build_portal(load(folder, {}), "worker")) as portal:
        await prepare(portal)
        sign_ins = await Demonstration(portal, URL).fill(premises)
        return await _session(portal, sign_ins.resident.identifier)


async def _session(portal: Portal, identifier: str) -> str:
    resident = await Credentials.by_identifier(identifier)
    if resident is None:
        raise LookupError(identifier)
    async with transaction():
        return await open_session(portal.identity, resident.id, IdentityKind.RESIDENT, "")


async def measured(folder: Path) -> dict[str, list[float]]:
    token = await demonstration(folder, PREMISES)
    app = create_app(load(folder, {}))
    async with app.lifespan():
        home = await watched(app, token)
        bare = BareApp(folder / "iok.sqlite", home, token)
        with contextlib.closing(bare):
            _compare(await opened(app, token), await opened(bare, token))
            figures: dict[str, list[float]] = {"iok": [], "bare": []}
            for _ in range(ROUNDS):
                figures["iok"].append(await cpu_per_request(app, token))
                figures["bare"].append(await cpu_per_request(bare, token))
    click.echo(f"home page of a resident, {PREMISES} premises, {len(home.statements)} statements")
    return figures


def _compare(ours: bytes, theirs: bytes) -> None:
    """But for the CSRF field and the seconds that the session has left: they go with the moment."""
    own = rb'name="_csrf" value="[^"]*"|data-session="\d+"'
    if re.sub(own, b"", ours) != re.sub(own, b"", theirs):
        raise ValueError("the two pages differ: this would compare different work")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        figures = asyncio.run(measured(Path(folder) / "demo"))
    figures["ratio"] = [a / b for a, b in zip(figures["iok"], figures["bare"], strict=True)]
    click.echo(f"{ROUNDS} rounds of {REQUESTS} requests each, in turns; µs of CPU per request")
    click.echo(f"{'':8}{'min':>8}{'median':>8}{'max':>8}")
    for name, values in figures.items():
        places = 2 if name == "ratio" else 0
        shown = (min(values), statistics.median(values), max(values))
        click.echo(f"{name:8}" + "".join(f"{value:8.{places}f}" for value in shown))
    click.echo(f"aim: a ratio of at most {AIM}")


if __name__ == "__main__":
    main()
