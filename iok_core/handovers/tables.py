"""The submission is named by id, without a reference: it belongs to a subject above this one."""

from piccolo.columns import BigInt, BigSerial, ForeignKey, OnDelete, Text
from piccolo.constraints import Unique
from piccolo.table import Table

from iok_core.premises.tables import Premises
from iok_core.runs.tables import Outgoing


class HandOver(Outgoing, Table, tablename="hand_over"):
    """One accepted thing on its way into an accounting system. The table is the outbox."""

    id = BigSerial(primary_key=True)
    submission = BigInt(index=True)
    reading = BigInt()
    """Which of the submission's readings; 0: its number of occupants."""
    premises = ForeignKey(Premises, null=False, on_delete=OnDelete.restrict, index=True)
    content = Text()
    """JSON of what the connector gets: the same at every attempt."""
    unique_thing = Unique(["submission", "reading"])
