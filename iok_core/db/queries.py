"""SQL by hand on the bound engine, with `{}` placeholders as in Piccolo's `raw`.

A brace that is none must come as an argument: Piccolo takes a doubled one for a placeholder.
"""

from contextlib import AbstractAsyncContextManager
from typing import Any

from iok_core.db.binding import bound
from iok_core.db.statements import Row, changed, compiled, tuples


async def fetch(sql: str, *args: object) -> list[Row]:
    """Dates, moments and truth values come as such only straight from a column, not computed."""
    statement, values = compiled(sql, args)
    return await bound().run_work(statement, tuples(statement, values))


async def execute(sql: str, *args: object) -> int:
    """The number of rows changed."""
    statement, values = compiled(sql, args)
    return await bound().run_work(statement, changed(statement, values))


def transaction(*, durable: bool = True) -> AbstractAsyncContextManager[Any]:
    """All or nothing, one at a time; `durable` once committed survives a power cut.

    Inside another one it is a part of that one which can fail on its own: if an exception leaves
    it, what it wrote is undone, and the outer one may go on. Raises TransactionError if a durable
    one is wanted inside one that is not, in another task's transaction, and in a snapshot.
    """
    return bound().transaction(durable=durable)


def snapshot() -> AbstractAsyncContextManager[Any]:
    """Every query inside sees the database as it was when this began; nothing can be written."""
    return bound().snapshot()


async def truncate_wal() -> bool:
    """Move SQLite's log into the database; False if readers kept it from finishing."""
    return await bound().truncate_wal()
