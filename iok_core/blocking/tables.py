"""A block never changes, lifting it is a row of its own: both tables are append-only."""

from piccolo.columns import (
    BigSerial,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    OnDelete,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from iok_core.identity.tables import Staff
from iok_core.premises.tables import Person

TEXT_LENGTH = 2000


class Block(Table, tablename="block"):
    """Holds on every day from `since` to `until`, unless it is lifted."""

    id = BigSerial(primary_key=True)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict, index=True)
    clause = Integer()
    reason = Varchar(length=TEXT_LENGTH)
    """For staff; the resident never reads it."""
    facts = Varchar(length=TEXT_LENGTH)
    """Under clause 11: what the resident is told of what was found."""
    since = Date(null=False)
    until = Date(null=True, default=None)
    """The last day; NULL: until it is lifted."""
    recorded_at = Timestamptz(null=True, default=None)
    recorded_by = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
    """NULL: from the command line, or in another way than by the office."""
    approved_by = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
    """The second person, where the setting asked for one."""
    way = Varchar(length=20)
    """A `BlockWay`."""


class Lifting(Table, tablename="lifting"):
    id = BigSerial(primary_key=True)
    block = ForeignKey(Block, null=False, unique=True, on_delete=OnDelete.restrict)
    reason = Varchar(length=TEXT_LENGTH)
    lifted_at = Timestamptz(null=True, default=None)
    lifted_by = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)


class Objection(Table, tablename="objection"):
    """Its id is the number of the case."""

    id = BigSerial(primary_key=True)
    block = ForeignKey(Block, null=False, unique=True, on_delete=OnDelete.restrict)
    text = Varchar(length=TEXT_LENGTH)
    filed_at = Timestamptz(null=True, default=None)
    filed_by = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
    by_resident = Boolean(default=False)
    decided_at = Timestamptz(null=True, default=None)
    decided_by = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
    upheld = Boolean(null=True, default=None)
    answer = Varchar(length=TEXT_LENGTH)
