"""One account of a statement: who and what, what led to the balance, entries, components."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from iok_core.api import (
    AccountExtract,
    Cell,
    CellKind,
    Charge,
    Column,
    Entry,
    Figure,
    Figures,
    Paragraph,
    Row,
    Section,
    Table,
)
from iok_reports.periods import NOTHING, Part
from iok_reports.texts import Say, written

_DOES_NOT_ADD_UP = (
    "The entries do not add up to the balance of the accounting system. The office can explain it."
)


def account_section(part: Part, say: Say, *, monthly: bool, components: bool) -> Section:
    parts: list[Figures | Table | Paragraph] = [
        _who(part.account, say),
        _makeup(part, say),
        *_warning(part.account, say),
        *_entries(part, say, monthly=monthly),
    ]
    if components:
        parts.append(_components(part, say))
    return Section(title_of(part.account), parts)


def title_of(account: AccountExtract) -> str:
    return ", ".join((account.name, *account.premises))


def _who(account: AccountExtract, say: Say) -> Figures:
    told = [(say("Account"), account.key), (say("Payer"), account.payer)]
    told += [(say("Premises"), "; ".join(account.premises))]
    return Figures([Figure(label, text, CellKind.TEXT) for label, text in told if text])


def _makeup(part: Part, say: Say) -> Figures:
    owed, until = part.closing, written(part.until)
    words = "To pay on {day}" if owed > 0 else "Overpayment on {day}"
    state = say(words if owed else "All paid on {day}", day=until)
    return Figures(
        [
            Figure(say("Balance at the beginning of {day}", day=written(part.since)), part.opening),
            Figure(say("Charged"), part.debit),
            Figure(say("Paid in"), -part.credit),
            Figure(state, abs(owed), total=True),
        ]
    )


def _warning(account: AccountExtract, say: Say) -> Iterator[Paragraph | Figures]:
    if not account.adds_up:
        yield Paragraph(say(_DOES_NOT_ADD_UP), important=True)
        day = written(account.until or account.provenance.balances)
        label = say("Balance in the accounting system on {day}", day=day)
        yield Figures([Figure(label, account.closing)])


def _entries(part: Part, say: Say, *, monthly: bool) -> Iterator[Table | Paragraph]:
    if not part.entries:
        yield Paragraph(say("There are no entries in these days."))
        return
    columns = [
        Column(say("Date"), CellKind.DAY),
        Column(say("Entry")),
        Column(say("Document")),
        Column(say("Charged"), CellKind.AMOUNT),
        Column(say("Paid in"), CellKind.AMOUNT),
        Column(say("Balance after"), CellKind.AMOUNT),
    ]
    rows = list(_lines(part, say, monthly=monthly))
    yield Table(say("Entries"), columns, rows)
    if any(isinstance(row.cells[-1], Decimal) and row.cells[-1] < 0 for row in rows):
        yield Paragraph(say("A balance below zero is an overpayment."))


def _lines(part: Part, say: Say, *, monthly: bool) -> Iterator[Row]:
    after = part.opening
    yield Row([part.since, say("Opening balance"), None, None, None, after], total=True)
    for month, entries in groupby(part.entries, key=lambda entry: _month(entry.booking_date)):
        of_month = list(entries)
        for entry in of_month:
            after += entry.debit - entry.credit
            yield _line(entry, after)
        if monthly:
            label = say("Total for {month}", month=f"{month:%m.%Y}")
            yield _sum(label, of_month, after)
    yield _sum(say("Total"), part.entries, after)


def _line(entry: Entry, after: Decimal) -> Row:
    debit, credit = entry.debit or None, entry.credit or None
    return Row([entry.booking_date, entry.text, entry.document, debit, credit, after])


def _sum(label: str, entries: Sequence[Entry], after: Decimal) -> Row:
    debit = sum((entry.debit for entry in entries), NOTHING)
    credit = sum((entry.credit for entry in entries), NOTHING)
    return Row([None, label, None, debit, credit, after], total=True)


def _components(part: Part, say: Say) -> Table | Paragraph:
    first = _month(part.since)
    charges = [one for one in part.account.charges if first <= one.period <= part.until]
    if not charges:
        return Paragraph(say("There are no charges in these months."))
    several = len({charge.premises for charge in charges}) > 1
    columns = [
        Column(say("Month"), CellKind.MONTH),
        *([Column(say("Premises"))] if several else []),
        Column(say("Component")),
        Column(say("Quantity"), CellKind.NUMBER),
        Column(say("Unit")),
        Column(say("Rate"), CellKind.NUMBER),
        Column(say("Amount"), CellKind.AMOUNT),
    ]
    rows = list(_months(charges, say, several=several))
    return Table(say("Components of the charges"), columns, rows)


def _months(charges: Sequence[Charge], say: Say, *, several: bool) -> Iterator[Row]:
    for month, group in groupby(charges, key=lambda charge: charge.period):
        of_month = list(group)
        for charge in of_month:
            what: list[Cell] = [charge.component, charge.quantity, charge.unit, charge.rate]
            yield Row([month, *([charge.premises] if several else []), *what, charge.amount])
        total = sum((charge.amount for charge in of_month), NOTHING)
        label: list[Cell] = [None] if several else []
        yield Row([month, *label, say("Total"), None, None, None, total], total=True)


def _month(day: date) -> date:
    return day.replace(day=1)
