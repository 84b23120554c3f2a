"""Is the process up, and can it serve: for the proxy and the supervisor, without any details."""

from litestar import MediaType, Response, get
from litestar.di import NamedDependency

from iok_core.db import DatabaseError, fetch, pending
from iok_core.web.gates import ANONYMOUS


@get("/healthz", gate=ANONYMOUS, media_type=MediaType.TEXT, sync_to_thread=False)
def healthz() -> str:
    """The process answers; it speaks of nothing else."""
    return "ok"


@get("/readyz", gate=ANONYMOUS)
async def readyz(apps: NamedDependency[tuple[str, ...]]) -> Response[str]:
    """The database answers and holds the tables that this release needs."""
    try:
        await fetch("SELECT 1")
        ready = not await pending(apps)
    except DatabaseError:
        ready = False
    text = "ready" if ready else "not ready"
    return Response(text, status_code=200 if ready else 503, media_type=MediaType.TEXT)


ROUTES = [healthz, readyz]
