"""Transactions on a connection of the pool, and read-only snapshots."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeVar

from asyncpg import Connection
from piccolo.engine.postgres import PostgresTransaction

from iok_core.db.errors import DatabaseError, TransactionError
from iok_core.db.last_work import LastWork
from iok_core.db.postgres.errors import translating

if TYPE_CHECKING:
    from iok_core.db.postgres.engine import PostgresEngine

T = TypeVar("T")
Work = Callable[[Connection], Awaitable[T]]


class Transaction(PostgresTransaction):
    """READ COMMITTED on one connection; inside another transaction, a savepoint of that one.

    Tasks that share it take turns, as they do on SQLite.
    """

    engine: PostgresEngine
    snapshot = False

    def __init__(self, engine: PostgresEngine, *, durable: bool, allow_nested: bool = True) -> None:
        super().__init__(engine, allow_nested)
        self.durable = durable
        self.connection = self  # what Piccolo's savepoints call execute() on
        self.last = LastWork()
        self._outer: Transaction | None = engine.current_transaction.get()
        self._held: Connection | None = None
        self._turn = asyncio.Lock()
        self._task: asyncio.Task[Any] | None = None

    async def __aenter__(self) -> Transaction:  # noqa: PYI034 - the outer one, when nested
        if self._outer is not None:
            await self._outer.enter_nested(self)
            return self._outer
        connection = await self.engine.acquire()
        try:
            with translating():
                await connection.execute(self._beginning(), timeout=self.seconds)
        except BaseException:
            await self.engine.discard(connection)
            raise
        self._held = connection
        self._task = asyncio.current_task()
        self.context = self.engine.current_transaction.set(self)
        return self

    def _beginning(self) -> str:
        return "BEGIN" if self.durable else "BEGIN; SET LOCAL synchronous_commit TO off"

    @property
    def seconds(self) -> float:
        """The deadline of each of its statements."""
        return self.engine.limits.write_seconds

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
        """Also when the task is cancelled meanwhile: the connection goes back in any case."""
        self.engine.current_transaction.reset(self.context)
        connection, self._held = self._held, None
        if connection is not None:
            await self.engine.to_the_end(self._settle(connection, keep=keep and not self.snapshot))

    async def _settle(self, connection: Connection, *, keep: bool) -> None:
        try:
            async with self._turn:
                with translating():
                    if keep and not self._ended_by_hand:
                        await _commit(connection, self.seconds)
                    elif not connection.is_closed() and connection.is_in_transaction():
                        await connection.execute("ROLLBACK", timeout=self.seconds)
        except BaseException:
            await self.engine.discard(connection)
            raise
        await self.engine.release(connection)

    async def run(self, work: Work[T]) -> T:
        async with self._turn:
            if self._held is None:
                raise TransactionError("this transaction has ended; has a task outlived it?")
            with translating(snapshot=self.snapshot):
                if not self._held.is_in_transaction():
                    raise TransactionError(
                        "this transaction has been rolled back; nothing more can be done"
                    )
                return await work(self._held)

    async def execute(self, sql: str) -> None:
        await self.run(lambda connection: connection.execute(sql, timeout=self.seconds))

    async def commit(self) -> None:
        await self.run(lambda connection: _commit(connection, self.seconds))
        self._committed = True

    async def rollback(self) -> None:
        await self.execute("ROLLBACK")
        self._rolled_back = True

    async def enter_nested(self, inner: Transaction) -> None:
        if inner.durable and not self.durable:
            raise TransactionError("a durable transaction cannot be part of one that is not")
        if asyncio.current_task() is not self._task:
            raise TransactionError("a transaction cannot be nested into another task's")
        await self.execute(f"SAVEPOINT nested_{self.last.depth}")
        self.last.enter()

    async def leave_nested(self, *, keep: bool) -> None:
        self.last.leave(keep=keep)
        await self.engine.to_the_end(self._leave(f"nested_{self.last.depth}", keep=keep))

    async def _leave(self, savepoint: str, *, keep: bool) -> None:
        """A statement that failed and was caught inside takes the nested transaction with it."""
        back = f"ROLLBACK TO {savepoint}; RELEASE {savepoint}"
        if self._held is None or self._held.is_closed() or not self._held.is_in_transaction():
            return
        try:
            await self.execute(f"RELEASE {savepoint}" if keep else back)
        except DatabaseError:
            if keep:
                await self.execute(back)
            raise


class Snapshot(Transaction):
    """Every statement sees the database as the first one did."""

    snapshot = True

    def __init__(self, engine: PostgresEngine) -> None:
        super().__init__(engine, durable=False)

    def _beginning(self) -> str:
        return "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT 1"  # the view is fixed here

    @property
    def seconds(self) -> float:
        return self.engine.limits.read_seconds

    async def enter_nested(self, inner: Transaction) -> None:
        if not isinstance(inner, Snapshot):
            raise TransactionError("nothing can be written in a snapshot")
        await super().enter_nested(inner)


async def _commit(connection: Connection, seconds: float) -> None:
    """PostgreSQL answers the COMMIT of a transaction in which something failed with ROLLBACK."""
    if await connection.execute("COMMIT", timeout=seconds) != "COMMIT":
        raise TransactionError("a statement of this transaction failed; nothing was kept")
