from piccolo.columns import BigInt, BigSerial, ForeignKey, OnDelete, Text, Timestamptz, Varchar
from piccolo.table import Table

from iok_core.modules.tables import Module

CODE_LENGTH = 40
SOURCE_LENGTH = 200
OWNER_LENGTH = 100


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
