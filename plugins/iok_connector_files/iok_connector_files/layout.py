"""The layout: what a person writes to say how one program writes its export. See README.md."""

from typing import Literal

import msgspec

from iok_core.api import AccountKind, Medium, PartyForm, PremisesKind, ReadingKind, TitleKind


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One table of the layout's TOML."""


class Constant(Part, frozen=True, kw_only=True):
    """The same value in every row, where the program has no column for it."""

    value: str


Source = str | list[str] | Constant
"""Where a field comes from: a column, several columns joined, or a constant."""


class Sides(Part, frozen=True, kw_only=True):
    """An amount in two columns, of which one is usually empty."""

    debit: str
    credit: str


Signed = Literal["plus", "minus"]
"""Which sign means that the payer owes."""


class Format(Part, frozen=True, kw_only=True):
    encoding: Literal["utf-8", "utf-8-sig", "utf-16", "cp1250", "cp852", "iso-8859-2"]
    separator: str
    quote: str = '"'
    decimal: Literal[",", "."]
    thousands: Literal["", " ", ".", ",", "'"] = ""
    date: str
    period: str = ""
    empty: list[str] = []
    """Texts that mean that there is nothing here, beside the empty one."""


class Words(Part, frozen=True, kw_only=True):
    """The program's own words for what the portal knows, beside the usual Polish ones."""

    premises_kind: dict[str, PremisesKind] = {}
    party_form: dict[str, PartyForm] = {}
    title_kind: dict[str, TitleKind] = {}
    account_kind: dict[str, AccountKind] = {}
    medium: dict[str, Medium] = {}
    reading_kind: dict[str, ReadingKind] = {}
    yes_no: dict[str, bool] = {}


class PremisesFile(Part, frozen=True, kw_only=True):
    file: str
    key: Source
    kind: Source
    building: Source
    symbol: Source | None = None
    """The key, unless said otherwise."""
    street: Source | None = None
    house: Source | None = None
    staircase: Source | None = None
    number: Source | None = None
    area: Source | None = None
    occupants: Source | None = None
    collection_account: Source | None = None


class PartiesFile(Part, frozen=True, kw_only=True):
    file: str
    key: Source
    name: Source
    form: Source | None = None
    second_name: Source | None = None
    address: Source | None = None
    email: Source | None = None


class AccountsFile(Part, frozen=True, kw_only=True):
    file: str
    key: Source
    kind: Source
    name: Source | None = None
    party: Source | None = None
    """Left out where an account passes with the premises to the next holder."""
    premises: Source | None = None
    premises_separator: str = ""
    """Between several premises in one cell."""
    prefixes: list[str] = []
    """How residents' accounts begin, where files hold other accounts too."""


class AccountPremisesFile(Part, frozen=True, kw_only=True):
    """A file of its own that links accounts and premises, one pair in a row."""

    file: str
    account: Source
    premises: Source


class TitlesFile(Part, frozen=True, kw_only=True):
    file: str
    premises: Source
    party: Source
    kind: Source
    since: Source
    until: Source | None = None
    share: Source | None = None
    """As `1/3`."""
    share_numerator: Source | None = None
    share_denominator: Source | None = None
    member: Source | None = None


class EntriesFile(Part, frozen=True, kw_only=True):
    """Amounts in one of three ways: `debit` and `credit`; `account`, `amount` and `owes`; or
    `amount` with `debit_account` and `credit_account`.
    """

    file: str
    booking_date: Source
    text: Source
    key: Source | None = None
    account: Source | None = None
    debit: Source | None = None
    credit: Source | None = None
    amount: Source | None = None
    owes: Signed | None = None
    debit_account: Source | None = None
    credit_account: Source | None = None
    receipts: list[str] = []
    """How accounts of bank and cash begin: money there with nobody on the other side is told."""
    document: Source | None = None
    document_kind: Source | None = None
    document_date: Source | None = None
    due_date: Source | None = None


class ChargesFile(Part, frozen=True, kw_only=True):
    file: str
    account: Source
    premises: Source
    period: Source
    component: Source
    amount: Source
    owes: Signed = "plus"
    key: Source | None = None
    quantity: Source | None = None
    unit: Source | None = None
    rate: Source | None = None
    document: Source | None = None


class BalancesFile(Part, frozen=True, kw_only=True):
    file: str
    account: Source
    opening: str | Sides
    closing: str | Sides
    owes: Signed | None = None
    """Needed where opening or closing is one column."""
    debit: Source | None = None
    credit: Source | None = None


class MetersFile(Part, frozen=True, kw_only=True):
    file: str
    key: Source
    premises: Source
    number: Source
    medium: Source
    room: Source | None = None
    unit: Source | None = None
    installed_on: Source | None = None
    legal_until: Source | None = None


class MeterReadingsFile(Part, frozen=True, kw_only=True):
    file: str
    meter: Source
    day: Source
    value: Source
    kind: Source | None = None
    """Actual, unless said otherwise."""
    key: Source | None = None


class ControlLine(Part, frozen=True, kw_only=True):
    """The row about one kind of data, and the columns that hold its totals."""

    label: str
    rows: str | None = None
    debit: str | None = None
    credit: str | None = None
    amount: str | None = None
    volume: str | None = None


class ControlLines(Part, frozen=True, kw_only=True):
    premises: ControlLine | None = None
    parties: ControlLine | None = None
    accounts: ControlLine | None = None
    titles: ControlLine | None = None
    entries: ControlLine | None = None
    charges: ControlLine | None = None
    balances: ControlLine | None = None
    meters: ControlLine | None = None
    meter_readings: ControlLine | None = None
    bank_statements: ControlLine | None = None


class ControlFile(Part, frozen=True, kw_only=True):
    """As-of days and, where the program gives them, totals: one row for each kind of data."""

    file: str
    label: str
    as_of: str
    lines: ControlLines


class Layout(Part, frozen=True, kw_only=True):
    format: Format
    words: Words = Words()
    premises: PremisesFile
    parties: PartiesFile
    accounts: AccountsFile
    account_premises: AccountPremisesFile | None = None
    titles: TitlesFile | None = None
    entries: EntriesFile | None = None
    charges: ChargesFile | None = None
    balances: BalancesFile | None = None
    meters: MetersFile | None = None
    meter_readings: MeterReadingsFile | None = None
    control: ControlFile | None = None
