"""The one engine of this process: Piccolo's tables know no other way to find theirs."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

from piccolo.engine.base import Engine as PiccoloEngine
from piccolo.table import TABLE_REGISTRY

from iok_core.db.engine import Engine
from iok_core.db.errors import DatabaseError

_engines: list[Engine] = []


def bind(engine: Engine) -> None:
    """Tables defined so far get the engine now; later ones ask `piccolo_conf` on first use."""
    os.environ["PICCOLO_CONF"] = "iok_core.db.piccolo_conf"
    _engines[:] = [engine]
    for table in TABLE_REGISTRY:
        table._meta.db = cast("PiccoloEngine[Any]", engine)  # each of ours is one


@asynccontextmanager
async def bound_to(engine: Engine) -> AsyncIterator[None]:
    """For a while, as by the owner of the tables: started, bound, and all as it was before."""
    before = bound()
    await engine.start_connection_pool()
    bind(engine)
    try:
        yield
    finally:
        bind(before)
        await engine.close_connection_pool()


def bound() -> Engine:
    if not _engines:
        raise DatabaseError("no database is bound: call bind(open_database(...)) first")
    return _engines[0]
