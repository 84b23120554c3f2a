from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from iok_core.demo.cooperative.dice import Dice


class PremisesKind(StrEnum):
    FLAT = "mieszkanie"
    GARAGE = "garaż"
    PARKING = "miejsce postojowe"
    SHOP = "lokal użytkowy"


class AccountKind(StrEnum):
    FEES = "eksploatacja"
    FUND = "fundusz remontowy"
    INTEREST = "odsetki"


@dataclass(frozen=True, slots=True)
class Building:
    street: str
    code: str
    house: str
    lift: bool
    own_fund: bool  # the renovation fund of its flats has settlement accounts of its own


@dataclass(frozen=True, slots=True)
class Premises:
    symbol: str
    building: Building
    kind: PremisesKind
    number: str
    staircase: str
    area: int  # hundredths of a square metre
    persons: int
    heating_use: int  # heat used, in per mille of the advance
    nrb: str

    @property
    def address(self) -> str:
        return f"{self.building.street} {self.building.house}/{self.number}"


@dataclass(frozen=True, slots=True)
class Party:
    key: str
    name: str
    form: str
    address: str
    email: str


class Share(NamedTuple):
    numerator: int
    denominator: int
    takes_rest: bool = False  # its grosze are what the other share leaves


WHOLE = Share(1, 1)


class Title(NamedTuple):
    premises: Premises
    party: Party
    right: str
    share: Share
    since: date
    until: date | None
    member: bool


class Situation(NamedTuple):
    """An account on the day of its charge: grosze, positive = the resident owes."""

    owed: int
    fee: int
    month: int


Payment = tuple[int, int]  # day of the month (1-24), grosze
Habit = Callable[[Dice, Situation], tuple[Payment, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Account:
    number: str
    serial: int
    kind: AccountKind
    party: Party
    premises: tuple[Premises, ...]
    habit: Habit
    opening: int = 0  # grosze, positive = the resident owes
    share: Share = WHOLE
    since: date | None = None  # first day that is charged
    until: date | None = None  # last day that is charged
    wording: int = 0  # how this payer titles transfers
    cash: bool = False
    debtor: "Account | None" = None  # whose arrears bear the interest booked here
