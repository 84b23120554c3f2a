from piccolo.columns import BigInt, BigSerial, Timestamptz, Varchar
from piccolo.table import Table

WORDS_LENGTH = 300


class MaintenanceWindow(Table, tablename="maintenance_window"):
    """While it lasts the portal is read only."""

    id = BigSerial(primary_key=True)
    begins_at = Timestamptz(null=True, default=None)
    ends_at = Timestamptz(null=True, default=None, index=True)
    """Moved to the moment at which it was ended early."""
    words = Varchar(length=WORDS_LENGTH)
    """What is done, for everybody to read; may be empty."""
    planned_at = Timestamptz(null=True, default=None)
    planned_by = BigInt(null=True, default=None)
    """A member of staff; NULL: the operator."""
    cancelled_at = Timestamptz(null=True, default=None)
