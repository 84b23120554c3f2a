"""Transactions of the engine: one writer at a time, and read-only snapshots beside it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

from piccolo.engine.sqlite import SQLiteTransaction, TransactionType

from iok_core.db.errors import TransactionError
from iok_core.db.sqlite.connections import Connection, Work
from iok_core.db.sqlite.threads import Pool
from iok_core.db.transactions import Nesting

if TYPE_CHECKING:
    from iok_core.db.sqlite.engine import SqliteEngine

T = TypeVar("T")


class Transaction(Nesting, SQLiteTransaction):
    """BEGIN IMMEDIATE on the writer.

    The writer's thread does jobs in order: once COMMIT or ROLLBACK is in its queue, the next
    transaction may queue its BEGIN, and no cancelled task can leave a transaction open.
    """

    engine: SqliteEngine

    def __init__(self, engine: SqliteEngine, *, durable: bool, allow_nested: bool = True) -> None:
        super().__init__(engine, TransactionType.immediate, allow_nested)
        self._set_up(durable=durable)
        self._pool: Pool | None = None

    async def _begin(self) -> None:
        pool = await self._take()
        try:
            await pool.submit(self._opening)
        except BaseException:
            self._give_back(pool)
            raise
        self._pool = pool

    async def _end(self, *, keep: bool) -> None:
        pool, self._pool = self._pool, None
        if pool is None:
            return
        try:
            ended = pool.submit(_commit if keep else Connection.rollback)
        finally:
            self._give_back(pool)
        await asyncio.shield(ended)

    async def _take(self) -> Pool:
        return await self.engine.take_writer()

    def _give_back(self, pool: Pool) -> None:  # noqa: ARG002 - a snapshot needs it
        self.engine.give_back_writer()

    def _opening(self, connection: Connection) -> None:
        connection.between_transactions(durable=self.durable)
        connection.raw.execute("BEGIN IMMEDIATE")

    async def run(self, work: Work[T]) -> T:
        return await self._submit(lambda connection: _inside(connection, work))

    def _submit(self, work: Work[T]) -> asyncio.Future[T]:
        if self._pool is None:
            raise TransactionError("this transaction has ended; has a task outlived it?")
        return self._pool.submit(work)

    async def execute(self, sql: str) -> None:
        await self.run(lambda connection: connection.raw.execute(sql).close())

    async def _leave(self, savepoint: str, *, keep: bool) -> None:
        def leave(connection: Connection) -> None:
            if not keep and connection.raw.in_transaction:
                connection.raw.execute(f"ROLLBACK TO {savepoint}")
            if connection.raw.in_transaction:
                connection.raw.execute(f"RELEASE {savepoint}")

        await asyncio.shield(self._submit(leave))


class Snapshot(Transaction):
    """A read-only transaction on a reader of its own."""

    snapshot = True

    def __init__(self, engine: SqliteEngine) -> None:
        super().__init__(engine, durable=False)

    async def _take(self) -> Pool:
        return self.engine.take_snapshot_reader()

    def _give_back(self, pool: Pool) -> None:
        self.engine.give_back_snapshot_reader(pool)

    def _opening(self, connection: Connection) -> None:
        connection.rollback()
        connection.raw.execute("BEGIN")
        connection.raw.execute("SELECT 1 FROM sqlite_schema").fetchone()  # the view is fixed here


def _inside(connection: Connection, work: Work[T]) -> T:
    """An interrupted write or a full disk ends the transaction; the rest must not be kept alone."""
    if not connection.raw.in_transaction:
        raise TransactionError("this transaction has been rolled back; nothing more can be done")
    return work(connection)


def _commit(connection: Connection) -> None:
    try:
        _inside(connection, lambda inside: inside.raw.execute("COMMIT"))
    except BaseException:
        connection.rollback()
        raise
