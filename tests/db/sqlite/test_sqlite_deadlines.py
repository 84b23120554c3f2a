import asyncio
from collections.abc import Awaitable, Callable

import pytest

from iok_core.db import (
    Limits,
    QueryTimeout,
    TransactionError,
    execute,
    fetch,
    transaction,
)
from iok_core.db.sqlite.engine import SqliteEngine

Open = Callable[..., Awaitable[SqliteEngine]]

ENDLESS = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT count(*) FROM c"
HEAVY = (
    "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 50000)"
    " SELECT count(*) FROM c"
)
ENDLESS_WRITE = (
    "INSERT INTO t WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT n FROM c"
)


async def _count_turns_of_the_loop(turns: list[int]) -> None:
    while True:
        await asyncio.sleep(0.01)
        turns.append(1)


async def test_s34_an_endless_query_is_stopped_while_the_loop_goes_on(open_engine: Open) -> None:
    engine = await open_engine("web", Limits(read_seconds=0.3))
    turns: list[int] = []
    counting = asyncio.create_task(_count_turns_of_the_loop(turns))
    with pytest.raises(QueryTimeout):
        await fetch(ENDLESS)
    counting.cancel()
    assert engine.moved_to_thread == 1
    assert len(turns) >= 5
    assert await fetch("SELECT 1") == [(1,)]


async def test_a_heavy_query_moves_to_a_thread_and_answers(open_engine: Open) -> None:
    engine = await open_engine("web")
    assert await fetch(HEAVY) == [(50000,)]
    assert engine.moved_to_thread == 1


async def test_small_queries_stay_on_the_loop_however_many(open_engine: Open) -> None:
    engine = await open_engine("web")
    for _ in range(200):  # a cached statement counts its steps over all its runs
        await fetch(HEAVY.replace("50000", "500"))
    assert engine.moved_to_thread == 0


async def test_a_reader_is_of_use_after_a_stopped_query(open_engine: Open) -> None:
    await open_engine("worker", Limits(read_seconds=0.1, readers=1))
    for _ in range(2):
        with pytest.raises(QueryTimeout):
            await fetch(ENDLESS)
    assert await fetch("SELECT 1") == [(1,)]


async def test_an_endless_write_is_stopped_and_nothing_of_it_stays(open_engine: Open) -> None:
    engine = await open_engine("worker", Limits(write_seconds=0.2))
    await engine.run_ddl("CREATE TABLE t (x INTEGER)")
    with pytest.raises(QueryTimeout):
        await execute(ENDLESS_WRITE)
    assert await execute("INSERT INTO t VALUES (1)") == 1
    assert await fetch("SELECT x FROM t") == [(1,)]


async def _write_around_an_endless_write() -> None:
    async with transaction():
        await execute("INSERT INTO t VALUES (1)")
        with pytest.raises(QueryTimeout):
            await execute(ENDLESS_WRITE)
        await execute("INSERT INTO t VALUES (2)")


async def _swallow_the_end_of_an_endless_write() -> None:
    async with transaction():
        with pytest.raises(QueryTimeout):
            await execute(ENDLESS_WRITE)


async def test_after_a_stopped_write_a_transaction_cannot_go_on_by_halves(
    open_engine: Open,
) -> None:
    engine = await open_engine("worker", Limits(write_seconds=0.2))
    await engine.run_ddl("CREATE TABLE t (x INTEGER)")
    with pytest.raises(TransactionError, match="rolled back"):
        await _write_around_an_endless_write()
    assert await fetch("SELECT x FROM t") == []


async def test_a_transaction_whose_write_was_stopped_does_not_end_as_if_kept(
    open_engine: Open,
) -> None:
    engine = await open_engine("worker", Limits(write_seconds=0.2))
    await engine.run_ddl("CREATE TABLE t (x INTEGER)")
    with pytest.raises(TransactionError, match="rolled back"):
        await _swallow_the_end_of_an_endless_write()


async def test_a_query_ends_with_the_task_that_waits_for_it(open_engine: Open) -> None:
    await open_engine("worker", Limits(readers=1, read_seconds=60))
    waiting = asyncio.create_task(fetch(ENDLESS))
    await asyncio.sleep(0.05)
    waiting.cancel()
    async with asyncio.timeout(20):
        assert await fetch("SELECT 1") == [(1,)]
