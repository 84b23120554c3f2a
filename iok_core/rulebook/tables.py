"""Drafts may be changed and thrown away; what is published goes to tables of its own."""

from piccolo.columns import (
    BigSerial,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    OnDelete,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Unique
from piccolo.table import Table

from iok_core.identity.tables import Staff


class Draft(Table, tablename="regulations_draft"):
    id = BigSerial(primary_key=True)
    based_on = Integer()
    """Number of the version that it began as."""
    is_correction = Boolean(default=False)
    """Only typing errors of that version are corrected."""
    title = Text()
    clauses = Text()
    """A JSON list of the clauses' texts."""
    closing = Text()
    revision = Integer(default=1)
    """Grows with each change: whoever looks at an older one changes nothing."""
    approved_by = Varchar(length=120)
    approved_on = Date(null=True, default=None)
    """NULL: it is being written."""
    resolution = Varchar(length=120)
    changed_at = Timestamptz(null=True, default=None)
    changed_by = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
    """NULL: from the command line."""
    published_as = Integer(null=True, default=None)
    """Number of the version that it became; nothing of it changes any more."""


class ClauseRule(Table, tablename="clause_rule"):
    id = BigSerial(primary_key=True)
    draft = ForeignKey(Draft, null=False, on_delete=OnDelete.restrict)
    rule_key = Varchar(length=60)
    clause = Integer()
    """0: in no clause."""
    says = Integer(null=True, default=None)
    """The number that the clause names for it."""
    once = Unique(["draft", "rule_key"])
