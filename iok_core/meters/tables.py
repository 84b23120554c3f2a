"""The local copy of the meters. What they showed is whole thousandths of their unit."""

from piccolo.columns import BigInt, BigSerial, Date, ForeignKey, OnDelete, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from iok_core.db.versioned import KEY_LENGTH, Versioned, one_ending, one_opening
from iok_core.premises.tables import Premises


class Meter(Table, tablename="meter"):
    id = BigSerial(primary_key=True)
    source = BigInt()
    source_key = Varchar(length=KEY_LENGTH)
    unique_source_key = Unique(["source", "source_key"])


class MeterVersion(Versioned, Table, tablename="meter_version"):
    id = BigSerial(primary_key=True)
    meter = ForeignKey(Meter, null=False, on_delete=OnDelete.restrict, index=True)
    premises = ForeignKey(Premises, null=False, on_delete=OnDelete.restrict, index=True)
    number = Varchar(length=60)
    medium = Varchar(length=20)
    room = Varchar(length=60)
    unit = Varchar(length=20)
    installed_on = Date(null=True, default=None)
    legal_until = Date(null=True, default=None)
    unique_since = one_opening()
    unique_until = one_ending()


class MeterReading(Versioned, Table, tablename="meter_reading"):
    id = BigSerial(primary_key=True)
    meter = ForeignKey(Meter, null=False, on_delete=OnDelete.restrict, index=True)
    day = Date(null=False)
    thousandths = BigInt()
    kind = Varchar(length=20)
    unique_since = one_opening()
    unique_until = one_ending()
