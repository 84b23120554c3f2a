"""From a connector's meters and readings to rows, and what is odd in them, on each database."""

from collections.abc import Awaitable, Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

from iok_core import api
from iok_core.meters.checks import fallen
from iok_core.meters.service import meters_of_premises, readings_of_premises
from iok_core.portal import Portal
from tests.imports.feeding import Import, begin
from tests.portal import people
from tests.premises.registers import Register

JUNE, DECEMBER = date(2026, 6, 30), date(2026, 12, 31)


def meter(key: str, premises: str = "L-1", **given: object) -> api.Meter:
    known = {"number": key, "medium": api.Medium.COLD_WATER, "room": "kuchnia", "unit": "m3"}
    return api.Meter(key=key, premises=premises, **{**known, **given})  # type: ignore[arg-type]


def read(key: str, value: str, day: date = JUNE) -> api.MeterReading:
    return api.MeterReading(meter=key, day=day, value=Decimal(value))


def check(folder: Path, work: Callable[[Import], Awaitable[None]]) -> None:
    async def begun(portal: Portal) -> None:
        await work(await begin(portal))

    people(folder, begun)


def test_d_6_p_2_what_meters_showed_comes_in_to_the_litre(portal_folder: Path) -> None:
    async def work(one: Import) -> None:
        said = (meter("ZW1", installed_on=JUNE), read("ZW1", "118.415"), read("ZW1", "9", DECEMBER))
        assert await one.take(*said) == []
        await one.texts()
        (found,) = await meters_of_premises(1, one.source, one.gen)
        assert (found.number, found.medium, found.installed_on) == ("ZW1", "cold_water", JUNE)
        shown = await readings_of_premises(1, one.source, one.gen)
        assert [(row.day, str(row.value)) for row in shown] == [(JUNE, "118.415"), (DECEMBER, "9")]

    check(portal_folder, work)


def test_p_2_meters_of_unknown_premises_and_impossible_readings_are_rejected(
    portal_folder: Path,
) -> None:
    async def work(one: Import) -> None:
        wrong: list[api.Record] = [
            meter("ZW2", "L-9"),
            read("ZW3", "1"),
            read("ZW1", "-1"),
            read("ZW1", "1.2345"),
        ]
        unknown, no_number = api.Problem.UNKNOWN_REFERENCE, api.Problem.NOT_A_NUMBER
        problems = [unknown, unknown, no_number, no_number]
        assert await one.take(meter("ZW1"), *wrong) == problems
        rejected = one.receiver.received.rejected
        assert [row.kind.value for row in rejected[:2]] == ["meters", "meter_readings"]
        twice = await one.take(meter("ZW1"), read("ZW1", "5"), read("ZW1", "6"))
        assert twice[len(problems) :] == [api.Problem.CONFLICTING_DUPLICATE]

    check(portal_folder, work)


def test_d_6_a_meter_that_shows_less_is_named_unless_it_was_exchanged(
    portal_folder: Path,
) -> None:
    async def work(portal: Portal) -> None:
        register = await Register.open(portal)
        flat = await register.premises("7")
        autumn = date(2026, 9, 1)
        for key, exchanged in (("FELL", None), ("NEW", autumn), ("LONG AGO", JUNE)):
            one = await register.meter(key, flat, installed_on=exchanged)
            await register.reading(one, JUNE, "118.4")
            await register.reading(one, DECEMBER, "118.399")
        assert await fallen(register.source, register.gen) == ["FELL", "LONG AGO"]

    people(portal_folder, work)
