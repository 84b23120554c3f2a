"""Water meters of the flats, read at the end of each half-year."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from iok_core.demo.cooperative.dice import Dice
from iok_core.demo.cooperative.model import Premises, PremisesKind
from iok_core.demo.cooperative.months import add_months, last_day
from iok_core.demo.cooperative.world import World

COLD, HOT = "zimna woda", "ciepła woda"
ROOMS = ("łazienka", "kuchnia")
LEGAL_YEARS = 5
_A_HALF_YEAR = {COLD: 15_000, HOT: 7_000}
"""Litres for each person."""


class Meter(NamedTuple):
    number: str
    premises: Premises
    medium: str
    room: str
    installed_on: date
    legal_until: date


class Reading(NamedTuple):
    meter: Meter
    day: date
    litres: int
    kind: str


def meters(world: World) -> Iterator[Meter]:
    """Two in each flat, or four where bathroom and kitchen have risers of their own."""
    flats = (one for one in world.premises if one.kind is PremisesKind.FLAT)
    for place, flat in enumerate(flats, 1):
        dice = Dice(f"meters {world.seed} {flat.symbol}")
        rooms = ROOMS if dice.chance(0.4) else ROOMS[:1]
        year = world.start.year - dice.between(1, LEGAL_YEARS - 3)
        installed_on = date(year, dice.between(1, 12), dice.between(1, 28))
        legal_until = date(year + LEGAL_YEARS, 12, 31)
        for room in rooms:
            for medium in (COLD, HOT):
                number = f"{'ZC'[medium is HOT]}{'LK'[room == ROOMS[1]]}{year % 100}{place:05}"
                yield Meter(number, flat, medium, room, installed_on, legal_until)


def readings(world: World, until: date) -> Iterator[Reading]:
    """Day by day, so that a later export begins with an earlier one."""
    told = [(meter, _shown(world, meter)) for meter in meters(world)]
    for day in _ends_of_half_years(world.start, until):
        for meter, shown in told:
            yield Reading(meter, day, *next(shown))


def _shown(world: World, meter: Meter) -> Iterator[tuple[int, str]]:
    dice = Dice(f"readings {world.seed} {meter.number}")
    persons = max(meter.premises.persons, 1)
    usual = _A_HALF_YEAR[meter.medium] * persons * dice.between(80, 120) // 100
    litres = dice.between(1_000, 90_000)
    while True:
        yield litres, dice.pick(("odczyt", "odczyt", "odczyt", "podany"))
        litres += usual * dice.between(88, 112) // 100


def _ends_of_half_years(start: date, until: date) -> Iterator[date]:
    """From the last one before the books begin, so that the first half-year can be reckoned."""
    month = date(start.year, 6, 1) if start.month > 6 else date(start.year - 1, 12, 1)
    while (day := last_day(month)) <= until:
        yield day
        month = add_months(month, 6)
