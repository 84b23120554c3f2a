"""Transactions on a connection of the pool, and read-only snapshots."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

import asyncpg
from asyncpg import Connection
from piccolo.engine.postgres import PostgresTransaction

from iok_core.db.errors import DatabaseError, TransactionError
from iok_core.db.postgres.errors import translating
from iok_core.db.transactions import Nesting

if TYPE_CHECKING:
    from iok_core.db.postgres.engine import PostgresEngine

T = TypeVar("T")
Work = Callable[[Connection], Awaitable[T]]


class Transaction(Nesting, PostgresTransaction):
    """READ COMMITTED on one connection. Tasks that share it take turns, as they do on SQLite."""

    engine: PostgresEngine

    def __init__(self, engine: PostgresEngine, *, durable: bool, allow_nested: bool = True) -> None:
        super().__init__(engine, allow_nested)
        self._set_up(durable=durable)
        self._held: Connection | None = None
        self._turn = asyncio.Lock()

    async def _begin(self) -> None:
        connection = await self.engine.acquire()
        try:
            with translating():
                await connection.execute(self._beginning(), timeout=self.seconds)
        except BaseException:
            self.engine.discard(connection)
            raise
        self._held = connection

    def _beginning(self) -> str:
        return "BEGIN" if self.durable else "BEGIN; SET LOCAL synchronous_commit TO off"

    @property
    def seconds(self) -> float:
        """The deadline of each of its statements."""
        return self.engine.limits.write_seconds

    async def _end(self, *, keep: bool) -> None:
        """Also when the task is cancelled meanwhile: the connection goes back in any case."""
        connection, self._held = self._held, None
        if connection is not None:
            await self.engine.to_the_end(self._settle(connection, keep=keep and not self.snapshot))

    async def _settle(self, connection: Connection, *, keep: bool) -> None:
        try:
            async with self._turn:
                with translating():
                    if keep:
                        await _commit(connection, self.seconds)
                    elif _goes_on(connection):
                        await connection.execute("ROLLBACK", timeout=self.seconds)
        except BaseException:
            self.engine.discard(connection)
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

    async def _leave(self, savepoint: str, *, keep: bool) -> None:
        await self.engine.to_the_end(self._end_savepoint(savepoint, keep=keep))

    async def _end_savepoint(self, savepoint: str, *, keep: bool) -> None:
        """A statement that failed and was caught inside takes the nested transaction with it."""
        back = f"ROLLBACK TO {savepoint}; RELEASE {savepoint}"
        if self._held is None or not _goes_on(self._held):
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


def _goes_on(connection: Connection) -> bool:
    """The transaction on it: it was not ended by hand, and the connection was not lost."""
    try:
        return bool(connection.is_in_transaction())
    except asyncpg.InterfaceError:  # the driver has given the connection up
        return False


async def _commit(connection: Connection, seconds: float) -> None:
    """PostgreSQL answers the COMMIT of a transaction in which something failed with ROLLBACK."""
    if await connection.execute("COMMIT", timeout=seconds) != "COMMIT":
        raise TransactionError("a statement of this transaction failed; nothing was kept")
