"""Rules over all of the core's tables, and that the migrations make just these."""

from typing import Any

import pytest
from piccolo.table import TABLE_REGISTRY, create_db_tables, drop_db_tables

from iok_core.db import Engine, bound, fetch, lint_tables, migrate, pending
from iok_core.migrations import (
    iok_append_only,
    iok_append_only_blocks,
    iok_append_only_information,
)
from iok_core.piccolo_app import APP_CONFIG
from iok_core.portal import APPS

APPEND_ONLY = (
    iok_append_only.TABLES | iok_append_only_blocks.TABLES | iok_append_only_information.TABLES
)
CORE: list[Any] = [
    table
    for table in TABLE_REGISTRY
    if table.__module__.startswith("iok_core.") and ".migrations." not in table.__module__
]


def test_every_core_table_keeps_the_rules_of_storage() -> None:
    assert lint_tables(CORE) == []


def test_every_core_table_is_in_the_app() -> None:
    assert set(CORE) == set(APP_CONFIG.table_classes)


Schema = dict[str, set[str]]


async def schema() -> Schema:
    """For each table its columns, with what the database makes of them, and its indexes."""
    read = _sqlite_table if bound().engine_type == "sqlite" else _postgres_table
    return {table._meta.tablename: await read(table._meta.tablename) for table in CORE}


async def _sqlite_table(name: str) -> set[str]:
    columns = await fetch(f"SELECT name, type, \"notnull\" FROM pragma_table_info('{name}')")
    indexes = await fetch(f"SELECT name, \"unique\" FROM pragma_index_list('{name}')")
    keys = [
        (unique, tuple(await fetch(f"SELECT name FROM pragma_index_info('{index}')")))
        for index, unique in indexes
    ]
    return {str(part) for part in (*columns, *keys)}


async def _postgres_table(name: str) -> set[str]:
    columns = await fetch(
        "SELECT column_name, data_type, character_maximum_length, is_nullable, column_default "
        "FROM information_schema.columns WHERE table_name = {}",
        name,
    )
    constraints = await fetch(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE conrelid = {}::regclass",
        name,
    )
    indexes = await fetch("SELECT indexdef FROM pg_indexes WHERE tablename = {}", name)
    return {str(part) for part in (*columns, *constraints, *indexes)}


@pytest.mark.usefixtures("engine")
async def test_the_migrations_make_the_tables_as_they_are_declared() -> None:
    await create_db_tables(*CORE)
    declared = await schema()
    await drop_db_tables(*CORE)
    await migrate(APPS)
    assert await pending(APPS) == []
    assert await schema() == declared
    assert all(declared.values())


TRIGGERS = {
    "sqlite": (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        ("no_update", "no_delete", "no_replace"),
    ),
    "postgres": (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgtype & 58 = 58",
        ("no_change",),  # 58: before UPDATE, DELETE and TRUNCATE
    ),
}


async def test_what_is_append_only_is_guarded_by_the_database(engine: Engine) -> None:
    asked, names = TRIGGERS[engine.engine_type]
    await migrate(APPS)
    assert {str(name) for (name,) in await fetch(asked)} == {
        f"{table}_{name}" for table in APPEND_ONLY for name in names
    }
