"""Many rows at once: more than ten times as fast as Piccolo's insert."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any

from piccolo.columns import JSON, JSONB, Column
from piccolo.table import Table
from piccolo.utils.sql_values import convert_to_sql_value

from iok_core.db.binding import bound
from iok_core.db.portions import portions
from iok_core.db.queries import transaction
from iok_core.db.statements import Args, compiled_for_many

_CHUNK = 5_000  # rows for one turn of SQLite's writer, some 30 ms


async def execute_many(sql: str, rows: Iterable[Args]) -> int:
    """Run `sql` (`{}` placeholders) once for each row, all or none; the number of rows changed."""
    engine = bound()
    statement = compiled_for_many(sql, engine.engine_type)
    changed = 0
    async with _transaction():
        for chunk in portions(rows, _CHUNK):
            changed += await engine.changed_by_many(statement, chunk)
    return changed


async def insert_rows(
    table: type[Table], columns: Sequence[Column], rows: Iterable[Sequence[object]]
) -> None:
    """Store `rows`, values in the order of `columns`, exactly as Piccolo's insert stores them.

    Defaults are Piccolo's work: ValueError unless every column is given that may not be NULL.
    """
    given = [column._meta.db_column_name for column in columns]
    missing = _required(table) - set(given)
    if missing:
        raise ValueError(f"{table._meta.tablename}: no values for {', '.join(sorted(missing))}")
    async with _transaction():
        for chunk in portions(_as_stored(columns, rows), _CHUNK):
            await bound().insert_many(table._meta.tablename, given, chunk)


def _transaction() -> AbstractAsyncContextManager[Any]:
    """The one that there is, which is cheaper than one nested into it, or a new one."""
    return nullcontext() if bound().transaction_exists() else transaction()


def _required(table: type[Table]) -> set[str]:
    return {
        column._meta.db_column_name
        for column in table._meta.columns
        if not column._meta.primary_key and not column._meta.null
    }


def _as_stored(columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> Iterable[Args]:
    """Dates and the like are the work of the driver; only JSON needs its column."""
    if not any(isinstance(column, (JSON, JSONB)) for column in columns):
        return rows
    return (
        [convert_to_sql_value(value, column) for value, column in zip(row, columns, strict=True)]
        for row in rows
    )
