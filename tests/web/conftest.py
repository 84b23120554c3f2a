"""Small real apps: a folder of templates, visitors by their token, what the audit was told."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from litestar import Litestar
from litestar.handlers import BaseRouteHandler
from litestar.testing import TestClient

from iok_core.web.i18n import msgid
from iok_core.web.install import Web
from iok_core.web.visitor import STRANGER, BlockNotice, Visitor
from tests.cooperative import COOPERATIVE

TEMPLATES = {
    "error.html": "<html lang={{ lang }}><title>{{ title }}</title>{{ status }} {{ text }}"
    " {{ advice }} <i>{{ error_id }}</i> {{ cooperative.phone }}</html>",
    "blocked.html": "<title>{{ title }}</title>{{ notice.facts }} {{ csrf_field() }}",
    "hello.html": "<p id=hello>{{ visitor.name }}</p>{{ csrf_field() }}<b>{{ flash }}</b>",
}
STATIC = {"iok.css": "body{}", "fonts/a.woff2": "font", "iok.js": "1", "logo.svg": "<svg/>"}


class UnreachableError(Exception):
    """What the database raises in these apps."""


class Door:
    """Resolves a token to the visitor behind it, as the admission does."""

    unreachable = UnreachableError

    def __init__(self) -> None:
        self.visitors: dict[str, Visitor] = {}
        self.failure: Exception | None = None
        self.calls = 0

    async def __call__(self, token: str | None) -> Visitor:
        self.calls += 1
        if self.failure is not None:
            raise self.failure
        return self.visitors.get(token or "", STRANGER)


class Site(msgspec.Struct):
    client: TestClient[Litestar]
    url: str
    denied: list[tuple[int | None, str, int | str]]

    def enter(self, token: str) -> None:
        prefix = "__Host-" if self.url.startswith("https:") else ""
        self.client.cookies.set(f"{prefix}iok", token)


@pytest.fixture
def visitors() -> dict[str, Visitor]:
    """One visitor of each kind, by their token."""
    own: dict[str, Any] = {"session": 7, "csrf_secret": b"s" * 32, "person": 3}
    resident = Visitor(kind="resident", name="Łucja", **own)
    clerk = Visitor(kind="staff", session=8, csrf_secret=b"t" * 32, staff=1)
    replace = msgspec.structs.replace
    return {
        "resident": resident,
        "neighbour": replace(resident, session=9, csrf_secret=b"n" * 32, person=4),
        "blocked": replace(
            resident,
            blocked=BlockNotice(
                since=date(2026, 3, 2),
                until=None,
                clause=10,
                ground=msgid("Lost"),
                lifting=msgid("Come"),
                facts="Zgubiona karta",
            ),
        ),
        "start password": replace(resident, must_set_password=True, must_accept=True),
        "not accepted": replace(resident, must_accept=True),
        "clerk": clerk,
        "cashier": replace(clerk, permissions=frozenset({"issue"})),
        "halfway": Visitor(
            kind="staff", session=8, csrf_secret=b"t" * 32, staff=1, factor_due=True
        ),
        "unenrolled": replace(clerk, must_enrol=True),
        "fresh": replace(resident, fresh=True),
        "new clerk": replace(clerk, must_set_password=True),
    }


@pytest.fixture
def door(visitors: dict[str, Visitor]) -> Door:
    door = Door()
    door.visitors = visitors
    return door


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    for folder, files in {"templates": TEMPLATES, "static": STATIC}.items():
        for name, text in files.items():
            path = tmp_path / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    return tmp_path


@pytest.fixture
def make_web(door: Door, theme: Path) -> Callable[..., Web]:
    async def ignore(visitor: Visitor, kind: str, object_id: int | str) -> None:
        del visitor, kind, object_id

    def make(**changed: Any) -> Web:
        parts: dict[str, Any] = {
            "resolve": door,
            "public_url": "http://testserver.local",
            "cooperative": COOPERATIVE,
            "on_denied": ignore,
            "unavailable": UnreachableError,
            "folders": [theme],
        }
        return Web(**parts | changed)

    return make


@pytest.fixture
def open_site(make_web: Callable[..., Web]) -> Iterator[Callable[..., Site]]:
    with ExitStack() as clients:

        def open_site(*routes: BaseRouteHandler, **changed: Any) -> Site:
            denied: list[tuple[int | None, str, int | str]] = []

            async def on_denied(visitor: Visitor, kind: str, object_id: int | str) -> None:
                denied.append((visitor.person, kind, object_id))

            web = make_web(**{"on_denied": on_denied} | changed)
            url = changed.get("public_url", "http://testserver.local")
            app = Litestar(list(routes), plugins=[web], openapi_config=None, logging_config=None)
            client = TestClient(app, base_url=url, raise_server_exceptions=False)
            clients.enter_context(client)
            client.follow_redirects = False
            return Site(client, url, denied)

        yield open_site
