"""Small real apps: a folder of templates, visitors by their token, what the audit was told."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest
from litestar import Litestar
from litestar.handlers import BaseRouteHandler
from litestar.testing import TestClient

from iok_core.web.cooperative import Cooperative
from iok_core.web.install import Web
from iok_core.web.navigation import NavItem
from iok_core.web.visitor import STRANGER, Visitor

URL = "http://testserver.local"
TEMPLATES = {
    "error.html": "<html lang={{ lang }}><title>{{ title }}</title>{{ status }} {{ text }} {{ advice }}"
    " <i>{{ error_id }}</i> {{ cooperative.phone }}</html>",
    "hello.html": "<p id=hello>{{ visitor.name }}</p>{{ csrf_field() }}<b>{{ flash }}</b>",
}
STATIC = {"iok.css": "body{}", "fonts/a.woff2": "font", "iok.js": "1", "logo.svg": "<svg/>"}
COOPERATIVE = Cooperative(
    name="Spółdzielnia Mieszkaniowa „Lipowa”",
    short_name="SM „Lipowa”",
    address="ul. Lipowa 1",
    phone="71 000 01 00",
    phone_link="+48710000100",
    emergency_phone="71 000 01 12",
    emergency_phone_link="+48710000112",
    hours="9–17",
    mailbox="biuro@example.pl",
    office="pokój 4",
    website="https://example.pl",
    controller="SM „Lipowa”",
)


class DatabaseGone(Exception):
    """What the database raises in these apps."""


class Site(msgspec.Struct):
    client: TestClient[Litestar]
    denied: list[tuple[int | None, str, int | str]]


class Door:
    """Resolves a token to the visitor that the test put there."""

    def __init__(self) -> None:
        self.visitors: dict[str, Visitor] = {}
        self.failure: Exception | None = None
        self.calls = 0

    async def __call__(self, token: str | None) -> Visitor:
        self.calls += 1
        if self.failure is not None:
            raise self.failure
        return self.visitors.get(token or "", STRANGER)


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    for folder, files in {"templates": TEMPLATES, "static": STATIC}.items():
        for name, text in files.items():
            path = tmp_path / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    return tmp_path


Open = Callable[..., Site]


@pytest.fixture
def open_site(door: Door, theme: Path) -> Iterator[Open]:
    opened: list[TestClient[Litestar]] = []

    def open_(
        *routes: BaseRouteHandler,
        public_url: str = URL,
        navigation: Sequence[NavItem] = (),
        **options: Any,
    ) -> Site:
        denied: list[tuple[int | None, str, int | str]] = []

        async def on_denied(visitor: Visitor, kind: str, object_id: int | str) -> None:
            denied.append((visitor.person, kind, object_id))

        web = Web(
            resolve=door,
            public_url=public_url,
            cooperative=COOPERATIVE,
            on_denied=on_denied,
            unavailable=DatabaseGone,
            navigation=navigation,
            folders=[theme],
        )
        app = Litestar(
            list(routes), plugins=[web], openapi_config=None, logging_config=None, **options
        )
        client = TestClient(app, base_url=public_url, raise_server_exceptions=False)
        client.__enter__()
        client.follow_redirects = False
        opened.append(client)
        return Site(client, denied)

    yield open_
    for client in opened:
        client.__exit__()
