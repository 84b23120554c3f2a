"""Piccolo's SQLite engine with connections that stay: one writer, some readers, one inline."""

import asyncio
import os
import sqlite3
import threading
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar
from urllib.parse import unquote

from piccolo.engine.sqlite import SQLiteEngine, TransactionType
from piccolo.querystring import QueryString

from iok_core.db import ddl, statements
from iok_core.db.connections import Connection, Purpose, Work, after_steps
from iok_core.db.errors import DatabaseError, DatabaseUnavailable, QueryTimeout
from iok_core.db.lock import FairLock
from iok_core.db.threads import Pool
from iok_core.db.transactions import Snapshot, Transaction
from iok_core.db.values import register_converters

T = TypeVar("T")
Role = Literal["web", "worker"]


@dataclass(frozen=True)
class Limits:
    """Deadlines of one query, in seconds, and what the inline reader may spend, in VM steps."""

    read_seconds: float = 5.0
    write_seconds: float = 30.0
    busy_seconds: float = 5.0
    inline_steps: int = 40_000
    readers: int = 2


@dataclass
class _Connections:
    writer: Pool
    readers: Pool
    inline: Connection | None
    thread: int
    idle_snapshots: list[Pool]


class Engine(SQLiteEngine):
    current_transaction: ContextVar[Any]

    def __init__(self, path: str, role: Role, limits: Limits) -> None:
        super().__init__(path=path)
        register_converters()
        self.role = role
        self.limits = limits
        self.moved_to_thread = 0  # inline queries that were too heavy
        self._write_lock = FairLock()
        self._connections: _Connections | None = None

    # connections

    async def start_connection_pool(self) -> None:
        if self._connections is not None:
            return
        opened: list[Connection] = []

        def connect(purpose: Purpose) -> Connection:
            opened.append(Connection(self.path, purpose, int(self.limits.busy_seconds * 1000)))
            return opened[-1]

        try:
            self._connections = self._open(connect)
        except BaseException:
            for connection in opened:
                connection.close()
            raise

    def _open(self, connect: Callable[[Purpose], Connection]) -> _Connections:
        writer = connect(Purpose.WRITE)
        readers = [connect(Purpose.READ) for _ in range(self.limits.readers)]
        inline = connect(Purpose.INLINE) if self.role == "web" else None
        return _Connections(
            writer=Pool("writer", [writer], self.limits.write_seconds),
            readers=Pool("reader", readers, self.limits.read_seconds),
            inline=inline,
            thread=threading.get_ident(),
            idle_snapshots=[],
        )

    async def close_connection_pool(self) -> None:
        closing, self._connections = self._connections, None
        if closing is None:
            return
        if closing.inline is not None:
            closing.inline.close()
        for pool in (*closing.idle_snapshots, closing.readers, closing.writer):
            await pool.close()

    def _open_connections(self) -> _Connections:
        if self._connections is None:
            raise DatabaseError("the database is closed: start_connection_pool() first")
        return self._connections

    # running

    async def run_work(self, sql: str, work: Work[T]) -> T:
        """Run `work`, which is the statement `sql`, where such a statement belongs."""
        current = self.current_transaction.get()
        if current is not None:
            return await current.run(work)  # type: ignore[no-any-return]
        if statements.is_read(sql):
            return await self._read(work)
        return await self.write_alone(work)

    async def _read(self, work: Work[T]) -> T:
        connections = self._open_connections()
        if connections.inline is not None and threading.get_ident() == connections.thread:
            try:
                return connections.inline.run(work, after_steps(self.limits.inline_steps))
            except (QueryTimeout, DatabaseUnavailable):
                self.moved_to_thread += 1
        return await connections.readers.run(work)

    async def write_alone(self, work: Work[T]) -> T:
        """Outside any transaction, durable."""

        def durably(connection: Connection) -> T:
            connection.set_durable(True)
            return work(connection)

        writer = await self.take_writer()
        try:
            return await writer.run(durably)
        finally:
            self.give_back_writer()

    async def take_writer(self) -> Pool:
        writer = self._open_connections().writer
        try:
            async with asyncio.timeout(self.limits.write_seconds):
                await self._write_lock.acquire()
        except TimeoutError as error:
            raise DatabaseUnavailable("another transaction keeps the database") from error
        return writer

    def give_back_writer(self) -> None:
        self._write_lock.release()

    async def take_snapshot_reader(self) -> Pool:
        connections = self._open_connections()
        if connections.idle_snapshots:
            return connections.idle_snapshots.pop()
        reader = Connection(self.path, Purpose.READ, int(self.limits.busy_seconds * 1000))
        return Pool("snapshot", [reader], self.limits.read_seconds)

    def give_back_snapshot_reader(self, reader: Pool) -> None:
        self._open_connections().idle_snapshots.append(reader)

    # what Piccolo asks of an engine

    async def run_querystring(
        self, querystring: QueryString, in_pool: bool = False
    ) -> list[dict[str, Any]]:
        sql, args = querystring.compile_string("sqlite")
        return await self.run_work(sql, statements.dicts(sql, args))

    async def run_ddl(self, ddl_statement: str, in_pool: bool = False) -> list[dict[str, Any]]:
        return await self.run_work(ddl_statement, ddl.work(ddl_statement))

    def transaction(
        self,
        transaction_type: TransactionType = TransactionType.immediate,
        allow_nested: bool = True,
        durable: bool | None = None,
    ) -> Transaction:
        """Always IMMEDIATE: a DEFERRED one that writes later can fail at once, whatever the wait."""
        if durable is None:
            outer = self.current_transaction.get()
            durable = True if outer is None else outer.durable
        return Transaction(self, durable=durable, allow_nested=allow_nested)

    def snapshot(self) -> Snapshot:
        return Snapshot(self)

    async def truncate_wal(self) -> bool:
        """Move the log into the database; False if a reader or writer kept it from finishing."""
        sql = "PRAGMA wal_checkpoint(TRUNCATE)"
        rows = await self.write_alone(statements.tuples(sql, ()))
        return bool(rows) and rows[0][0] == 0

    async def get_connection(self) -> Any:
        raise DatabaseError("Piccolo's batch() goes past our connections: use snapshot() and fetch")


def open_database(url: str, *, role: Role, limits: Limits | None = None) -> Engine:
    """`sqlite:///relative/path` or `sqlite:////absolute/path`; connects with the pool's start."""
    if sqlite3.sqlite_version_info < (3, 37):
        raise DatabaseError(f"SQLite {sqlite3.sqlite_version} is too old: 3.37 or newer is needed.")
    scheme, found, path = url.partition(":///")
    if scheme != "sqlite" or not found or not path:
        raise DatabaseError(
            f"The database address {url!r} is not one that this version knows:"
            " write sqlite:///file.sqlite or sqlite:////folder/file.sqlite."
        )
    file = Path(unquote(path))
    _make_sure_it_can_be_written(file)
    return Engine(str(file), role, limits or Limits())


def _make_sure_it_can_be_written(file: Path) -> None:
    """A new file is readable by its owner alone; SQLite gives the log files the same mode."""
    try:
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise DatabaseError(
            f"The database file {file} cannot be opened for writing: {error.strerror}."
            " The folder must exist, and the portal's user must be allowed to write into it."
        ) from error
