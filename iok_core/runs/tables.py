from piccolo.columns import (
    BigInt,
    BigSerial,
    ForeignKey,
    Integer,
    OnDelete,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from iok_core.modules.tables import Module

CODE_LENGTH = 40
SOURCE_LENGTH = 200
OWNER_LENGTH = 100
DETAIL_LENGTH = 200


class Outgoing:
    """Columns of a table whose rows are sent on one by one: see `outbox`."""

    module = ForeignKey(Module, null=False, on_delete=OnDelete.restrict)
    token = Varchar(length=CODE_LENGTH)
    """What it is called at every attempt: a receiver can tell a repeated one."""
    state = Varchar(length=10, index=True)
    attempts = Integer()
    uncertain = Integer()
    """At how many attempts nobody knows whether it was taken."""
    why = Varchar(length=CODE_LENGTH)
    detail = Varchar(length=DETAIL_LENGTH)
    made_at = Timestamptz(null=True, default=None)
    next_at = Timestamptz(null=True, default=None)
    settled_at = Timestamptz(null=True, default=None)
    """When it was sent, or given to a person to decide."""
    lease_owner = Varchar(length=OWNER_LENGTH)
    """Drawn anew for each attempt, so that a late worker cannot say how it ended."""
    lease_until = Timestamptz(null=True, default=None)


class Run(Table, tablename="run"):
    """One background execution of a module. The table is the queue."""

    id = BigSerial(primary_key=True)
    module = ForeignKey(Module, null=False, on_delete=OnDelete.restrict, index=True)
    kind = Varchar(length=CODE_LENGTH)
    """Which handler of the worker takes it."""
    state = Varchar(length=10, index=True)
    requested_at = Timestamptz(null=True, default=None)
    requested_by = Varchar(length=CODE_LENGTH)
    started_at = Timestamptz(null=True, default=None)
    """Of the latest attempt."""
    finished_at = Timestamptz(null=True, default=None)
    attempt = BigInt()

    lease_owner = Varchar(length=OWNER_LENGTH)
    """Who works on it; drawn anew for each claim, so that a late worker cannot finish it."""
    lease_until = Timestamptz(null=True, default=None)
    """Past this moment its worker is taken for dead."""

    progress_done = BigInt()
    progress_total = BigInt()
    """0: unknown."""

    problem = Varchar(length=CODE_LENGTH)
    """Empty unless it failed."""
    problem_source = Varchar(length=SOURCE_LENGTH)
    problem_detail = Text()
    log = Text()
    """The end of what the child printed, and its traceback: for operators only."""


class Heartbeat(Table, tablename="heartbeat"):
    """When a process of the portal was last able to write."""

    id = BigSerial(primary_key=True)
    name = Varchar(length=OWNER_LENGTH, unique=True)
    """Its part, its machine and its number."""
    at = Timestamptz(null=True, default=None)
