"""PostgreSQL's errors as ours; no message holds an address or a password."""

from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg

from iok_core.db.errors import (
    ConstraintViolated,
    DatabaseError,
    DatabaseUnavailable,
    QueryTimeout,
    TransactionError,
)

_SNAPSHOT = "nothing can be written in a snapshot"
_READ_ONLY = "25006"
_ABORTED = "25P02"
_CANCELLED = "57014"
_FORBIDDEN = "42501"
_UNAVAILABLE = (
    *("08", "53", "57P", "58", "F0", "XX"),  # connection, resources, shutdown, system, internal
    *("40001", "40P01", "55P03", "25P03", "25P04"),  # serialization, deadlock, locks, deadlines
    *("0A000",),  # a table changed under a statement that this connection had prepared
)
_MISCONFIGURED = ("28", "3D000", "3F000")
_CONSTRAINT = "23"
_DRIVERS = (
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
)


def translated(error: Exception, *, snapshot: bool) -> Exception:
    """The error as one of ours, or unchanged when the statement itself is wrong."""
    if isinstance(error, TimeoutError):
        return QueryTimeout("the query took longer than its deadline and was stopped")
    if isinstance(error, asyncpg.PostgresError):
        return _by_code(error, error.sqlstate or "", snapshot=snapshot)
    if isinstance(error, OSError):
        return DatabaseUnavailable(f"the database cannot be reached: {error.strerror or error}")
    if isinstance(error, asyncpg.InternalClientError):  # a server was killed in mid-query
        return DatabaseUnavailable(f"the connection to the database is lost: {error}")
    if isinstance(error, asyncpg.InterfaceError) and not isinstance(error, ValueError):
        return DatabaseUnavailable(f"the connection to the database was lost: {error}")
    return error


def _by_code(error: Exception, code: str, *, snapshot: bool) -> Exception:
    if code == _READ_ONLY and snapshot:
        return TransactionError(_SNAPSHOT)
    if code == _ABORTED:
        return TransactionError("a statement of this transaction failed; nothing more can be done")
    if code == _CANCELLED:
        return QueryTimeout("the query took longer than its deadline and was stopped")
    if code.startswith(_CONSTRAINT):
        return ConstraintViolated(str(error))
    if code == _READ_ONLY or code.startswith(_UNAVAILABLE):
        return DatabaseUnavailable(f"the database cannot do this now: {error}")
    if code.startswith(_MISCONFIGURED):
        return DatabaseError(f"the database refuses the portal: {error}")
    if code == _FORBIDDEN:
        return DatabaseError(f"the portal's role in the database may not do this: {error}")
    return error


@contextmanager
def translating(*, snapshot: bool = False) -> Iterator[None]:
    try:
        yield
    except _DRIVERS as error:
        ours = translated(error, snapshot=snapshot)
        if ours is error:
            raise
        raise ours from error
