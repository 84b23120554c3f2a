"""The work of running one statement on a connection."""

from collections.abc import Sequence
from typing import Any

from iok_core.db.sqlite.connections import Connection, Work
from iok_core.db.statements import Args, Row


def tuples(sql: str, args: Args) -> Work[list[Row]]:
    return lambda connection: connection.raw.execute(sql, args).fetchall()


def names_and_tuples(sql: str, args: Args) -> Work[tuple[list[str], list[Row]]]:
    def work(connection: Connection) -> tuple[list[str], list[Row]]:
        cursor = connection.raw.execute(sql, args)
        rows = cursor.fetchall()
        return [column[0] for column in cursor.description or ()], rows

    return work


def dicts(sql: str, args: Args) -> Work[list[dict[str, Any]]]:
    def work(connection: Connection) -> list[dict[str, Any]]:
        names, rows = names_and_tuples(sql, args)(connection)
        return [dict(zip(names, row, strict=True)) for row in rows]

    return work


def changed(sql: str, args: Args) -> Work[int]:
    return lambda connection: max(connection.raw.execute(sql, args).rowcount, 0)


def changed_by_many(sql: str, rows: Sequence[Args]) -> Work[int]:
    return lambda connection: max(connection.raw.executemany(sql, rows).rowcount, 0)
