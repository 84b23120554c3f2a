from collections.abc import Awaitable, Callable

import pytest

from iok_core.db import ConstraintViolated, DatabaseError, execute, fetch, snapshot
from iok_core.db.limits import Role
from iok_core.db.sqlite.connections import Connection, Purpose
from iok_core.db.sqlite.engine import SqliteEngine

EVERYWHERE = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "trusted_schema": 0,
    "temp_store": 2,
    "mmap_size": 268435456,
    "cache_size": -32768,
    "wal_autocheckpoint": 4000,
}


def _settings_of(connection: Connection) -> dict[str, object]:
    names = [*EVERYWHERE, "busy_timeout", "query_only"]
    return {name: connection.raw.execute(f"PRAGMA {name}").fetchone()[0] for name in names}


@pytest.mark.parametrize(("role", "inline"), [("web", 2), ("worker", 0)])
async def test_s25_every_connection_of_either_role_has_its_settings(
    role: Role, inline: int, open_engine: Callable[[Role], Awaitable[SqliteEngine]]
) -> None:
    engine = await open_engine(role)
    async with snapshot():
        pass
    pools = engine._pools
    assert pools is not None
    (writer,) = pools.writer.connections
    (snapshot_reader,) = pools._snapshots[0].connections
    assert _settings_of(writer) == {**EVERYWHERE, "busy_timeout": 5000, "query_only": 0}
    assert len(pools.readers.connections) == 2
    for reader in (*pools.readers.connections, snapshot_reader):
        assert _settings_of(reader) == {**EVERYWHERE, "busy_timeout": 5000, "query_only": 1}
    assert [_settings_of(one) for one in pools._inline.values()] == [
        {**EVERYWHERE, "busy_timeout": 0, "query_only": 1}
    ] * inline


def test_s25_a_setting_that_does_not_hold_is_named() -> None:
    with pytest.raises(DatabaseError, match="journal_mode=wal; it answers memory"):
        Connection(":memory:", Purpose.WRITE, busy_seconds=1)


async def test_insert_or_replace_does_not_walk_through_a_trigger_that_refuses_deletes(
    engine: SqliteEngine,
) -> None:
    await engine.run_ddl("CREATE TABLE written (seq INTEGER PRIMARY KEY, text TEXT)")
    await engine.run_ddl(
        "CREATE TRIGGER no_delete BEFORE DELETE ON written"
        " BEGIN SELECT RAISE(ABORT, 'append-only'); END"
    )
    await execute("INSERT INTO written VALUES (1, 'as it was')")
    with pytest.raises(ConstraintViolated, match="append-only"):
        await execute("INSERT OR REPLACE INTO written VALUES (1, 'changed')")
    assert await fetch("SELECT text FROM written") == [("as it was",)]


async def test_a_foreign_key_that_leads_nowhere_is_refused(engine: SqliteEngine) -> None:
    await engine.run_ddl("CREATE TABLE house (id INTEGER PRIMARY KEY)")
    await engine.run_ddl("CREATE TABLE flat (house INTEGER REFERENCES house (id))")
    with pytest.raises(ConstraintViolated):
        await execute("INSERT INTO flat VALUES ({})", 7)
