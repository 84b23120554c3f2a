"""Piccolo's PostgreSQL engine that connects when it is asked to, with deadlines on everything."""

import asyncio
import hashlib
from collections.abc import Awaitable, Coroutine, Sequence
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import asyncpg
from asyncpg import Connection
from piccolo.engine import postgres as piccolo
from piccolo.querystring import QueryString
from piccolo.utils.encoding import load_json

from iok_core.db.engine import Converters
from iok_core.db.errors import DatabaseError, DatabaseUnavailable, QueryTimeout
from iok_core.db.limits import Limits, Role
from iok_core.db.postgres.ddl import with_table_in_name
from iok_core.db.postgres.errors import translating
from iok_core.db.postgres.transactions import Snapshot, Transaction, Work
from iok_core.db.statements import Args, Row, is_read
from iok_core.db.transactions import Transacting

T = TypeVar("T")

OLDEST = 15
_FEW = 20  # rows; below, COPY's two more round trips cost more than they save
_STATEMENTS = 512  # that each connection keeps prepared


_CONVERTERS: Converters = {
    int: int,  # SUM of whole numbers is a Decimal
    float: float,
    Decimal: Decimal,
    UUID: lambda value: UUID(int=value.int),  # the driver has its own
    list: load_json,  # from JSON; an array is a list already
}


class PostgresEngine(Transacting, piccolo.PostgresEngine):
    """The `Engine` of a PostgreSQL database; its pool belongs to the loop that started it."""

    converters: Converters = _CONVERTERS

    def __init__(self, url: str, role: Role, limits: Limits) -> None:
        super().__init__({"dsn": url})
        self.limits = limits
        self._role = role
        self._ending: set[asyncio.Task[Any]] = set()

    async def check_version(self) -> None:
        """Piccolo would connect here, at construction; each connection is checked instead."""

    async def prep_database(self) -> None:
        """No extension is needed."""

    async def start_connection_pool(self, **_: Any) -> None:
        """Connects with the first query, so that the portal starts also while this is down."""
        if self.pool is None:
            with translating():
                self.pool = await asyncpg.create_pool(
                    **self.config,
                    min_size=0,
                    max_size=self.limits.connections,
                    timeout=self.limits.busy_seconds,
                    init=_check,
                    reset=_nothing_to_reset,
                    statement_cache_size=_STATEMENTS,
                    max_cached_statement_lifetime=0,
                    server_settings=_settings(self._role, self.limits),
                )

    async def close_connection_pool(self) -> None:
        pool, self.pool = self.pool, None
        if pool is not None:
            await asyncio.gather(*self._ending, return_exceptions=True)
            await pool.close()

    # Connections

    async def acquire(self) -> Connection:
        if self.pool is None:
            raise DatabaseError("the database is closed: start_connection_pool() first")
        try:
            with translating():
                return await self.pool.acquire(timeout=self.limits.busy_seconds)
        except QueryTimeout as error:
            raise DatabaseUnavailable("no connection to the database could be had") from error

    async def release(self, connection: Connection) -> None:
        if self.pool is None:
            self.discard(connection)
            return
        with translating():
            await self.pool.release(connection, timeout=self.limits.busy_seconds)

    def discard(self, connection: Connection) -> None:
        """Of a connection that is in a state nobody knows; the pool makes another when it must."""
        with suppress(asyncpg.InterfaceError):  # the driver has given it up by itself
            connection.terminate()

    async def to_the_end(self, work: Coroutine[Any, Any, T]) -> T:
        """The work goes on also if the task that waits for it is cancelled."""
        task = asyncio.create_task(work)
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)
        return await asyncio.shield(task)

    # Running

    async def _run(self, work: Work[T]) -> T:
        current: Transaction | None = self.current_transaction.get()
        if current is not None:
            return await current.run(work)
        connection = await self.acquire()
        try:
            with translating():
                return await work(connection)
        finally:
            await self.release(connection)

    def _seconds(self, sql: str) -> float:
        current: Transaction | None = self.current_transaction.get()
        if current is not None:
            return current.seconds
        return self.limits.read_seconds if is_read(sql) else self.limits.write_seconds

    async def _records(self, sql: str, args: Args) -> list[Any]:
        seconds = self._seconds(sql)
        records: list[Any] = await self._run(lambda c: c.fetch(sql, *args, timeout=seconds))
        return records

    async def rows(self, sql: str, args: Args) -> list[Row]:
        return list(map(tuple, await self._records(sql, args)))

    def raw_rows(self, sql: str, args: Args) -> Awaitable[list[Row]]:
        return self._records(sql, args)

    async def raw_table(self, sql: str, args: Args) -> tuple[list[str], list[Row]]:
        seconds = self._seconds(sql)

        async def work(connection: Connection) -> tuple[list[str], list[Row]]:
            statement = await connection.prepare(sql, timeout=seconds)
            names = [attribute.name for attribute in statement.get_attributes()]
            return names, await statement.fetch(*args, timeout=seconds)

        return await self._run(work)

    async def changed(self, sql: str, args: Args) -> int:
        seconds = self._seconds(sql)
        status: str = await self._run(lambda c: c.execute(sql, *args, timeout=seconds))
        count = status.rpartition(" ")[2]
        return int(count) if count.isdecimal() else 0

    async def changed_by_many(self, sql: str, rows: Sequence[Args]) -> int:
        """With RETURNING, as executemany() of the driver does not count."""
        seconds = self.limits.write_seconds
        returning = f"{sql} RETURNING 1"
        return len(await self._run(lambda c: c.fetchmany(returning, rows, timeout=seconds)))

    async def insert_many(self, table: str, columns: Sequence[str], rows: Sequence[Args]) -> None:
        seconds = self.limits.write_seconds
        if len(rows) >= _FEW:
            await self._run(
                lambda c: c.copy_records_to_table(
                    table, columns=columns, records=rows, timeout=seconds
                )
            )
            return
        names = ", ".join(f'"{name}"' for name in columns)
        places = ", ".join(f"${number}" for number in range(1, len(columns) + 1))
        sql = f'INSERT INTO "{table}" ({names}) VALUES ({places})'
        await self._run(lambda c: c.executemany(sql, rows, timeout=seconds))

    # Transactions

    def transaction(self, allow_nested: bool = True, durable: bool | None = None) -> Transaction:
        return Transaction(self, durable=self._durable(durable), allow_nested=allow_nested)

    def snapshot(self) -> Snapshot:
        return Snapshot(self)

    async def hold(self, name: str, number: int) -> None:
        """An advisory lock, which ends with the transaction and needs no row to be there."""
        self._require_writing()
        digest = hashlib.blake2b(f"{name}/{number}".encode(), digest_size=8).digest()
        key = int.from_bytes(digest, signed=True)
        await self._records("SELECT pg_advisory_xact_lock($1)", [key])

    async def truncate_wal(self) -> bool:
        """PostgreSQL looks after its log by itself."""
        return True

    def files(self) -> list[Path]:
        return []

    # What Piccolo asks of an engine

    async def run_querystring(
        self,
        querystring: QueryString,
        in_pool: bool = True,  # noqa: ARG002 (Piccolo's own)
    ) -> list[Any]:
        return await self._records(*querystring.compile_string(self.engine_type))

    async def run_ddl(
        self,
        ddl: str,
        in_pool: bool = True,  # noqa: ARG002 (Piccolo's own)
    ) -> list[Any]:
        return await self._records(with_table_in_name(ddl), ())

    async def get_new_connection(self) -> Any:
        raise DatabaseError("batch() would go past our connections: use snapshot() and fetch()")


def _settings(role: Role, limits: Limits) -> dict[str, str]:
    """The server's own deadlines, should the portal not be there to keep its."""
    return {
        "application_name": f"iok {role}",
        "timezone": "UTC",
        "jit": "off",  # it costs more than such queries
        "statement_timeout": str(int(limits.write_seconds * 1000)),
        "lock_timeout": str(int(limits.busy_seconds * 1000)),
        "idle_in_transaction_session_timeout": str(int(limits.write_seconds * 1000)),
    }


async def _check(connection: Connection) -> None:
    version = connection.get_server_version().major
    if version < OLDEST:
        raise DatabaseError(f"PostgreSQL {version} is too old: {OLDEST} or newer is needed.")


async def _nothing_to_reset(_: Connection) -> None:
    """We set nothing for longer than a transaction; the driver's own reset is a round trip."""
