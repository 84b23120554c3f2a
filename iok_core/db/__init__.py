"""Storage: the bound engine, transactions, queries compiled once, bulk rows, migrations, clock."""

from iok_core.db.binding import bind, bound, bound_to
from iok_core.db.bulk import execute_many, insert_rows
from iok_core.db.clock import Clock, SystemClock
from iok_core.db.engine import Engine
from iok_core.db.errors import (
    ConstraintViolated,
    DatabaseError,
    DatabaseUnavailable,
    OutdatedDatabaseError,
    QueryTimeout,
    TransactionError,
)
from iok_core.db.limits import Limits
from iok_core.db.lint import lint_tables
from iok_core.db.migrations import MigrationError, migrate, pending, require_current
from iok_core.db.opening import open_database
from iok_core.db.postgres.roles import changeable, current_role, grant_to
from iok_core.db.prepared import Arg, Prepared
from iok_core.db.queries import (
    before_commit,
    execute,
    fetch,
    hold,
    snapshot,
    transaction,
    truncate_wal,
)

__all__ = [
    "Arg",
    "Clock",
    "ConstraintViolated",
    "DatabaseError",
    "DatabaseUnavailable",
    "Engine",
    "Limits",
    "MigrationError",
    "OutdatedDatabaseError",
    "Prepared",
    "QueryTimeout",
    "SystemClock",
    "TransactionError",
    "before_commit",
    "bind",
    "bound",
    "bound_to",
    "changeable",
    "current_role",
    "execute",
    "execute_many",
    "fetch",
    "grant_to",
    "hold",
    "insert_rows",
    "lint_tables",
    "migrate",
    "open_database",
    "pending",
    "require_current",
    "snapshot",
    "transaction",
    "truncate_wal",
]
