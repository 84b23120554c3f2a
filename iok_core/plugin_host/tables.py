from piccolo.columns import BigInt, BigSerial, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

PART_LENGTH = 120
REASON_LENGTH = 500


class FailingPart(Table, tablename="failing_part"):
    """A part of a plugin that has failed since it last did its work."""

    id = BigSerial(primary_key=True)
    plugin = Varchar(length=40)
    part = Varchar(length=PART_LENGTH)
    failures = BigInt()
    """In a row."""
    reason = Varchar(length=REASON_LENGTH)
    """The kind of the last one and its place in the code; no words about anybody."""
    failed_at = Timestamptz(null=True, default=None)
    paused_at = Timestamptz(null=True, default=None)
    """Since when it is not called any more."""
    one_row_a_part = Unique(["plugin", "part"])
