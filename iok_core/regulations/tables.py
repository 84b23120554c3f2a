"""All tables are append-only: triggers refuse to change or delete what people have accepted."""

from piccolo.columns import (
    BigInt,
    BigSerial,
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

from iok_core.premises.tables import Person


class RegulationsVersion(Table, tablename="regulations_version"):
    id = BigSerial(primary_key=True)
    number = Integer(unique=True)
    """1, 2, 3 …: part of the version's permanent address."""
    text = Text()
    sha256 = Varchar(length=64)
    """Of the text in UTF-8."""
    approved_by = Varchar(length=120)
    approved_on = Date(null=False)
    resolution = Varchar(length=120)
    in_force_from = Date(null=False)
    published_at = Timestamptz(null=True, default=None)
    summary = Text(default="")
    """What changes, in a few words; of a correction its reason."""
    corrects = Integer(null=True, default=None)
    """Of a correction: the number of the version whose acceptances count for it, too."""


class InformationVersion(Table, tablename="information_version"):
    """What people are told about their data (GDPR, article 13): read, never accepted."""

    id = BigSerial(primary_key=True)
    number = Integer(unique=True)
    text = Text()
    sha256 = Varchar(length=64)
    valid_from = Date(null=False)
    published_at = Timestamptz(null=True, default=None)


class Acceptance(Table, tablename="acceptance"):
    id = BigSerial(primary_key=True)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    version = ForeignKey(RegulationsVersion, null=False, on_delete=OnDelete.restrict, index=True)
    sha256 = Varchar(length=64)
    """Of the exact text that was shown."""
    at = Timestamptz(null=True, default=None)
    way = Varchar(length=10)
    recorded_by = BigInt(null=True, default=None)
    """Staff who recorded an acceptance on paper; NULL also from the command line."""
    signed_on = Date(null=True, default=None)
    """The day on the paper."""
    once = Unique(["person", "version"])
