"""Is the process up, and can it serve: for the proxy and the supervisor, without any details."""

import os
import select
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from litestar import MediaType, Response, get
from litestar.di import NamedDependency

from iok_core.db import DatabaseError, fetch, pending
from iok_core.runs.heartbeats import Heart
from iok_core.settings import STOPPING_VARIABLE
from iok_core.web.gates import ANONYMOUS

TOO_LITTLE_SPACE = 50 * 1024 * 1024
"""Bytes; with less a write may fail at any moment."""


class Readiness:
    """The heart writes by itself, so that no request of a stranger has to; the rest is asked."""

    def __init__(self, apps: Sequence[str], folder: Path, heart: Heart) -> None:
        self._apps = apps
        self._folder = folder
        self._heart = heart
        self._current = False

    async def holds(self) -> bool:
        if not self._heart.can_write or about_to_stop(os.environ):
            return False
        if shutil.disk_usage(self._folder).free < TOO_LITTLE_SPACE:
            return False
        try:
            await fetch("SELECT 1")
            self._current = self._current or not await pending(self._apps)
        except DatabaseError:
            return False
        return self._current


def about_to_stop(environment: Mapping[str, str]) -> bool:
    """The supervisor has closed its end of the pipe; without a supervisor, never."""
    descriptor = environment.get(STOPPING_VARIABLE, "")
    if not descriptor.isdecimal():
        return False
    poll = select.poll()
    poll.register(int(descriptor), 0)
    return any(event & select.POLLHUP for _, event in poll.poll(0))


@get("/healthz", gate=ANONYMOUS, media_type=MediaType.TEXT, sync_to_thread=False)
def healthz() -> str:
    """The process answers; it speaks of nothing else."""
    return "ok"


@get("/readyz", gate=ANONYMOUS)
async def readyz(readiness: NamedDependency[Readiness]) -> Response[str]:
    """It can save, it is not about to stop, and the database has this release's tables."""
    ready = await readiness.holds()
    text = "ready" if ready else "not ready"
    return Response(text, status_code=200 if ready else 503, media_type=MediaType.TEXT)


ROUTES = [healthz, readyz]
