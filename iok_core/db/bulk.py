"""Many rows with one prepared statement: some fourteen times as fast as Piccolo's insert."""

from collections.abc import Iterable, Sequence
from itertools import islice

from piccolo.columns import JSON, JSONB, Column
from piccolo.table import Table
from piccolo.utils.sql_values import convert_to_sql_value

from iok_core.db.binding import bound
from iok_core.db.queries import transaction
from iok_core.db.statements import Args, changed_by_many, compiled_for_many

_CHUNK = 5_000  # rows for one turn of the writer's thread, some 30 ms


async def execute_many(sql: str, rows: Iterable[Args]) -> int:
    """Run `sql` (`{}` placeholders) once for each row, all or none; the number of rows changed."""
    statement = compiled_for_many(sql)
    if bound().transaction_exists():
        return await _run_in_chunks(statement, rows)
    async with transaction():
        return await _run_in_chunks(statement, rows)


async def _run_in_chunks(statement: str, rows: Iterable[Args]) -> int:
    changed = 0
    remaining = iter(rows)
    while chunk := list(islice(remaining, _CHUNK)):
        changed += await bound().run_work(statement, changed_by_many(statement, chunk))
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
    names = ", ".join(f'"{name}"' for name in given)
    places = ", ".join("{}" for _ in given)
    into = table._meta.get_formatted_tablename()
    await execute_many(
        f"INSERT INTO {into} ({names}) VALUES ({places})",
        _as_stored(columns, rows),
    )


def _required(table: type[Table]) -> set[str]:
    return {
        column._meta.db_column_name
        for column in table._meta.columns
        if not column._meta.primary_key and not column._meta.null
    }


def _as_stored(columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> Iterable[Args]:
    """Dates and the like are the work of `sqlite3`'s adapters; only JSON needs its column."""
    if not any(isinstance(column, (JSON, JSONB)) for column in columns):
        return rows
    return (
        [convert_to_sql_value(value, column) for value, column in zip(row, columns, strict=True)]
        for row in rows
    )
