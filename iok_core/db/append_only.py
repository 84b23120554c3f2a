"""The database itself refuses to change what must stay as it was written."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from iok_core.db.binding import bound
from iok_core.db.queries import execute, transaction

REFUSAL = "iok_append_only"
"""On PostgreSQL: the function that every such table's triggers call."""


def append_only(table: str, key: str) -> tuple[str, ...]:
    """Statements for the migration that makes the table; `key` is the column that never repeats."""
    return _postgres(table) if bound().engine_type == "postgres" else _sqlite(table, key)


@asynccontextmanager
async def pruning(table: str) -> AsyncIterator[None]:
    """Rows may be deleted, in this one transaction and by whoever owns the table.

    Nobody else ever sees it without its guard: on SQLite the transaction is the only writer, on
    PostgreSQL it locks the table against them. What fails inside puts the guard back.
    """
    if bound().engine_type == "postgres":
        away = f"ALTER TABLE {table} DISABLE TRIGGER {table}_no_change"
        back = f"ALTER TABLE {table} ENABLE TRIGGER {table}_no_change"
    else:
        away, back = f"DROP TRIGGER {table}_no_delete", _no_delete(table)
    async with transaction():
        await execute(away)
        yield
        await execute(back)


def _sqlite(table: str, key: str) -> tuple[str, ...]:
    """REPLACE fires no delete trigger unless `recursive_triggers` is on (seen on SQLite 3.40: an
    `INSERT OR REPLACE` walked through the first two), hence the third.
    """
    exists = f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"
    return (
        _refuse(table, "no_update", f"UPDATE ON {table}"),
        _no_delete(table),
        _refuse(table, "no_replace", f"INSERT ON {table} WHEN {exists}"),
    )


def _no_delete(table: str) -> str:
    return _refuse(table, "no_delete", f"DELETE ON {table}")


def _refuse(table: str, name: str, when: str) -> str:
    return (
        f"CREATE TRIGGER {table}_{name} BEFORE {when} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


def _postgres(table: str) -> tuple[str, ...]:
    """Statement triggers, which refuse also what would change no row, ON CONFLICT DO UPDATE among
    them. An existing key is refused by the key itself.
    """
    refuse = (
        f"CREATE OR REPLACE FUNCTION {REFUSAL}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    trigger = (
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {REFUSAL}()"
    )
    return refuse, trigger
