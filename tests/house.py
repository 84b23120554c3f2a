"""A whole portal with an imported cooperative, and somebody of every kind at its door.

Ids in addresses are filled in by the name of the route's parameter.
"""

import re
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any

import httpx
import msgspec
from litestar.routes import HTTPRoute
from piccolo.table import Table

from iok_core.db import fetch, transaction
from iok_core.identity.kinds import IdentityKind
from iok_core.identity.service import Role
from iok_core.identity.session_rows import fingerprint, open_session
from iok_core.piccolo_app import APP_CONFIG
from iok_core.portal import Portal
from iok_core.web import csrf
from iok_core.web.visitor import Visitor
from tests.browsing import COOKIE, Browser
from tests.portal import LivePortal

STRANGER = "stranger"
NEWCOMER = "newcomer"  # has the start password only
UNDECIDED = "undecided"  # has not accepted the regulations
HALFWAY = "halfway"  # the second factor is due
UNENROLLED = "unenrolled"  # at the office, without a second factor
BLOCKED = "blocked"  # had everything, and may not come in any more
FORMER = "former"  # whose title to the premises has ended; somebody else lives there now
ENDED = "ended"  # acted for a payer, and does so no more
DISABLED = "disabled"  # worked at the office
RESIDENT, NEIGHBOUR = "resident", "neighbour"
RESIDENTS = {RESIDENT, NEIGHBOUR}
STAFF = {str(role) for role in Role}
INSIDE = RESIDENTS | STAFF
WITH_PASSWORD = INSIDE | {UNDECIDED}
SIGNED_IN = WITH_PASSWORD | {NEWCOMER, UNENROLLED}
EVERYBODY = SIGNED_IN | {STRANGER, HALFWAY, BLOCKED}
"""Whom each route is asked by; the three above who lost something, in a test of their own."""
SEEN_ONLY = {"session": ("last_seen_at", "idle_until"), "heartbeat": ("at",)}
"""What a GET may write beside the audit, and what the process writes by itself meanwhile."""
_WRITTEN = "written"
_MINUTE = 60.0
"""So long a session serves for looking at pages: those that ask for the password again take it."""

OF_THE_OFFICE = (
    "run",
    "source",
    "module",
    "block",
    "loss",
    "demand",
    "issue_batch",
    "colleague_id",
    "approval",
    "draft",
    "maintenance",
    "entered",
    "declared",
    "template",
)
"""Parameters whose objects are nobody's own. Of each there is one, with the id 1."""
THINGS = {
    "form": "usterka",
    "number": 1,
    "document": 1,
    "extension": "files",
    "plugin": "files",
    "code": "en",
}
"""Of the portal, by the name of the parameter."""

Ids = Mapping[str, object]
NO_IDS: Ids = {}
NOTHING: Mapping[str, str] = {}


class Actor(msgspec.Struct, frozen=True):
    identity: int
    kind: IdentityKind
    own: dict[str, int]
    """Ids of theirs, by the name of the parameter."""


class House:
    """A portal with an imported cooperative, and somebody of every kind at its door."""

    def __init__(self, live: LivePortal, actors: dict[str, Actor]) -> None:
        self.live = live
        self.actors = actors
        self._lookers: dict[str, tuple[float, Browser]] = {}
        self.routes = {
            f"{method} {re.sub(r':[a-z]+}', '}', route.path_format)}"
            for route in live._client.app.routes
            for method in (route.methods if isinstance(route, HTTPRoute) else ["ANY"])
            if method != "OPTIONS"
        }
        page = self.enter(STRANGER).open("/logowanie").text
        batch = live.rows("SELECT run FROM report_run")[0][0]
        self.report = {"report": "wyciag", "ending": "csv", "batch": batch}
        self.static = dict(zip(("version", "name"), _static_file(page), strict=True))

    def enter(self, who: str) -> Browser:
        """With a session of their own, made a moment ago."""
        browser = self.live.browser()
        if who != STRANGER:
            browser.http.cookies.set(COOKIE, self._session(who)[1])
        return browser

    def looking(self, who: str) -> Browser:
        """For whatever changes nothing: with the same session for a while."""
        since, browser = self._lookers.get(who, (-_MINUTE, None))
        if browser is None or time.monotonic() - since > _MINUTE:
            browser = self.enter(who)
            self._lookers[who] = time.monotonic(), browser
        return browser

    def address(self, route: str, who: str, ids: Ids = NO_IDS) -> str:
        """The route's address with the ids of somebody, but for those that are given."""
        _, path = route.split()
        actor = self.actors[RESIDENT if who == STRANGER else who]
        fixed = {**THINGS, **self.report}
        known: dict[str, object] = {**fixed, **self.static, **actor.own}
        if "{session_id}" in path:
            known["session_id"] = self._session(who)[0] if who != STRANGER else 1
        return path.format(**(known | dict(ids)))

    def token(self, browser: Browser) -> str:
        """As it would stand in the forms of this session's pages."""
        sql = "SELECT id, csrf_secret FROM session WHERE token_sha256 = {}"
        ((session, secret),) = self.live.rows(sql, fingerprint(browser.token or ""))
        return csrf.token(Visitor(kind="resident", session=session, csrf_secret=secret))

    def ask(
        self, route: str, who: str, ids: Ids = NO_IDS, sent: Mapping[str, str] = NOTHING
    ) -> httpx.Response:
        """As a page of ours would: the form with the session's token."""
        address = self.address(route, who, ids)
        if route.startswith("GET"):
            return self.looking(who).http.get(address)
        self._lookers.clear()  # what is sent may end sessions, also of others
        browser = self.enter(who)
        token = {} if who == STRANGER else {"_csrf": self.token(browser)}
        return browser.http.post(address, data={**sent, **token})

    def foreign(self, name: str, who: str) -> list[int]:
        """What exists and is not theirs; the office may see everybody."""
        if name not in ("passkey", "session_id") and (
            who in STAFF or name in (*OF_THE_OFFICE, "batch")
        ):
            return []
        if name == "session_id":
            return [self._session(NEIGHBOUR if who == RESIDENT else RESIDENT)[0]]
        if name == "neighbours":  # of premises: nobody else's to follow
            name = "submission"
        if name == "passkey":
            return [self.actors[NEIGHBOUR if who == RESIDENT else RESIDENT].own[name]]
        others = (self.actors[other].own[name] for other in RESIDENTS | {UNDECIDED} if other != who)
        return sorted(others)

    def watch(self) -> None:
        """From now on the database of a house on SQLite notes itself which tables are written."""
        with self._file() as connection:
            connection.execute(f"CREATE TABLE {_WRITTEN} (name TEXT)")
            for table in APP_CONFIG.table_classes:
                for trigger in _triggers(table):
                    connection.execute(trigger)

    def written(self) -> set[str]:
        """The tables in which a row was made, changed or deleted since this was asked last."""
        with self._file() as connection:
            rows = connection.execute(f"DELETE FROM {_WRITTEN} RETURNING name").fetchall()
        return {str(name) for (name,) in rows}

    @contextmanager
    def _file(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.live.folder / "iok.sqlite")) as connection, connection:
            yield connection

    def last_entry(self) -> int:
        """Of the audit: what comes after it is told by `audited`."""
        return int(self.live.rows("SELECT max(seq) FROM audit")[0][0])

    def audited(self, after: int) -> list[tuple[Any, ...]]:
        sql = "SELECT action, object_kind, object_id, result, actor_kind, actor FROM audit"
        return self.live.rows(f"{sql} WHERE seq > {{}} ORDER BY seq", after)

    def _session(self, who: str) -> tuple[int, str]:
        actor = self.actors[who]

        async def made(portal: Portal) -> tuple[int, str]:
            async with transaction():
                due, ctx = who == HALFWAY, portal.identity
                token = await open_session(ctx, actor.identity, actor.kind, "test", factor_due=due)
            (newest,) = await fetch("SELECT max(id) FROM session")
            return int(newest[0]), token

        return self.live.do(made)


def _static_file(page: str) -> tuple[str, ...]:
    found = re.search(r"/static/(\w+)/(iok\.css)", page)
    assert found is not None
    return found.groups()


def _triggers(table: type[Table]) -> Iterator[str]:
    name = table._meta.tablename
    seen = SEEN_ONLY.get(name, ())
    columns = (column._meta.db_column_name for column in table._meta.columns)
    kept = ", ".join(f'"{column}"' for column in columns if column not in seen)
    for act in ("INSERT", "DELETE", f"UPDATE OF {kept}"):
        yield (
            f"CREATE TRIGGER {_WRITTEN}_{name}_{act[:6].lower()} AFTER {act} ON {name} "
            f"BEGIN INSERT INTO {_WRITTEN} VALUES ('{name}'); END"
        )
