"""The database itself refuses to change what must stay as it was written.

REPLACE fires no delete trigger unless `recursive_triggers` is on (seen on SQLite 3.40: an `INSERT
OR REPLACE` walked through the first two), hence the third.
"""


def append_only(table: str, key: str) -> tuple[str, ...]:
    """Statements for the migration that makes the table; `key` is the column that never repeats."""
    exists = f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"
    return (
        _refuse(table, "no_update", f"UPDATE ON {table}"),
        _refuse(table, "no_delete", f"DELETE ON {table}"),
        _refuse(table, "no_replace", f"INSERT ON {table} WHEN {exists}"),
    )


def _refuse(table: str, name: str, when: str) -> str:
    return (
        f"CREATE TRIGGER {table}_{name} BEFORE {when} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )
