"""Is the process up, and can it serve: for the proxy and the supervisor, without any details."""

from collections.abc import Sequence

from litestar import MediaType, Response, get
from litestar.di import NamedDependency

from iok_core.db import DatabaseError, fetch, pending
from iok_core.web.gates import ANONYMOUS


class Readiness:
    """Asks the database each time, and for its migrations until they have once been current."""

    def __init__(self, apps: Sequence[str]) -> None:
        self._apps = apps
        self._current = False

    async def holds(self) -> bool:
        try:
            await fetch("SELECT 1")
            self._current = self._current or not await pending(self._apps)
        except DatabaseError:
            return False
        return self._current


@get("/healthz", gate=ANONYMOUS, media_type=MediaType.TEXT, sync_to_thread=False)
def healthz() -> str:
    """The process answers; it speaks of nothing else."""
    return "ok"


@get("/readyz", gate=ANONYMOUS)
async def readyz(readiness: NamedDependency[Readiness]) -> Response[str]:
    """The database answers and holds the tables that this release needs."""
    ready = await readiness.holds()
    text = "ready" if ready else "not ready"
    return Response(text, status_code=200 if ready else 503, media_type=MediaType.TEXT)


ROUTES = [healthz, readyz]
