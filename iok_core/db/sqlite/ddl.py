"""The one change of a table that Piccolo's CREATE TABLE asks for and SQLite lacks."""

import re
from typing import Any

from iok_core.db.errors import DatabaseError
from iok_core.db.sqlite.connections import Connection, Work
from iok_core.db.sqlite.statements import dicts

_ADD_CONSTRAINT = re.compile(
    r'ALTER TABLE "(?P<table>\w+)" ADD CONSTRAINT "?(?P<name>\w+)"? (?P<rule>(UNIQUE|CHECK)\b.*)',
    re.DOTALL,
)


def change_of_schema(statement: str) -> Work[list[dict[str, Any]]]:
    match = _ADD_CONSTRAINT.fullmatch(statement)
    if match is None:
        return dicts(statement, ())

    def add_constraint(connection: Connection) -> list[dict[str, Any]]:
        _remake(connection, match["table"], match["name"], match["rule"])
        return []

    return add_constraint


def _remake(connection: Connection, table: str, name: str, rule: str) -> None:
    """Make the table anew with the constraint in it; Piccolo asks for that while it is empty."""
    found = connection.raw.execute(
        "SELECT sql FROM sqlite_schema WHERE tbl_name = ? AND sql IS NOT NULL"
        " ORDER BY type = 'table' DESC",
        (table,),
    ).fetchall()
    create, *indexes = [sql for (sql,) in found]
    constraint = f'CONSTRAINT "{name}"'
    if constraint in create:  # CREATE TABLE IF NOT EXISTS found it made
        return
    if connection.raw.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone():
        raise DatabaseError(f"{table} has rows: SQLite can add {name} to an empty table only")
    remade = f"{create.rstrip().removesuffix(')')}, {constraint} {rule})"
    connection.raw.execute("SAVEPOINT remake")
    try:
        for sql in (f'DROP TABLE "{table}"', remade, *indexes):
            connection.raw.execute(sql)
    except BaseException:
        connection.raw.execute("ROLLBACK TO remake")
        raise
    finally:
        connection.raw.execute("RELEASE remake")
