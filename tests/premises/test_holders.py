"""Who holds what in a building on a day, and which buildings there are, as people see them."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from iok_core.db import execute
from iok_core.portal import Portal
from iok_core.premises.holders import Place, holders_in, places
from iok_core.premises.parties import buildings
from tests.portal import people
from tests.premises.registers import Register

DAY = date(2026, 3, 15)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [
        (DAY, None, True),
        (AFTER, None, False),
        (BEFORE, DAY, True),
        (BEFORE, BEFORE, False),
    ],
)
def test_k06_1_whoever_holds_premises_on_the_day_is_found(
    portal_folder: Path, since: date, until: date | None, holds: bool
) -> None:
    async def check(portal: Portal) -> None:
        register = await Register.open(portal)
        flat, party = await register.premises("7"), await register.party("A")
        await register.title(flat, party, since, until)
        found = await holders_in(Place("Lipowa 1", ""), register.published, DAY)
        assert [one.party for one in found] == ([party] if holds else [])

    people(portal_folder, check)


def test_k06_1_holders_of_a_building_or_of_one_staircase_stand_in_the_order_of_a_walk(
    portal_folder: Path,
) -> None:
    async def check(portal: Portal) -> None:
        register, holders = await Register.open(portal), {}
        for staircase, number in (("B", "3"), ("A", "10"), ("A", "2")):
            flat = await register.premises(number, staircase=staircase)
            holders[number] = await register.party(f"K{number}")
            await register.title(flat, holders[number])
        elsewhere = await register.premises("1", building="Lipowa 2")
        await register.title(elsewhere, holders["3"])

        async def walk(staircase: str) -> list[str]:
            found = await holders_in(Place("Lipowa 1", staircase), register.published, DAY)
            assert [one.party for one in found] == [holders[one.number] for one in found]
            return [one.number for one in found]

        assert await walk("") == ["2", "10", "3"]
        assert await walk("A") == ["2", "10"]
        assert await walk("C") == []

    people(portal_folder, check)


def test_p7_a_building_that_nobody_sees_yet_or_any_more_is_not_offered(
    portal_folder: Path,
) -> None:
    async def check(portal: Portal) -> None:
        register = await Register.open(portal)
        for key, building, staircase, since, until in (
            ("1", "Lipowa 1", "A", 1, 9),
            ("2", "Lipowa 1", "B", 2, 9),
            ("3", "Zniesiona 1", "", 1, 2),
            ("4", "Przyszła 1", "", 3, 9),
        ):
            id_ = await register.premises(key, building=building, staircase=staircase)
            await execute(
                "UPDATE premises_version SET since_gen = {}, until_gen = {} WHERE premises = {}",
                *(since, until, id_),
            )
        await register.publish(2)
        assert await buildings(register.published) == ["Lipowa 1"]
        told = [(one.building, one.staircase) for one in await places(register.published)]
        assert told == [("Lipowa 1", ""), ("Lipowa 1", "A"), ("Lipowa 1", "B")]

    people(portal_folder, check)
