"""What a month costs, component by component. Rates in grosze, quantities in hundredths."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from iok_core.demo.cooperative.model import AccountKind, Premises, PremisesKind, Share

HEATING = "ogrzewanie - zaliczka"
RENOVATION = "fundusz remontowy"


class Line(NamedTuple):
    premises: str
    component: str
    unit: str
    quantity: int
    rate: int
    amount: int

    def at(self, amount: int) -> "Line":
        return Line(*self[:-1], amount)


class Component(NamedTuple):
    name: str
    unit: str
    rate: int  # in the first calendar year of the story
    growth: int  # per mille of that rate, every further year
    quantity: Callable[[Premises], int]

    def line(self, premises: Premises, year: int) -> Line:
        quantity = self.quantity(premises)
        rate = half_up(self.rate * (1000 + self.growth * year), 1000)
        amount = half_up(quantity * rate, 100)
        return Line(premises.symbol, self.name, self.unit, quantity, rate, amount)


def half_up(numerator: int, denominator: int) -> int:
    """Rounds a ratio of integers that is not negative."""
    return (2 * numerator + denominator) // (2 * denominator)


def _area(premises: Premises) -> int:
    return premises.area


def _persons(premises: Premises) -> int:
    return 100 * premises.persons


def _one(_: Premises) -> int:
    return 100


def _cold_water(premises: Premises) -> int:
    return 260 * premises.persons


def _hot_water(premises: Premises) -> int:
    return 110 * premises.persons


def _lift(premises: Premises) -> int:
    return 100 * premises.persons if premises.building.lift else 0


TARIFF: dict[PremisesKind, tuple[Component, ...]] = {
    PremisesKind.FLAT: (
        Component("eksploatacja", "m2", 420, 45, _area),
        Component(RENOVATION, "m2", 210, 0, _area),
        Component(HEATING, "m2", 340, 50, _area),
        Component("zimna woda i ścieki", "m3", 1320, 30, _cold_water),
        Component("podgrzanie wody", "m3", 2850, 40, _hot_water),
        Component("odpady komunalne", "os.", 2900, 0, _persons),
        Component("winda", "os.", 850, 35, _lift),
        Component("domofon", "szt.", 250, 0, _one),
    ),
    PremisesKind.GARAGE: (
        Component("utrzymanie garażu", "m2", 310, 45, _area),
        Component("podatek od nieruchomości", "szt.", 1120, 40, _one),
    ),
    PremisesKind.PARKING: (Component("miejsce postojowe", "szt.", 4500, 45, _one),),
    PremisesKind.SHOP: (
        Component("czynsz najmu", "m2", 2750, 60, _area),
        Component(HEATING, "m2", 410, 50, _area),
        Component("zimna woda i ścieki", "m3", 1320, 30, _cold_water),
        Component("odpady komunalne - działalność", "szt.", 9600, 0, _one),
    ),
}


def monthly_lines(
    premises: Iterable[Premises], kind: AccountKind, share: Share, year: int
) -> tuple[Line, ...]:
    """The charge of one whole month. `year` counts the calendar years since the story began."""
    return tuple(
        _shared(line, share)
        for each in premises
        for component in TARIFF[each.kind]
        if _kind_of(component, each) is kind and (line := component.line(each, year)).quantity
    )


def portion(lines: tuple[Line, ...], numerator: int, denominator: int) -> tuple[Line, ...]:
    return tuple(line.at(half_up(line.amount * numerator, denominator)) for line in lines)


def taken_back(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    return tuple(line.at(-line.amount) for line in lines)


def total(lines: tuple[Line, ...]) -> int:
    return sum(line.amount for line in lines)


def _kind_of(component: Component, premises: Premises) -> AccountKind:
    own = premises.building.own_fund and component.name == RENOVATION
    return AccountKind.FUND if own else AccountKind.FEES


def _shared(line: Line, share: Share) -> Line:
    """A co-owner's row shows the quantity of the whole flat and this owner's part of the amount."""
    numerator, denominator, takes_rest = share
    if takes_rest:
        others = half_up(line.amount * (denominator - numerator), denominator)
        return line.at(line.amount - others)
    return line.at(half_up(line.amount * numerator, denominator))
