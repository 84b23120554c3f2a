"""SQLite's errors as ours."""

import sqlite3

from iok_core.db.errors import ConstraintViolated, DatabaseUnavailable, QueryTimeout

_UNAVAILABLE = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_NOTADB,
    }
)


def translated(error: sqlite3.Error) -> Exception:
    """The error as one of ours, or unchanged when the statement itself is wrong."""
    primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if primary == sqlite3.SQLITE_INTERRUPT:
        return QueryTimeout("the query took longer than its deadline and was stopped")
    if primary in _UNAVAILABLE:
        return DatabaseUnavailable(f"the database cannot do this now: {error}")
    if primary == sqlite3.SQLITE_CONSTRAINT:
        return ConstraintViolated(str(error))
    return error
