"""What can go wrong with the database, in words that do not depend on which database it is."""

import sqlite3


class DatabaseError(Exception):
    """Wrong address, wrong settings, wrong use: the message is for whoever runs or writes it."""


class DatabaseUnavailable(DatabaseError):  # noqa: N818 (a state)
    """Locked too long, full, read-only, unreadable: nothing was saved, try again later (503)."""


class QueryTimeout(DatabaseError):  # noqa: N818 (a state)
    """A query overran its deadline and was interrupted; the connection is as good as before."""


class ConstraintViolated(DatabaseError):  # noqa: N818 (a state)
    """A unique key, a foreign key, a CHECK or a trigger refused the row."""


class TransactionError(DatabaseError):
    """A transaction was used in a way that would lose or half-keep what it wrote."""


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
