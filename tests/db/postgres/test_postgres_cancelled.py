"""A task that is cancelled takes nothing with it: not a connection, not half a transaction."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from iok_core.db import Engine, Limits, execute, fetch, transaction
from tests.db.postgres.server import Server

Open = Callable[..., Awaitable[Engine]]

SLEEPS_AT_COMMIT = (
    """CREATE FUNCTION rest() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_sleep(0.5); RETURN NULL; END $$""",
    """CREATE CONSTRAINT TRIGGER rests AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION rest()""",
)


@pytest.fixture(autouse=True)
async def only_connection(open_engine: Open) -> None:
    """Whoever does not give it back stops all that follows."""
    await open_engine("web", Limits(connections=1, busy_seconds=5, read_seconds=60))
    await execute("CREATE TABLE t (x INTEGER)")


async def _cancelled(server: Server, work: Awaitable[object]) -> None:
    task = asyncio.ensure_future(work)
    await server.until_it_sleeps()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_query_ends_with_the_task_that_waits_for_it(server: Server) -> None:
    await _cancelled(server, fetch("SELECT pg_sleep(60)"))
    assert await fetch("SELECT 1") == [(1,)]


async def test_a_transaction_that_is_cancelled_in_a_statement_keeps_nothing(
    server: Server,
) -> None:
    async def write_and_wait() -> None:
        async with transaction(), transaction():
            await execute("INSERT INTO t VALUES (1)")
            await fetch("SELECT pg_sleep(60)")

    await _cancelled(server, write_and_wait())
    assert await fetch("SELECT x FROM t") == []


async def test_a_commit_that_is_under_way_is_finished(server: Server) -> None:
    for statement in SLEEPS_AT_COMMIT:
        await execute(statement)

    async def write() -> None:
        async with transaction():
            await execute("INSERT INTO t VALUES (1)")

    await _cancelled(server, write())
    assert await fetch("SELECT x FROM t") == [(1,)]
