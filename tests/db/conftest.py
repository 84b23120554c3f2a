"""A database of its own for each test, bound and started."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from iok_core.db import Engine, Limits, bind, open_database
from iok_core.db.pools import Role

Open = Callable[..., Awaitable[Engine]]


@pytest.fixture
async def open_engine(tmp_path: Path) -> AsyncIterator[Open]:
    """Opens the test's database, by default as a worker; closed when the test ends."""
    async with AsyncExitStack() as opened:

        async def open_engine(role: Role = "worker", limits: Limits | None = None) -> Engine:
            engine = open_database(f"sqlite:///{tmp_path}/test.sqlite", role=role, limits=limits)
            await engine.start_connection_pool()
            opened.push_async_callback(engine.close_connection_pool)
            bind(engine)
            return engine

        yield open_engine


@pytest.fixture
async def engine(open_engine: Open) -> Engine:
    return await open_engine()
