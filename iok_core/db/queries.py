"""SQL by hand on the bound engine, with `{}` placeholders as in Piccolo's `raw`.

A brace that is none must come as an argument: Piccolo takes a doubled one for a placeholder.
"""

from contextlib import AbstractAsyncContextManager
from typing import Any

from iok_core.db.binding import bound
from iok_core.db.last_work import Work
from iok_core.db.statements import Row, compiled


async def fetch(sql: str, *args: object) -> list[Row]:
    """Dates, moments and truth values come as such only straight from a column, not computed."""
    engine = bound()
    return await engine.rows(*compiled(sql, args, engine.engine_type))


async def execute(sql: str, *args: object) -> int:
    """The number of rows changed."""
    engine = bound()
    return await engine.changed(*compiled(sql, args, engine.engine_type))


def transaction(*, durable: bool = True) -> AbstractAsyncContextManager[Any]:
    """All or nothing; `durable` once committed survives a power cut.

    On SQLite one at a time; on PostgreSQL (READ COMMITTED) others write meanwhile, see `hold`.

    Inside another one it is a part of that one which can fail on its own: if an exception leaves
    it, what it wrote is undone, and the outer one may go on. Raises TransactionError if a durable
    one is wanted inside one that is not, in another task's transaction, and in a snapshot.
    """
    return bound().transaction(durable=durable)


def snapshot() -> AbstractAsyncContextManager[Any]:
    """Every query inside sees the database as it was when this began; nothing can be written."""
    return bound().snapshot()


async def hold(name: str, number: int = 0) -> None:
    """Until this transaction ends, no other one comes past the same name and number.

    What is read after it and written before the end is then nobody else's to change. Whoever
    changes it must hold it, too. Held before rows are locked by writing to them, and in one order.
    """
    await bound().hold(name, number)


def before_commit(work: Work) -> None:
    """Do this last in the transaction; not at all if it, or the part that asked, is undone."""
    bound().before_commit(work)


async def truncate_wal() -> bool:
    """Move SQLite's log into the database; False if readers kept it from finishing."""
    return await bound().truncate_wal()
