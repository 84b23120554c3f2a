"""A whole portal for tests: a folder as `iok init` makes it, people with accesses, browsers.

def test_a_resident_sees_their_home(live: LivePortal) -> None:
    anna = live.resident()
    browser = live.browser_of(anna)
    assert "Anna" not in browser.open("/").text

`live` and `portal_folder` are fixtures of tests/conftest.py. Where a test serves the portal itself,
`portal_folder` is the folder for IOK_DIR, and `people(folder, work)` does work on it beforehand.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from litestar import Litestar
from litestar.routes import HTTPRoute
from litestar.testing import TestClient

from iok_core.app import application
from iok_core.audit.origin import Origin
from iok_core.db import fetch, transaction
from iok_core.identity import service as identity
from iok_core.identity.kinds import IdentityKind
from iok_core.identity.session_rows import open_session
from iok_core.operations.making import prepare, write_folder
from iok_core.portal import Portal, build_portal, running
from iok_core.premises.tables import Person
from iok_core.regulations import service as regulations
from iok_core.settings import load
from tests.browsing import COOKIE, DEVICE, URL, Browser
from tests.in_loop import AppLoop, Requests

T = TypeVar("T")

OWN_PASSWORD = "zielony rower pod mostem"

PUBLIC = {
    *("/healthz", "/readyz", "/static/1/1", "/logowanie", "/nie-pamietam"),
    *("/wyglad", "/jezyk/1"),
    *("/utrata", "/utrata/zgloszenie", "/utrata/przyjete", "/utrata/zablokowane"),
    *("/regulamin", "/regulamin/1", "/regulamin/1/pdf", "/regulamin/1/txt"),
    *("/dane-osobowe", "/dane-osobowe/1"),
    *("/dokumenty", "/dokumenty/1"),
    *("/problem-z-logowaniem", "/problem-z-logowaniem/przyjete"),
}
"""What anybody may open."""

SETTINGS = """
[server]
public_url = "{url}"

[cooperative]
name = "Spółdzielnia Mieszkaniowa „Lipowa”"
short_name = "SM „Lipowa”"
address = "ul. Lipowa 1, 00-000 Przykładowo"
phone = "71 000 01 00"
phone_link = "+48710000100"
emergency_phone = "71 000 01 12"
emergency_phone_link = "+48710000112"
hours = "poniedziałek 9–17, wtorek–piątek 7–15"
mailbox = "biuro@lipowa.example"
office = "pokój 4"
website = "https://lipowa.example"
controller = "Spółdzielnia Mieszkaniowa „Lipowa”"

[regulations]
approved_by = "Zarząd Spółdzielni"
approved_on = 2023-11-29
in_force_from = 2023-12-01

[regulations.fields]
proper_name = "„Lipowa”"
place = "w Przykładowie"
street = "ul. Lipowa 1"
website = "https://lipowa.example"
mailbox = "biuro@lipowa.example"
approved_on = "29.11.2023"
resolution = "Protokół Nr 35/2023"

[identity.hashing]  # quick: how slow it has to be is another test's matter
memory_kib = 64
passes = 1
"""


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """Of somebody who has one; `password` is their own one, or the start password."""

    identity: int
    identifier: str
    password: str
    person: int | None = None
    staff: int | None = None
    totp_secret: str = ""
    """Of somebody at the office."""


def make_folder(folder: Path, settings: str = SETTINGS, url: str = URL) -> None:
    """A portal with an empty database and the regulations in force."""
    write_folder(folder, settings.format(url=url))
    people(folder, prepare)


def people(folder: Path, work: Callable[[Portal], Awaitable[T]]) -> T:
    """Works on the portal of a folder that nothing serves yet: `people(folder, add_resident)`."""

    async def all_of_it() -> T:
        async with running(build_portal(load(folder, {}), "worker")) as portal:
            return await work(portal)

    return asyncio.run(all_of_it())


async def add_clerk(portal: Portal, role: identity.Role = identity.Role.DESK) -> Access:
    """Somebody at the office, who has an own password and an app with codes."""
    issued = await identity.add_staff(portal.identity, "Ewa Biurowa", role, operator="tester")
    rows = await fetch("SELECT staff FROM identity WHERE id = {}", issued.identity)
    access = await _with_own_password(portal, issued)
    seed = await identity.set_demo_totp(portal.identity, issued.identity, is_demonstration=True)
    return msgspec.structs.replace(access, staff=int(rows[0][0]), totp_secret=seed)


async def add_newcomer(portal: Portal, name: str = "Anna Testowa") -> Access:
    """A resident with the slip in their hand, who has never signed in."""
    clerk = (await add_clerk(portal)).staff or 0
    inserted = await Person.insert(Person(name=name, created_at=portal.clock.now()))
    request = identity.IssueRequest(
        person=int(inserted[0]["id"]),
        document=identity.DocumentKind.ID_CARD,
        identity_checked=True,
        after_issue=0,
    )
    issued = await identity.issue_access(portal.identity, request, by=Origin.staff(clerk))
    assert isinstance(issued, identity.Issued)
    return Access(
        identity=issued.identity,
        identifier=issued.identifier,
        password=issued.start_password,
        person=request.person,
    )


async def add_resident(portal: Portal, name: str = "Anna Testowa") -> Access:
    """A resident with an own password, who has accepted the regulations in force."""
    newcomer = await add_newcomer(portal, name)
    access = await _with_own_password(portal, newcomer)
    access = msgspec.structs.replace(access, person=newcomer.person)
    current = await regulations.in_force(portal.clock.today())
    assert current is not None
    await regulations.accept(
        newcomer.person or 0,
        current.number,
        current.sha256,
        by=Origin.resident(access.identity),
        audit=portal.audit,
        clock=portal.clock,
    )
    return access


async def open_session_of(portal: Portal, access: Access) -> str:
    """The token of a session of staff: a code counts once, and tests need many sessions."""
    async with transaction():
        return await open_session(portal.identity, access.identity, IdentityKind.STAFF, "test")


async def _with_own_password(portal: Portal, issued: identity.Issued | Access) -> Access:
    who, name = issued.identity, issued.identifier
    await identity.set_demo_password(portal.identity, who, OWN_PASSWORD, is_demonstration=True)
    return Access(identity=who, identifier=name, password=OWN_PASSWORD)


class LivePortal:
    """The real application on its folder, as one process serves it."""

    def __init__(
        self, folder: Path, client: TestClient[Litestar], portal: Portal, serving: Portal
    ) -> None:
        self.folder = folder
        self.serving = serving
        self._client = client
        self._portal = portal
        self._loop = AppLoop(client)
        self._requests = Requests(client, self._loop)

    def pages(self) -> list[str]:
        """The addresses of all pages; what stands for an id is 1."""
        paths = {
            route.path_format
            for route in self._client.app.routes
            if isinstance(route, HTTPRoute) and "GET" in route.methods
        }
        return sorted(re.sub(r"{[^}]*}", "1", path) for path in paths)

    def do(self, work: Callable[[Portal], Awaitable[T]]) -> T:
        """Works beside the requests, in the application's own event loop."""

        async def awaited() -> T:
            return await work(self._portal)

        return self._loop.do(awaited())

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        return self.do(lambda _: fetch(sql, *values))

    def clerk(self, role: identity.Role = identity.Role.DESK) -> Access:
        return self.do(lambda portal: add_clerk(portal, role))

    def newcomer(self, name: str = "Anna Testowa") -> Access:
        return self.do(lambda portal: add_newcomer(portal, name))

    def resident(self, name: str = "Anna Testowa") -> Access:
        return self.do(lambda portal: add_resident(portal, name))

    def browser(self, device: str = DEVICE) -> Browser:
        return Browser(self._requests, device)

    def browser_of(self, access: Access) -> Browser:
        """Of somebody who has just signed in; staff get their session without the two steps."""
        browser = self.browser()
        if access.staff is None:
            browser.sign_in(access.identifier, access.password)
        else:
            browser.http.cookies.set(
                COOKIE, self.do(lambda portal: open_session_of(portal, access))
            )
        return browser


@contextmanager
def live_portal(folder: Path) -> Iterator[LivePortal]:
    settings = load(folder, {})
    beside = build_portal(settings, "worker")  # before the application binds its own engine
    serving = build_portal(settings, "web")
    app = application(serving)
    with TestClient(app, base_url=URL, raise_server_exceptions=False) as client:
        try:
            yield LivePortal(folder, client, beside, serving)
        finally:
            client.blocking_portal.call(beside.reports.close)
    beside.identity.hashing.close()
