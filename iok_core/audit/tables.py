from piccolo.columns import BigInt, BigSerial, Timestamptz, Varchar
from piccolo.table import Table

from iok_core.audit.canonical import CODE_LENGTH, MAC_LENGTH, META_LENGTH


class Audit(Table, tablename="audit"):
    """Ids, codes and enumerations only, so that erasing a person never touches the chain."""

    seq = BigSerial(primary_key=True)
    """Gapless from 1, given by the writer: the order of the rows, whatever the clock says."""
    at = Timestamptz(null=True, default=None)
    actor_kind = Varchar(length=CODE_LENGTH)
    actor = Varchar(length=CODE_LENGTH)
    action = Varchar(length=CODE_LENGTH, index=True)
    object_kind = Varchar(length=CODE_LENGTH)
    object_id = BigInt(null=True, default=None, index=True)
    result = Varchar(length=CODE_LENGTH)
    request_id = Varchar(length=CODE_LENGTH)
    meta = Varchar(length=META_LENGTH)
    prev = Varchar(length=MAC_LENGTH)
    mac = Varchar(length=MAC_LENGTH)
