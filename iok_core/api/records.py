"""What a connector hands over: neutral records, one type per kind of data.

Keys are the accounting system's own, opaque strings; never derive one from another. Money is
`Decimal` in PLN with at most two places. Wn (debit) is what the payer owes, Ma (credit) what was
paid or credited. Dates are the source's own days; the last day of a title is included.

A record never carries a PESEL, the number of a document, a date of birth, the names of people
who live with the payer, or the payer's own bank account: no field for them exists.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

import msgspec


class DataKind(StrEnum):
    """The kinds of data, in the order in which a connector must send them."""

    PREMISES = "premises"
    PARTIES = "parties"
    ACCOUNTS = "accounts"
    TITLES = "titles"
    ENTRIES = "entries"
    CHARGES = "charges"
    BALANCES = "balances"
    METERS = "meters"
    METER_READINGS = "meter_readings"
    BANK_STATEMENTS = "bank_statements"
    """Not a record: the day of the last booked bank statement, sent as `AsOf`."""


class PremisesKind(StrEnum):
    FLAT = "flat"
    GARAGE = "garage"
    PARKING = "parking"
    CELLAR = "cellar"
    COMMERCIAL = "commercial"


class PartyForm(StrEnum):
    PERSON = "person"
    COUPLE = "couple"
    COMPANY = "company"
    MUNICIPALITY = "municipality"


class TitleKind(StrEnum):
    TENANCY = "tenancy"
    """spółdzielcze lokatorskie prawo do lokalu"""
    COOPERATIVE_OWNERSHIP = "cooperative_ownership"
    """spółdzielcze własnościowe prawo do lokalu"""
    OWNERSHIP = "ownership"
    """odrębna własność"""
    LEASE = "lease"
    """najem"""
    GARAGE_AGREEMENT = "garage_agreement"
    """umowa o garaż"""
    EXPECTANCY = "expectancy"
    """ekspektatywa"""
    NONE = "none"
    """bez tytułu prawnego"""


class AccountKind(StrEnum):
    OPERATING = "operating"
    RENOVATION = "renovation"
    INTEREST = "interest"
    WATER = "water"
    HEAT = "heat"
    COURT_COSTS = "court_costs"


class Medium(StrEnum):
    """What a meter measures."""

    COLD_WATER = "cold_water"
    HOT_WATER = "hot_water"
    HEAT = "heat"
    GAS = "gas"
    ELECTRICITY = "electricity"


class ReadingKind(StrEnum):
    """How a reading came about."""

    ACTUAL = "actual"
    """Somebody of the cooperative, or sent by it, has read the meter."""
    ESTIMATED = "estimated"
    REMOTE = "remote"
    DECLARED = "declared"
    """The resident has read it."""


class Premises(msgspec.Struct, frozen=True, kw_only=True, tag="premises"):
    key: str
    symbol: str
    """What people call it in letters, for example `L-01` or `1B/F2`; may equal the key."""
    kind: PremisesKind
    building: str
    """Name of the building, usually street and house number."""
    street: str = ""
    house: str = ""
    staircase: str = ""
    number: str = ""
    """Number of the flat, garage or place within the house."""
    area: Decimal | None = None
    """Usable area in m²."""
    occupants: int | None = None
    collection_account: str = ""
    """The account (NRB, 26 digits) that the resident pays to: never the payer's own."""


class Party(msgspec.Struct, frozen=True, kw_only=True, tag="party"):
    """A payer as the accounting system knows it (kontrahent), often a couple."""

    key: str
    """Never another payer's later: whoever acts for the one would read on as the other."""
    name: str
    form: PartyForm = PartyForm.PERSON
    second_name: str = ""
    """First name, or whole name, of the second person of a couple, where the source has it."""
    address: str = ""
    email: str = ""


class Account(msgspec.Struct, frozen=True, kw_only=True, tag="account"):
    """A settlement account (konto rozrachunkowe).

    With a `party` it is that payer's own: nobody else sees it, whoever holds the premises. Without
    one it belongs to its premises and passes with the title: each holder sees their own days. So
    does one beside which another payer stood before.
    """

    key: str
    kind: AccountKind
    name: str = ""
    party: str | None = None
    premises: tuple[str, ...] = ()


class Title(msgspec.Struct, frozen=True, kw_only=True, tag="title"):
    """A party's legal title to premises; `until` is the last day, included."""

    premises: str
    party: str
    kind: TitleKind
    since: date
    until: date | None = None
    share_numerator: int = 1
    share_denominator: int = 1
    member: bool | None = None

    @property
    def share(self) -> Fraction:
        return Fraction(self.share_numerator, self.share_denominator)

    @property
    def key(self) -> str:
        """A title has no key in the source; by this one it can be told to be `Gone`."""
        return f"{self.premises}|{self.party}|{self.since.isoformat()}|{self.kind.value}"


class Entry(msgspec.Struct, frozen=True, kw_only=True, tag="entry"):
    """One posting (zapis) on one settlement account."""

    account: str
    booking_date: date
    text: str
    debit: Decimal = Decimal(0)
    credit: Decimal = Decimal(0)
    key: str | None = None
    """The source's own stable id; None where it has none: the portal then makes one."""
    document: str = ""
    document_kind: str = ""
    document_date: date | None = None
    due_date: date | None = None


class Charge(msgspec.Struct, frozen=True, kw_only=True, tag="charge"):
    """One component of a monthly charge (naliczenie)."""

    account: str
    premises: str
    period: date
    """First day of the month that is charged."""
    component: str
    amount: Decimal
    key: str | None = None
    quantity: Decimal | None = None
    unit: str = ""
    rate: Decimal | None = None
    document: str = ""


class Balance(msgspec.Struct, frozen=True, kw_only=True, tag="balance"):
    """State of one account over the exported period; above zero means that the payer owes."""

    account: str
    opening: Decimal
    closing: Decimal
    debit: Decimal | None = None
    """Turnover Wn of the period, where the source gives it."""
    credit: Decimal | None = None


class Meter(msgspec.Struct, frozen=True, kw_only=True, tag="meter"):
    """One meter of premises, as it stands there now."""

    key: str
    premises: str
    number: str
    """What is written on it."""
    medium: Medium
    room: str = ""
    """Where it hangs: bathroom, kitchen."""
    unit: str = ""
    """That its readings are in, as people write it: m³, GJ, kWh."""
    installed_on: date | None = None
    """Of a meter that was exchanged and kept its key: the day of the exchange."""
    legal_until: date | None = None
    """The last day of its legalisation."""


class MeterReading(msgspec.Struct, frozen=True, kw_only=True, tag="meter_reading"):
    """What a meter showed on a day."""

    meter: str
    day: date
    value: Decimal
    """Not below zero, at most three places."""
    kind: ReadingKind = ReadingKind.ACTUAL
    key: str | None = None
    """The source's own stable id; None where it has none: a meter then has one reading of a kind
    on a day."""


class Gone(msgspec.Struct, frozen=True, kw_only=True, tag="gone"):
    """The source has no record of this key any more; only `pull_changes` says so.

    The key is the record's own; a balance goes by its account's, a title by `Title.key`.
    """

    kind: DataKind
    key: str


Record = Premises | Party | Account | Title | Entry | Charge | Balance | Meter | MeterReading

RECORD_KINDS: dict[type[Record], DataKind] = {
    Premises: DataKind.PREMISES,
    Party: DataKind.PARTIES,
    Account: DataKind.ACCOUNTS,
    Title: DataKind.TITLES,
    Entry: DataKind.ENTRIES,
    Charge: DataKind.CHARGES,
    Balance: DataKind.BALANCES,
    Meter: DataKind.METERS,
    MeterReading: DataKind.METER_READINGS,
}
