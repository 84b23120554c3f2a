"""Meters of premises, and what they showed."""

from collections.abc import Iterable

from iok_connector_files import cells, limits
from iok_connector_files.cells import text
from iok_connector_files.fields import Field, Recipe, Values, key_field
from iok_connector_files.forms import Unfit
from iok_connector_files.layout import MeterReadingsFile, MetersFile
from iok_connector_files.reading import Reading, Tally
from iok_connector_files.words import MEDIA, READING_KINDS, understood
from iok_core.api import DataKind, Meter, MeterReading, Problem, Record


def meters(file: MetersFile, reading: Reading) -> Recipe:
    media = cells.one_of(understood(MEDIA, reading.words.medium))
    fields = [
        key_field("key", file.key, cells.key),
        key_field("premises", file.premises, cells.known(reading.premises)),
        Field("number", file.number, text(limits.SYMBOL), must=True),
        Field("medium", file.medium, media, must=True),
        Field("room", file.room, text(limits.SYMBOL)),
        Field("unit", file.unit, text(limits.SHORT)),
        Field("installed_on", file.installed_on, reading.day),
        Field("legal_until", file.legal_until, reading.day),
    ]

    def make(values: Values) -> Iterable[Record]:
        record = Meter(**values)
        reading.meters.add(record.key)
        return (record,)

    return Recipe(DataKind.METERS, file.file, fields, make, Tally())


def readings(file: MeterReadingsFile, reading: Reading) -> Recipe:
    kinds = cells.one_of(understood(READING_KINDS, reading.words.reading_kind))
    fields = [
        key_field("key", file.key, cells.key),
        key_field("meter", file.meter, cells.known(reading.meters)),
        Field("day", file.day, reading.day, must=True),
        Field("value", file.value, reading.figure, must=True),
        Field("kind", file.kind, kinds),
    ]

    def make(values: Values) -> Iterable[Record]:
        if values["value"] != abs(round(values["value"], limits.PLACES_OF_READING)):
            raise Unfit(Problem.NOT_A_NUMBER, "value")
        return (MeterReading(**values),)

    return Recipe(DataKind.METER_READINGS, file.file, fields, make, Tally())
