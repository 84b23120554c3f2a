"""Staff and blocks are named by id, without a reference: they stand in subjects above this one."""

from piccolo.columns import BigInt, BigSerial, Date, ForeignKey, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from iok_core.demands.kinds import JOURNAL_LENGTH
from iok_core.premises.tables import Person

REASON_LENGTH = 2000


class Demand(Table, tablename="demand"):
    """What somebody has demanded in writing under clause 9, and what became of it."""

    id = BigSerial(primary_key=True)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict, index=True)
    kind = Varchar(length=20)
    form = Varchar(length=20)
    received_on = Date(null=False)
    journal = Varchar(length=JOURNAL_LENGTH)
    """Its number in the office's journal of letters."""
    due_on = Date(null=False)
    """By the term that was set when it was registered."""
    recorded_at = Timestamptz(null=True, default=None)
    recorded_by = BigInt(null=True, default=None)
    """A member of staff; here and below NULL with a moment: the command line."""
    executed_at = Timestamptz(null=True, default=None)
    executed_by = BigInt(null=True, default=None)
    block = BigInt(null=True, default=None)
    """That was set or lifted."""
    closed_at = Timestamptz(null=True, default=None)
    closed_by = BigInt(null=True, default=None)
    reason = Varchar(length=REASON_LENGTH)
    """Why it was closed and not carried out."""
    confirmed_at = Timestamptz(null=True, default=None)
    confirmed_by = BigInt(null=True, default=None)
    """Who has posted the letter that confirms it (K09-5)."""
