"""Transactions of the engine: one writer at a time, and read-only snapshots beside it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

from piccolo.engine.sqlite import SQLiteTransaction, TransactionType

from iok_core.db.errors import TransactionError
from iok_core.db.last_work import LastWork
from iok_core.db.sqlite.connections import Connection, Work
from iok_core.db.sqlite.threads import Pool

if TYPE_CHECKING:
    from iok_core.db.sqlite.engine import SqliteEngine

T = TypeVar("T")


class Transaction(SQLiteTransaction):
    """BEGIN IMMEDIATE on the writer; inside another transaction, a savepoint of that one.

    The writer's thread does jobs in order: once COMMIT or ROLLBACK is in its queue, the next
    transaction may queue its BEGIN, and no cancelled task can leave a transaction open.
    """

    engine: SqliteEngine

    def __init__(self, engine: SqliteEngine, *, durable: bool, allow_nested: bool = True) -> None:
        super().__init__(engine, TransactionType.immediate, allow_nested)
        self.durable = durable
        self.connection = self  # what Piccolo's savepoints call execute() on
        self._outer: Transaction | None = engine.current_transaction.get()
        self._pool: Pool | None = None
        self._task: asyncio.Task[Any] | None = None
        self.last = LastWork()

    async def __aenter__(self) -> Transaction:  # noqa: PYI034 - the outer one, when nested
        if self._outer is not None:
            await self._outer.enter_nested(self)
            return self._outer
        pool = await self._take()
        try:
            await pool.submit(self._begin)
        except BaseException:
            self._give_back(pool)
            raise
        self._pool = pool
        self._task = asyncio.current_task()
        self.context = self.engine.current_transaction.set(self)
        return self

    async def __aexit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if self._outer is not None:
            await self._outer.leave_nested(keep=error is None)
            return False
        keep = False
        try:
            if error is None and not self._ended_by_hand:
                await self.last.do()
            keep = error is None
        finally:
            await self._end(keep=keep)
        return False

    @property
    def _ended_by_hand(self) -> bool:
        """As Piccolo allows."""
        return bool(self._committed or self._rolled_back)

    async def _end(self, *, keep: bool) -> None:
        self.engine.current_transaction.reset(self.context)
        pool, self._pool = self._pool, None
        if pool is None:
            return
        commit = keep and not self._ended_by_hand
        try:
            ended = pool.submit(_commit if commit else Connection.rollback)
        finally:
            self._give_back(pool)
        await asyncio.shield(ended)

    async def _take(self) -> Pool:
        return await self.engine.take_writer()

    def _give_back(self, pool: Pool) -> None:  # noqa: ARG002 - a snapshot needs it
        self.engine.give_back_writer()

    def _begin(self, connection: Connection) -> None:
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

    async def enter_nested(self, inner: Transaction) -> None:
        if inner.durable and not self.durable:
            raise TransactionError("a durable transaction cannot be part of one that is not")
        if asyncio.current_task() is not self._task:
            raise TransactionError("a transaction cannot be nested into another task's")
        await self.execute(f"SAVEPOINT nested_{self.last.depth}")
        self.last.enter()

    async def leave_nested(self, *, keep: bool) -> None:
        self.last.leave(keep=keep)
        name = f"nested_{self.last.depth}"

        def leave(connection: Connection) -> None:
            if not keep and connection.raw.in_transaction:
                connection.raw.execute(f"ROLLBACK TO {name}")
            if connection.raw.in_transaction:
                connection.raw.execute(f"RELEASE {name}")

        await asyncio.shield(self._submit(leave))


class Snapshot(Transaction):
    """A read-only transaction on a reader of its own."""

    def __init__(self, engine: SqliteEngine) -> None:
        super().__init__(engine, durable=False)

    async def _take(self) -> Pool:
        return self.engine.take_snapshot_reader()

    def _give_back(self, pool: Pool) -> None:
        self.engine.give_back_snapshot_reader(pool)

    def _begin(self, connection: Connection) -> None:
        connection.rollback()
        connection.raw.execute("BEGIN")
        connection.raw.execute("SELECT 1 FROM sqlite_schema").fetchone()  # the view is fixed here

    async def enter_nested(self, inner: Transaction) -> None:
        if not isinstance(inner, Snapshot):
            raise TransactionError("nothing can be written in a snapshot")
        await super().enter_nested(inner)


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
