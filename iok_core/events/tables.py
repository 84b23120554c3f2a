from piccolo.columns import BigSerial, Timestamptz, Varchar
from piccolo.table import Table


class Event(Table, tablename="event"):
    id = BigSerial(primary_key=True)
    at = Timestamptz(null=True, default=None)
    kind = Varchar(length=64, index=True)
    subject = Varchar(length=1000)
    """JSON object of ids and codes: whom and what the event is about."""
    request_id = Varchar(length=64)
    told_at = Timestamptz(null=True, default=None, index=True)
    """When everybody concerned had their notice. NULL: some may still wait for it."""
