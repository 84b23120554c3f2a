import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from iok_core.db import DatabaseUnavailable, Limits, execute, fetch, transaction
from iok_core.db.sqlite.engine import SqliteEngine

Open = Callable[..., Awaitable[SqliteEngine]]


@pytest.fixture
def other_process(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Another writer of the same file."""
    with closing(sqlite3.connect(tmp_path / "test.sqlite", isolation_level=None)) as connection:
        yield connection


@pytest.fixture
async def engine(open_engine: Open) -> SqliteEngine:
    engine = await open_engine("web", Limits(busy_seconds=0.05))
    await engine.run_ddl("CREATE TABLE t (x TEXT)")
    return engine


def _writer(engine: SqliteEngine) -> sqlite3.Connection:
    assert engine._pools is not None
    return engine._pools.writer.connections[0].raw


@pytest.mark.usefixtures("engine")
async def test_a_lock_held_too_long_is_told_as_unavailable_and_reading_goes_on(
    other_process: sqlite3.Connection,
) -> None:
    other_process.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseUnavailable):
        await execute("INSERT INTO t VALUES ('a')")
    with pytest.raises(DatabaseUnavailable):
        async with transaction():
            pass
    assert await fetch("SELECT x FROM t") == []
    other_process.execute("ROLLBACK")
    assert await execute("INSERT INTO t VALUES ('a')") == 1


async def _write_a_small_and_a_large_row() -> None:
    async with transaction():
        await execute("INSERT INTO t VALUES ('small')")
        await execute("INSERT INTO t VALUES ({})", "x" * 100_000)


async def test_s23_a_full_disk_refuses_writes_whole_and_recovers_without_a_restart(
    engine: SqliteEngine,
) -> None:
    await execute("INSERT INTO t VALUES ('before')")
    ((pages,),) = await fetch("PRAGMA page_count")
    _writer(engine).execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(DatabaseUnavailable):
        await _write_a_small_and_a_large_row()
    assert await fetch("SELECT x FROM t") == [("before",)]
    _writer(engine).execute("PRAGMA max_page_count=1000000")
    await execute("INSERT INTO t VALUES ('after')")
    assert await fetch("SELECT x FROM t") == [("before",), ("after",)]


async def test_s23_a_database_that_became_read_only_is_told_as_unavailable(
    engine: SqliteEngine,
) -> None:
    _writer(engine).execute("PRAGMA query_only=1")
    with pytest.raises(DatabaseUnavailable):
        await execute("INSERT INTO t VALUES ('a')")
    assert await fetch("SELECT x FROM t") == []


async def test_a_task_that_waits_too_long_for_the_writer_is_told_so(open_engine: Open) -> None:
    engine = await open_engine("worker", Limits(write_seconds=0.05))
    await engine._write_lock.acquire()
    with pytest.raises(DatabaseUnavailable, match="another transaction"):
        await engine.truncate_wal()
