"""Applications that serve portals which are alike, one after the other.

To register the routes and to compile the pages takes longer than what a test asks of them. An
application knows the folder, settings and keys of its portal; all else is in the database.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

from litestar.testing import TestClient

from iok_core.app import application
from iok_core.db import bind
from iok_core.portal import AUDIT_KEY, build_portal
from iok_core.settings import Settings, load
from tests.browsing import URL
from tests.portal import LivePortal, live_portal


class Seat:
    def __init__(self, settings: Settings, ending: ExitStack) -> None:
        self._beside = build_portal(settings, "worker")  # before the one that binds its engine
        ending.callback(self._beside.identity.hashing.close)
        self._portal = build_portal(settings, "web")
        self._app = application(self._portal)
        self._client = TestClient(self._app, base_url=URL, raise_server_exceptions=False)
        self._loop = ending.enter_context(self._client.portal())
        self._client.blocking_portal = self._loop

    @contextmanager
    def serve(self, folder: Path) -> Iterator[LivePortal]:
        bind(self._portal.engine)
        self._beside.first_days.forget()
        with self._loop.wrap_async_context_manager(self._app.lifespan()):
            try:
                yield LivePortal(folder, self._client, self._beside, self._portal)
            finally:
                self._loop.call(self._beside.reports.close)


class Seats:
    def __init__(self, ending: ExitStack) -> None:
        self._ending = ending
        self._surroundings = _surroundings()
        self._made: dict[tuple[object, ...], Seat] = {}

    def serve(self, folder: Path) -> AbstractContextManager[LivePortal]:
        if _surroundings() != self._surroundings:  # other plugins, other settings
            return live_portal(folder)
        settings = load(folder, {})
        like = (
            repr(settings),
            (settings.keys / AUDIT_KEY).read_bytes(),
            *sorted(path.name for path in folder.iterdir() if "sqlite" not in path.name),
        )
        if like not in self._made:
            self._made[like] = Seat(settings, self._ending)
        return self._made[like].serve(folder)


def _surroundings() -> tuple[object, ...]:
    return (*sys.path, *sorted(pair for pair in os.environ.items() if pair[0].startswith("IOK_")))
