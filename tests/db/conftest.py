"""A database of its own for each test, opened as the test wants."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest

from iok_core.db import Engine, Limits
from iok_core.db.limits import Role
from tests.databases import Database, opened
from tests.db.counter import Counter

Open = Callable[..., Awaitable[Engine]]


@pytest.fixture
async def open_engine(database: Database) -> AsyncIterator[Open]:
    """Opens the test's database, by default as a worker; closed when the test ends."""
    async with AsyncExitStack() as stack:

        async def open_engine(role: Role = "worker", limits: Limits | None = None) -> Engine:
            return await stack.enter_async_context(opened(database, role, limits))

        yield open_engine


@pytest.fixture
async def engine(open_engine: Open) -> Engine:
    return await open_engine()


@pytest.fixture
async def one_counter(open_engine: Open) -> None:
    await open_engine("web")
    await Counter.create_table()
    await Counter.insert(Counter(value=0))
