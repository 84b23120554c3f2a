"""The one change of a table that Piccolo's CREATE TABLE needs and SQLite lacks."""

import re
from typing import Any

from iok_core.db.connections import Connection, Work
from iok_core.db.errors import DatabaseError
from iok_core.db.statements import dicts

_ADD_CONSTRAINT = re.compile(
    r'ALTER TABLE "(?P<table>\w+)" ADD CONSTRAINT "?(?P<name>\w+)"? (?P<rule>(UNIQUE|CHECK)\b.*)',
    re.DOTALL,
)


def work(statement: str) -> Work[list[dict[str, Any]]]:
    match = _ADD_CONSTRAINT.fullmatch(statement)
    if match is None:
        return dicts(statement, ())

    def add(connection: Connection) -> list[dict[str, Any]]:
        _add_constraint(connection, match["table"], match["name"], match["rule"])
        return []

    return add


def _add_constraint(connection: Connection, table: str, name: str, rule: str) -> None:
    """Make the table anew with the constraint in it, which Piccolo asks for while it is empty."""
    found = connection.raw.execute(
        "SELECT sql FROM sqlite_schema WHERE tbl_name = ? AND sql IS NOT NULL"
        " ORDER BY type = 'table' DESC",
        (table,),
    ).fetchall()
    (create, *others) = [row[0] for row in found]
    if f'CONSTRAINT "{name}"' in create:
        return
    if connection.raw.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone():  # noqa: S608
        raise DatabaseError(
            f"{name}: SQLite adds constraints to empty tables only ({table} is not)"
        )
    with_rule = f'{create.rstrip().removesuffix(")")}, CONSTRAINT "{name}" {rule})'
    for sql in ("SAVEPOINT remake", f'DROP TABLE "{table}"', with_rule, *others, "RELEASE remake"):
        connection.raw.execute(sql)
