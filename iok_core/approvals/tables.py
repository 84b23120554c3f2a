"""Staff are named by id, without a reference: they stand in a subject above this one."""

from piccolo.columns import BigInt, BigSerial, Boolean, Text, Timestamptz, Varchar
from piccolo.table import Table

CODE_LENGTH = 40
REASON_LENGTH = 2000


class Approval(Table, tablename="approval"):
    """An act that waits, or waited, for a second person."""

    id = BigSerial(primary_key=True)
    kind = Varchar(length=CODE_LENGTH)
    payload = Text()
    """Canonical JSON of the kind's Struct: all that the act needs."""
    payload_sha256 = Varchar(length=64)
    """Of the kind and the payload. Whoever decides sends it back, so it is this that they saw."""
    reason = Varchar(length=REASON_LENGTH)
    asked_by = BigInt()
    asked_at = Timestamptz(null=True, default=None)
    expires_at = Timestamptz(null=True, default=None)
    outcome = Varchar(length=20, index=True)
    """Empty while nobody has decided."""
    decided_by = BigInt(null=True, default=None)
    decided_at = Timestamptz(null=True, default=None)
    remark = Varchar(length=REASON_LENGTH)
    """Why it was rejected, in words; or the code of why it could not be carried out."""


class ApprovalSwitch(Table, tablename="approval_switch"):
    """From this row on a kind needs a second person, or none. The newest of a kind counts."""

    id = BigSerial(primary_key=True)
    kind = Varchar(length=CODE_LENGTH)
    off = Boolean(default=False)
    reason = Varchar(length=REASON_LENGTH)
    at = Timestamptz(null=True, default=None)
    operator = Varchar(length=64)
