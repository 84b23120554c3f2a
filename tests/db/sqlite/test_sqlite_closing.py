import sqlite3
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from iok_core.db import DatabaseError, fetch, snapshot
from iok_core.db.limits import Role
from iok_core.db.sqlite.engine import SqliteEngine


def _our_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("iok-db")]


@pytest.mark.parametrize("role", ["web", "worker"])
async def test_closing_leaves_no_thread_and_can_be_repeated(
    role: Role, open_engine: Callable[[Role], Awaitable[SqliteEngine]]
) -> None:
    engine = await open_engine(role)
    await engine.start_connection_pool()
    await fetch("SELECT 1")
    readers = ["iok-db-reader"] * (engine.limits.readers if role == "worker" else 0)
    async with snapshot():
        assert sorted(_our_threads()) == [*readers, "iok-db-snapshot", "iok-db-writer"]
    await engine.close_connection_pool()
    await engine.close_connection_pool()
    assert _our_threads() == []
    with pytest.raises(DatabaseError, match="closed"):
        await fetch("SELECT 1")


async def test_a_closed_engine_can_be_started_again(engine: SqliteEngine) -> None:
    await engine.close_connection_pool()
    await engine.start_connection_pool()
    assert await fetch("SELECT 1") == [(1,)]


async def test_closing_inside_a_snapshot_still_ends_its_thread(engine: SqliteEngine) -> None:
    with pytest.raises(DatabaseError, match="closed"):
        async with snapshot():
            await engine.close_connection_pool()
    assert _our_threads() == []


async def test_the_log_is_emptied_into_the_database(engine: SqliteEngine, tmp_path: Path) -> None:
    await engine.run_ddl("CREATE TABLE t (x INTEGER)")
    assert (tmp_path / "test.sqlite-wal").stat().st_size > 0
    assert await engine.truncate_wal()
    assert (tmp_path / "test.sqlite-wal").stat().st_size == 0


async def test_a_reader_that_keeps_the_log_is_reported(
    open_engine: Callable[..., Awaitable[SqliteEngine]], tmp_path: Path
) -> None:
    engine = await open_engine()
    await engine.run_ddl("CREATE TABLE t (x INTEGER)")
    reader = sqlite3.connect(tmp_path / "test.sqlite", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM t").fetchall()
    await engine.run_ddl("CREATE TABLE u (x INTEGER)")
    assert engine._pools is not None
    engine._pools.writer.connections[0].raw.execute("PRAGMA busy_timeout=10")
    assert not await engine.truncate_wal()
    reader.close()
