"""How records about meters become rows of their shelves."""

from piccolo.table import Table

from iok_core import api
from iok_core.db.versioned import Find, Shelf, StagedRow
from iok_core.meters.tables import Meter, MeterReading, MeterVersion
from iok_core.meters.thousandths import to_thousandths

IDENTITIES: dict[type[api.Record], type[Table]] = {api.Meter: Meter}
"""The insert-only table in which a record's key becomes an id."""

METERS = Shelf(
    MeterVersion,
    ("meter", "premises", "number", "medium", "room", "unit", "installed_on", "legal_until"),
)
READINGS = Shelf(MeterReading, ("meter", "day", "thousandths", "kind"))


def stage_meter(record: api.Meter, meter: int, find_premises: Find) -> StagedRow:
    values = (
        meter,
        find_premises(record.premises),
        record.number,
        record.medium.value,
        record.room,
        record.unit,
        record.installed_on,
        record.legal_until,
    )
    return StagedRow(METERS, record.key, values)


def stage_reading(record: api.MeterReading, find_meter: Find) -> StagedRow:
    """Raises ValueError: no meter shows this."""
    kind, day = record.kind.value, record.day
    key = record.key or f"{record.meter}|{day.isoformat()}|{kind}"
    values = (find_meter(record.meter), day, to_thousandths(record.value), kind)
    return StagedRow(READINGS, key, values)
