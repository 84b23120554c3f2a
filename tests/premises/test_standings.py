"""Whom a word to the holders of premises reaches on a day: first and last days count."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from iok_core.portal import Portal
from iok_core.premises.standings import all_standings, holding, standings_of
from iok_core.premises.tables import Representation
from tests.portal import people
from tests.premises.registers import LONG_AGO, Register

DAY = date(2026, 3, 15)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)
OPEN = (LONG_AGO, None)


@pytest.mark.parametrize(
    ("title", "acts", "stands"),
    [
        (OPEN, OPEN, True),
        ((DAY, None), OPEN, True),
        ((AFTER, None), OPEN, False),
        ((LONG_AGO, DAY), OPEN, True),
        ((LONG_AGO, BEFORE), OPEN, False),
        (OPEN, (DAY, DAY), True),
        (OPEN, (AFTER, None), False),
        (OPEN, (LONG_AGO, BEFORE), False),
    ],
)
def test_k12_2_whoever_holds_on_the_day_is_reached_and_nobody_else(
    portal_folder: Path,
    title: tuple[date, date | None],
    acts: tuple[date, date | None],
    stands: bool,
) -> None:
    async def check(portal: Portal) -> None:
        register = await Register.open(portal)
        flat, other = await register.premises("7"), await register.premises("8")
        mine, theirs = await register.party("A"), await register.party("B")
        await register.title(flat, mine, *title)
        await register.title(other, theirs)
        neighbour = await register.person("Sąsiad", theirs)
        person = await register.person("Anna", mine)
        of_person = Representation.person == person
        since, until = acts
        await Representation.update(
            {Representation.since: since, Representation.until: until}
        ).where(of_person)
        found = {person} if stands else set()
        at = register.published
        assert await holding(flat, at, DAY) == found
        assert [one.premises for one in await standings_of(person, at, DAY)] == [flat] * stands
        reached = {(one.person, one.premises) for one in await all_standings(at, DAY)}
        assert reached == {(neighbour, other)} | {(one, flat) for one in found}

    people(portal_folder, check)
