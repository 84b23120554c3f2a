"""Piccolo's SQLite engine with connections that stay, and one writer at a time."""

import asyncio
from collections.abc import Awaitable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from piccolo.engine.sqlite import SQLiteEngine, TransactionType
from piccolo.querystring import QueryString

from iok_core.db.engine import Converters
from iok_core.db.errors import DatabaseError, DatabaseUnavailable, QueryTimeout
from iok_core.db.limits import Limits, Role
from iok_core.db.sqlite.connections import Connection, Work, after_steps
from iok_core.db.sqlite.ddl import change_of_schema
from iok_core.db.sqlite.lock import FairLock
from iok_core.db.sqlite.pools import Pools
from iok_core.db.sqlite.statements import (
    changed,
    changed_by_many,
    dicts,
    inserted,
    names_and_tuples,
    tuples,
)
from iok_core.db.sqlite.threads import Pool
from iok_core.db.sqlite.transactions import Snapshot, Transaction
from iok_core.db.sqlite.values import CONVERTERS, register_converters
from iok_core.db.statements import Args, Row, is_read
from iok_core.db.transactions import Transacting

T = TypeVar("T")


class SqliteEngine(Transacting, SQLiteEngine):
    """The `Engine` of an SQLite file."""

    converters: Converters = CONVERTERS

    def __init__(self, path: str, role: Role, limits: Limits) -> None:
        super().__init__(path=path)
        register_converters()
        self.limits = limits
        self.moved_to_thread = 0
        """Queries that were too heavy for the loop's thread."""
        self._role: Role = role
        self._write_lock = FairLock()
        self._pools: Pools | None = None

    async def start_connection_pool(self) -> None:
        if self._pools is None:
            self._pools = Pools(self.path, self._role, self.limits)

    async def close_connection_pool(self) -> None:
        pools, self._pools = self._pools, None
        if pools is not None:
            await pools.close()

    def _open_pools(self) -> Pools:
        if self._pools is None:
            raise DatabaseError("the database is closed: start_connection_pool() first")
        return self._pools

    # Work, wherever it belongs

    async def run_work(self, sql: str, work: Work[T], *, typed: bool = True) -> T:
        """Run `work`, which runs the statement `sql`, on the connection where that belongs.

        Not `typed`: the caller knows the types and takes values also as SQLite has them.
        """
        current: Transaction | None = self.current_transaction.get()
        if current is not None:
            return await current.run(work)
        if is_read(sql):
            return await self._read(work, typed)
        return await self._write(work)

    async def _read(self, work: Work[T], typed: bool) -> T:
        pools = self._open_pools()
        inline = pools.inline(typed=typed)
        if inline is not None:
            try:
                return inline.run(work, after_steps(self.limits.inline_steps))
            except (QueryTimeout, DatabaseUnavailable):
                self.moved_to_thread += 1
        return await pools.readers.submit(work)

    async def _write(self, work: Work[T]) -> T:
        def durably(connection: Connection) -> T:
            connection.between_transactions(durable=True)
            return work(connection)

        writer = await self.take_writer()
        try:
            written = writer.submit(durably)
        finally:
            self.give_back_writer()
        return await written

    async def take_writer(self) -> Pool:
        writer = self._open_pools().writer
        try:
            async with asyncio.timeout(self.limits.write_seconds):
                await self._write_lock.acquire()
        except TimeoutError as error:
            raise DatabaseUnavailable("another transaction keeps the database") from error
        return writer

    def give_back_writer(self) -> None:
        self._write_lock.release()

    def take_snapshot_reader(self) -> Pool:
        return self._open_pools().take_snapshot_reader()

    def give_back_snapshot_reader(self, reader: Pool) -> None:
        if self._pools is not None:
            self._pools.give_back_snapshot_reader(reader)

    async def truncate_wal(self) -> bool:
        """Move the log into the database; False if a reader kept it from finishing."""
        ((busy, *_),) = await self._write(tuples("PRAGMA wal_checkpoint(TRUNCATE)", ()))
        return not busy

    def files(self) -> list[Path]:
        found = [Path(f"{self.path}{end}") for end in ("", "-shm", "-wal")]
        return [file for file in found if file.exists()]

    # Running, as every engine does; no coroutine stands around another, as each costs on hot paths

    def rows(self, sql: str, args: Args) -> Awaitable[list[Row]]:
        return self.run_work(sql, tuples(sql, args))

    def raw_rows(self, sql: str, args: Args) -> Awaitable[list[Row]]:
        return self.run_work(sql, tuples(sql, args), typed=False)

    def raw_table(self, sql: str, args: Args) -> Awaitable[tuple[list[str], list[Row]]]:
        return self.run_work(sql, names_and_tuples(sql, args), typed=False)

    def changed(self, sql: str, args: Args) -> Awaitable[int]:
        return self.run_work(sql, changed(sql, args))

    def changed_by_many(self, sql: str, rows: Sequence[Args]) -> Awaitable[int]:
        return self.run_work(sql, changed_by_many(sql, rows))

    async def insert_many(self, table: str, columns: Sequence[str], rows: Sequence[Args]) -> None:
        await self.run_work("INSERT INTO", inserted(table, columns, rows))  # no read, that is all

    async def hold(self, name: str, number: int) -> None:  # noqa: ARG002 - one for all
        """A transaction is the only writer from its beginning, and so holds everything."""
        self._require_writing()

    # What Piccolo asks of an engine

    async def run_querystring(
        self,
        querystring: QueryString,
        in_pool: bool = False,  # noqa: ARG002 (Piccolo's own)
    ) -> list[dict[str, Any]]:
        sql, args = querystring.compile_string("sqlite")
        return await self.run_work(sql, dicts(sql, args))

    async def run_ddl(
        self,
        ddl: str,
        in_pool: bool = False,  # noqa: ARG002 (Piccolo's own)
    ) -> list[dict[str, Any]]:
        return await self.run_work(ddl, change_of_schema(ddl))

    def transaction(
        self,
        transaction_type: TransactionType = TransactionType.immediate,  # noqa: ARG002 (Piccolo's own)
        allow_nested: bool = True,
        durable: bool | None = None,
    ) -> Transaction:
        """Always IMMEDIATE: a DEFERRED one that comes to write later fails without waiting."""
        return Transaction(self, durable=self._durable(durable), allow_nested=allow_nested)

    def snapshot(self) -> Snapshot:
        return Snapshot(self)

    async def get_connection(self) -> Any:
        raise DatabaseError("batch() would go past our connections: use snapshot() and fetch()")
