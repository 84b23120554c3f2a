"""What a layout must obey beside the types of its fields."""

from collections.abc import Iterator
from pathlib import PurePath
from typing import get_args

import msgspec

from iok_connector_files.control import lines_of, totals_of
from iok_connector_files.fields import columns_of
from iok_connector_files.forms import marks
from iok_connector_files.layout import (
    BalancesFile,
    Constant,
    Format,
    Layout,
    Sides,
    TitlesFile,
)
from iok_connector_files.personal import is_forbidden_column
from iok_core.api import DataKind, Measure

_FILES = {
    "premises": DataKind.PREMISES,
    "parties": DataKind.PARTIES,
    "accounts": DataKind.ACCOUNTS,
    "account_premises": DataKind.ACCOUNTS,
    "titles": DataKind.TITLES,
    "entries": DataKind.ENTRIES,
    "charges": DataKind.CHARGES,
    "balances": DataKind.BALANCES,
    "meters": DataKind.METERS,
    "meter_readings": DataKind.METER_READINGS,
}
_MEASURES = {
    DataKind.ENTRIES: {Measure.ROWS, Measure.DEBIT, Measure.CREDIT, Measure.VOLUME},
    DataKind.CHARGES: {Measure.ROWS, Measure.AMOUNT},
    DataKind.BALANCES: {Measure.ROWS, Measure.DEBIT, Measure.CREDIT},
    DataKind.BANK_STATEMENTS: set[Measure](),
}


def broken_rules(layout: Layout) -> list[str]:
    """A sentence for each."""
    faults = [*_format(layout.format), *_files(layout), *_accounts(layout), *_control(layout)]
    if layout.charges and marks(layout.format.period) != "my":
        faults.append("format.period: write where month and year stand, as in mm.yyyy")
    if layout.titles:
        faults += _share(layout.titles)
    if layout.entries:
        faults += _amounts(layout)
    if layout.meter_readings and not layout.meters:
        faults.append("meter_readings: needs meters")
    if layout.balances:
        faults += _balances(layout.balances)
    return faults


def _format(form: Format) -> Iterator[str]:
    if len(form.separator) != 1 or form.separator in "\r\n":
        yield 'format.separator: one character, as ";" or "\\t"'
    if len(form.quote) > 1:
        yield "format.quote: one character, or empty where the program never quotes"
    if form.separator == form.quote:
        yield "format.quote: must not be the separator"
    if form.decimal == form.thousands:
        yield "format.thousands: must not be the decimal sign"
    if marks(form.date) != "dmy":
        yield "format.date: write where day, month and year stand, as in dd.mm.yyyy"


def _files(layout: Layout) -> Iterator[str]:
    for name, kind in _FILES.items():
        if (part := getattr(layout, name)) is None:
            continue
        yield from _file_name(name, part.file)
        for field, columns in _columns(part):
            if not columns or not all(columns):
                yield f"{name}.{field}: name a column"
            for column in columns:
                if is_forbidden_column(kind, column):
                    yield f"{name}.{field}: {column} must not enter the portal"


def _file_name(part: str, file: str) -> Iterator[str]:
    if PurePath(file).name != file:
        yield f"{part}.file: the name of a file in the folder of the export"


def _columns(part: msgspec.Struct) -> Iterator[tuple[str, list[str]]]:
    """Columns of each field that has some, two-sided amounts included."""
    for field in msgspec.structs.fields(type(part)):
        value = getattr(part, field.name)
        if isinstance(value, Sides):
            yield field.name, [value.debit, value.credit]
        elif (Constant in get_args(field.type) or Sides in get_args(field.type)) and isinstance(
            value, str | list
        ):
            yield field.name, columns_of(value)


def _accounts(layout: Layout) -> Iterator[str]:
    file = layout.accounts
    if file.party is None and file.premises is None and layout.account_premises is None:
        yield "accounts: name the party, the premises, or a file account_premises"
    if not all(file.prefixes):
        yield "accounts.prefixes: an empty prefix fits every account, so leave the list out"


def _share(file: TitlesFile) -> Iterator[str]:
    if (file.share_numerator is None) != (file.share_denominator is None):
        yield "titles.share_numerator: goes with share_denominator"
    if file.share is not None and file.share_numerator is not None:
        yield "titles.share: either this or share_numerator and share_denominator"


_WAYS = (
    frozenset({"account", "debit", "credit"}),
    frozenset({"account", "amount", "owes"}),
    frozenset({"amount", "debit_account", "credit_account"}),
)


def _amounts(layout: Layout) -> Iterator[str]:
    file = layout.entries
    told = {name for way in _WAYS for name in way if getattr(file, name) is not None}
    if told not in _WAYS:
        ways = " or ".join(", ".join(sorted(way)) for way in _WAYS)
        yield f"entries: amounts come in one of three ways, by these fields: {ways}"
    elif "debit_account" in told and not layout.accounts.prefixes:
        yield "accounts.prefixes: needed where entries name accounts of both sides"


def _balances(file: BalancesFile) -> Iterator[str]:
    if file.owes is None and not (
        isinstance(file.opening, Sides) and isinstance(file.closing, Sides)
    ):
        yield "balances.owes: say which sign means that the payer owes, plus or minus"


def _control(layout: Layout) -> Iterator[str]:
    if (file := layout.control) is None:
        return
    yield from _file_name("control", file.file)
    lines = lines_of(file)
    if len({line.label for line in lines.values()}) < len(lines):
        yield "control.lines: each kind of data needs a label of its own"
    for kind, line in lines.items():
        for measure in totals_of(line):
            if measure not in _MEASURES.get(kind, {Measure.ROWS}):
                yield f"control.lines.{kind}.{measure}: these data have no such total"
    entries = lines.get(DataKind.ENTRIES)
    if entries and entries.volume and not (layout.entries and layout.entries.amount):
        yield "control.lines.entries.volume: needs entries.amount"
