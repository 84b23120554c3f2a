"""No statement, no lock and no connection is waited for without an end (S24, S34)."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from iok_core.db import (
    DatabaseUnavailable,
    Engine,
    Limits,
    QueryTimeout,
    TransactionError,
    execute,
    fetch,
    hold,
    snapshot,
    transaction,
)
from tests.databases import Database, beside, opened

Open = Callable[..., Awaitable[Engine]]

ENDLESS = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n FROM c) SELECT count(*) FROM c"


async def test_s34_an_endless_query_is_stopped_and_the_connection_is_of_use(
    open_engine: Open,
) -> None:
    await open_engine("web", Limits(read_seconds=0.2, connections=1))
    for _ in range(2):
        with pytest.raises(QueryTimeout):
            await fetch(ENDLESS)
    assert await fetch("SELECT 1") == [(1,)]


async def test_s34_the_server_stops_what_a_portal_that_is_gone_has_asked(
    open_engine: Open,
) -> None:
    await open_engine("web", Limits(write_seconds=0.2, read_seconds=60))
    with pytest.raises(QueryTimeout):
        await fetch(ENDLESS)


async def test_a_transaction_whose_statement_was_stopped_keeps_nothing(open_engine: Open) -> None:
    await open_engine("worker", Limits(write_seconds=0.2))
    await execute("CREATE TABLE t (x INTEGER)")

    async def swallow() -> None:
        async with transaction():
            await execute("INSERT INTO t VALUES (1)")
            with pytest.raises(QueryTimeout):
                await fetch(ENDLESS)

    with pytest.raises(TransactionError):
        await swallow()
    assert await fetch("SELECT x FROM t") == []


async def test_a_lock_that_another_process_keeps_is_told_as_unavailable(
    open_engine: Open, database: Database
) -> None:
    await open_engine("worker", Limits(busy_seconds=0.2))
    await execute("CREATE TABLE t (x INTEGER)")
    await execute("INSERT INTO t VALUES (1)")

    async def change() -> None:
        async with transaction():
            await hold("t")

    async with beside(database) as other, other.transaction():
        await other.hold("t", 0)
        await other.changed("UPDATE t SET x = 2", ())
        with pytest.raises(DatabaseUnavailable):
            await asyncio.create_task(change())
        with pytest.raises(DatabaseUnavailable):
            await execute("UPDATE t SET x = 3")
    assert await fetch("SELECT x FROM t") == [(2,)]


async def test_whoever_gets_no_connection_in_time_is_told_so(open_engine: Open) -> None:
    engine = await open_engine("web", Limits(busy_seconds=0.2, connections=1))
    async with snapshot():
        engine.current_transaction.set(None)  # type: ignore[attr-defined]  # another request
        with pytest.raises(DatabaseUnavailable, match="connection"):
            await fetch("SELECT 1")


@pytest.mark.parametrize("host", ["/nowhere", "127.0.0.1"])
async def test_a_server_that_is_not_there_is_told_without_the_password(host: str) -> None:
    place = "@/iok?host=/nowhere" if host == "/nowhere" else "@127.0.0.1:9/iok"
    database = Database(engine="postgres", url=f"postgresql://iok:s3cret{place}")
    async with opened(database):
        with pytest.raises(DatabaseUnavailable) as unavailable:
            await fetch("SELECT 1")
    assert "s3cret" not in str(unavailable.value)


async def test_deadlocks_end_for_one_of_the_two(open_engine: Open) -> None:
    await open_engine("worker")
    met = asyncio.Barrier(2)

    async def work(first: int, second: int) -> None:
        async with transaction():
            await hold("t", first)
            await met.wait()
            await hold("t", second)

    outcomes = await asyncio.gather(work(1, 2), work(2, 1), return_exceptions=True)
    assert sorted(map(str, map(type, outcomes))) == sorted(
        [str(type(None)), str(DatabaseUnavailable)]
    )
