"""liczniki.csv and odczyty.csv."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from iok_core.demo.cooperative.export.text import Counted, day, write
from iok_core.demo.cooperative.metering import Meter, Reading, meters, readings
from iok_core.demo.cooperative.world import World

METERS = "Numer;Lokal;Rodzaj;Pomieszczenie;Jednostka;Zamontowany;Legalizacja do"
READINGS = "Licznik;Data odczytu;Stan;Rodzaj odczytu"


def write_meters(world: World, folder: Path, as_of: date, until: date) -> Iterator[Counted]:
    rows = write(folder / "liczniki.csv", METERS, map(_meter, meters(world)))
    yield Counted("liczniki.csv", "Liczniki", as_of, rows)
    rows = write(folder / "odczyty.csv", READINGS, map(_reading, readings(world, until)))
    yield Counted("odczyty.csv", "Odczyty", until, rows)


def _meter(meter: Meter) -> str:
    return (
        f"{meter.number};{meter.premises.symbol};{meter.medium};{meter.room};m3;"
        f"{day(meter.installed_on)};{day(meter.legal_until)}"
    )


def _reading(reading: Reading) -> str:
    cubic, litres = divmod(reading.litres, 1000)
    return f"{reading.meter.number};{day(reading.day)};{cubic},{litres:03};{reading.kind}"
