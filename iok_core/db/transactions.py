"""Transactions of the engine: one writer at a time, and read-only snapshots beside it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Self, TypeVar

from piccolo.engine.sqlite import SQLiteTransaction, TransactionType

from iok_core.db.connections import Connection, Work
from iok_core.db.errors import TransactionError
from iok_core.db.threads import Pool

if TYPE_CHECKING:
    from iok_core.db.engine import Engine

T = TypeVar("T")


class Transaction(SQLiteTransaction):
    """BEGIN IMMEDIATE on the writer; used inside another one, it is a savepoint of that one."""

    engine: Engine

    def __init__(self, engine: Engine, *, durable: bool, allow_nested: bool = True) -> None:
        super().__init__(engine, TransactionType.immediate, allow_nested)
        self.durable = durable
        self._outer: Transaction | None = engine.current_transaction.get()
        self._pool: Pool | None = None
        self._task: asyncio.Task[Any] | None = None
        self._depth = 0

    async def __aenter__(self) -> Self:
        if self._outer is not None:
            await self._outer.enter_nested(self.durable)
            return self
        await self._open()
        self.connection = self
        self._task = asyncio.current_task()
        self.context = self.engine.current_transaction.set(self)
        return self

    async def _open(self) -> None:
        self._pool = await self.engine.take_writer()
        try:
            await self._pool.run(lambda connection: _begin(connection, self.durable))
        except BaseException:
            await self._close()
            raise

    async def _close(self) -> None:
        self._pool = None
        self.engine.give_back_writer()

    async def run(self, work: Work[T]) -> T:
        if self._pool is None:
            raise TransactionError("this transaction has ended; did its task outlive it?")
        return await self._pool.run(lambda connection: _inside(connection, work))

    async def execute(self, sql: str) -> None:
        """What Piccolo's savepoints ask of a connection."""
        await self.run(lambda connection: connection.raw.execute(sql).close())

    async def enter_nested(self, durable: bool) -> None:
        if durable and not self.durable:
            raise TransactionError("a durable transaction inside one that is not")
        if asyncio.current_task() is not self._task:
            raise TransactionError("another task's transaction cannot be nested into")
        self._depth += 1
        await self.execute(f"SAVEPOINT nested_{self._depth}")

    async def leave_nested(self, *, keep: bool) -> None:
        name = f"nested_{self._depth}"
        self._depth -= 1
        if not keep:
            await self.execute(f"ROLLBACK TO {name}")
        await self.execute(f"RELEASE {name}")

    async def commit(self) -> None:
        await self.run(lambda connection: connection.raw.execute("COMMIT").close())
        self._committed = True

    async def rollback(self) -> None:
        if self._pool is not None:
            await self._pool.run(_rollback)
        self._rolled_back = True

    async def __aexit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if self._outer is not None:
            await asyncio.shield(self._outer.leave_nested(keep=error is None))
            return False
        try:
            await asyncio.shield(self._finish(keep=error is None))
        finally:
            self.engine.current_transaction.reset(self.context)
        return False

    async def _finish(self, *, keep: bool) -> None:
        try:
            if keep and not self._rolled_back and not self._committed:
                await self.commit()
        finally:
            await self.rollback()
            await self._close()


class Snapshot(Transaction):
    """A read-only transaction on a reader of its own: it sees one moment."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine, durable=False)

    async def _open(self) -> None:
        self._pool = await self.engine.take_snapshot_reader()
        try:
            await self._pool.run(_begin_snapshot)
        except BaseException:
            await self._close()
            raise

    async def _close(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            self.engine.give_back_snapshot_reader(pool)


def _begin(connection: Connection, durable: bool) -> None:
    _rollback(connection)  # of a task that was cancelled while its BEGIN was on the way
    connection.set_durable(durable)
    connection.raw.execute("BEGIN IMMEDIATE")


def _begin_snapshot(connection: Connection) -> None:
    _rollback(connection)
    connection.raw.execute("BEGIN")
    connection.raw.execute("SELECT 1 FROM sqlite_schema").fetchone()  # the view begins here


def _rollback(connection: Connection) -> None:
    if connection.raw.in_transaction:
        connection.raw.execute("ROLLBACK")


def _inside(connection: Connection, work: Work[T]) -> T:
    """An interrupted write or a full disk ends the transaction; what follows must not be kept."""
    if not connection.raw.in_transaction:
        raise TransactionError("the database has rolled this transaction back after an error")
    return work(connection)
