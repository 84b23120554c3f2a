"""What can go wrong with the database, in words that do not depend on which database it is."""


class DatabaseError(Exception):
    """Wrong address, wrong settings, wrong use: the message is for whoever runs or writes it."""


class DatabaseUnavailable(DatabaseError):  # noqa: N818 (a state)
    """Down, locked too long, full, read-only, unreadable: nothing was saved, try again (503)."""


class OutdatedDatabaseError(DatabaseError):
    """Made by an older release, and `iok migrate` has not run since: its tables may be missing."""


class QueryTimeout(DatabaseError):  # noqa: N818 (a state)
    """A query overran its deadline and was interrupted; the connection is as good as before."""


class ConstraintViolated(DatabaseError):  # noqa: N818 (a state)
    """A unique key, a foreign key, a CHECK or a trigger refused the row."""


class TransactionError(DatabaseError):
    """A transaction was used in a way that would lose or half-keep what it wrote."""
