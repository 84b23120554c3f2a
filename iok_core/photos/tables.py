from piccolo.columns import (
    BigInt,
    BigSerial,
    Bytea,
    ForeignKey,
    Integer,
    OnDelete,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from iok_core.premises.tables import Person

HOLDER_LENGTH = 40


class Photo(Table, tablename="photo"):
    """In the database, and not beside it: a backup has it, and every process of a cluster."""

    id = BigSerial(primary_key=True)
    owner = ForeignKey(Person, null=False, on_delete=OnDelete.restrict, index=True)
    kept_for = Varchar(length=HOLDER_LENGTH, null=True, default=None, index=True)
    """What holds it, as its subject calls it; NULL while it is in a draft only."""
    added_at = Timestamptz(null=True, default=None)
    width = Integer()
    height = Integer()
    sha256 = Varchar(length=64)
    """Of `jpeg`."""
    byte_count = BigInt()
    """Of the two below, which stand last: what is before them is read without them."""
    thumbnail = Bytea()
    jpeg = Bytea()
