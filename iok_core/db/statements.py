"""What a statement is, and the work of running one on a connection."""

import re
from collections.abc import Sequence
from functools import lru_cache
from string import Formatter
from typing import Any

from piccolo.querystring import QueryString

from iok_core.db.connections import Connection, Work

Row = tuple[Any, ...]
Args = Sequence[object]

_READ = re.compile(r"\s*(SELECT|VALUES|EXPLAIN)\b", re.IGNORECASE)
_WITH = re.compile(r"\s*WITH\b", re.IGNORECASE)
_CHANGE = re.compile(
    r"\b((INSERT|REPLACE)\s+(OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM)\b", re.IGNORECASE
)


@lru_cache(maxsize=4096)
def is_read(sql: str) -> bool:
    if _READ.match(sql):
        return True
    return _WITH.match(sql) is not None and _CHANGE.search(sql) is None


def compiled(template: str, args: Args) -> tuple[str, list[Any]]:
    """`{}` placeholders, as in Piccolo's `raw`, which also takes columns."""
    return QueryString(template, *args).compile_string("sqlite")


def compiled_for_many(template: str) -> str:
    places = sum(name is not None for _, name, _, _ in Formatter().parse(template))
    return compiled(template, (None,) * places)[0]


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
