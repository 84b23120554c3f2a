"""Meters and what they showed, of one flat among others and as people see them."""

from datetime import date
from pathlib import Path

from iok_core.db import execute
from iok_core.meters.service import meters_of_premises, readings_of_premises
from iok_core.portal import Portal
from tests.portal import people
from tests.premises.registers import Register

FIRST, SECOND, THIRD = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)


def test_d_6_p7_readings_are_of_the_own_meters_the_earliest_first_and_none_that_is_staged(
    portal_folder: Path,
) -> None:
    async def check(portal: Portal) -> None:
        register = await Register.open(portal)
        flat, other = await register.premises("7"), await register.premises("8")
        mine, theirs = await register.meter("M1", flat), await register.meter("M2", other)
        for meter, day, shown in (
            *((mine, SECOND, "2"), (mine, FIRST, "1"), (mine, THIRD, "3")),
            *((theirs, FIRST, "8"), (theirs, SECOND, "9")),
        ):
            await register.reading(meter, day, shown)
        await execute("UPDATE meter_reading SET since_gen = 2 WHERE day = {}", THIRD)
        at = flat, register.source, register.gen
        assert [one.id for one in await meters_of_premises(*at)] == [mine]
        readings = await readings_of_premises(*at)
        assert [(one.meter, one.day) for one in readings] == [(mine, FIRST), (mine, SECOND)]

    people(portal_folder, check)
