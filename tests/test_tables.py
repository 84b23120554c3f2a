"""Rules over all of the core's tables, and that the migrations make just these."""

import asyncio
from pathlib import Path
from typing import Any

from piccolo.table import TABLE_REGISTRY, create_db_tables

from iok_core.db import bind, fetch, lint_tables, migrate, open_database, pending
from iok_core.migrations.iok_append_only import TABLES as APPEND_ONLY
from iok_core.piccolo_app import APP_CONFIG
from iok_core.portal import APPS

CORE: list[Any] = [
    table
    for table in TABLE_REGISTRY
    if table.__module__.startswith("iok_core.") and ".migrations." not in table.__module__
]


def test_every_core_table_keeps_the_rules_of_storage() -> None:
    assert lint_tables(CORE) == []


def test_every_core_table_is_in_the_app() -> None:
    assert set(CORE) == set(APP_CONFIG.table_classes)


async def schema(path: Path, make: Any) -> dict[str, set[str]]:
    """For each table its columns, with what the database makes of them, and its indexes."""
    engine = open_database(f"sqlite:///{path}", role="worker")
    bind(engine)
    await engine.start_connection_pool()
    try:
        await make()
        found: dict[str, set[str]] = {}
        for table in CORE:
            name = table._meta.tablename
            columns = await fetch(
                f"SELECT name, type, \"notnull\" FROM pragma_table_info('{name}')"
            )
            indexes = await fetch(f"SELECT name, \"unique\" FROM pragma_index_list('{name}')")
            keys = [
                (unique, tuple(await fetch(f"SELECT name FROM pragma_index_info('{index}')")))
                for index, unique in indexes
            ]
            found[name] = {str(part) for part in (*columns, *keys)}
        return found
    finally:
        await engine.close_connection_pool()


def test_the_migrations_make_the_tables_as_they_are_declared(tmp_path: Path) -> None:
    async def migrated() -> None:
        await migrate(APPS)
        assert await pending(APPS) == []

    declared = asyncio.run(schema(tmp_path / "a.sqlite", lambda: create_db_tables(*CORE)))
    assert asyncio.run(schema(tmp_path / "b.sqlite", migrated)) == declared
    assert all(declared.values())


def test_what_is_append_only_is_guarded_by_the_database(tmp_path: Path) -> None:
    async def triggers() -> set[str]:
        engine = open_database(f"sqlite:///{tmp_path / 'c.sqlite'}", role="worker")
        bind(engine)
        await engine.start_connection_pool()
        try:
            await migrate(APPS)
            rows = await fetch("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            return {str(name) for (name,) in rows}
        finally:
            await engine.close_connection_pool()

    assert asyncio.run(triggers()) == {
        f"{table}_{act}"
        for table in APPEND_ONLY
        for act in ("no_update", "no_delete", "no_replace")
    }
