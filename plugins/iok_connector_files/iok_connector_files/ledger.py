"""Entries, charges and balances: long files of money, each in the ways that programs write them."""

from collections.abc import Iterable
from decimal import Decimal
from functools import partial

from iok_connector_files import cells, limits
from iok_connector_files.cells import text
from iok_connector_files.fields import PARTS_OF_KEY, Field, Make, Recipe, Values, key_field
from iok_connector_files.forms import Unfit
from iok_connector_files.layout import BalancesFile, ChargesFile, EntriesFile, Sides, Signed
from iok_connector_files.reading import ZERO, Reading, Tally
from iok_core.api import Balance, Charge, DataKind, Entry, Problem, Record, Remark, RemarkCode

_LINES_NAMED = 10


def entries(file: EntriesFile, reading: Reading) -> Recipe:
    fields = [
        key_field("key", file.key, cells.key),
        key_field("account", file.account, reading.account),
        Field("booking_date", file.booking_date, reading.day, must=True),
        Field("text", file.text, text(limits.TEXT), otherwise="", free=True),
        Field("document", file.document, text(limits.DOCUMENT)),
        Field("document_kind", file.document_kind, text(limits.SHORT)),
        Field("document_date", file.document_date, reading.day),
        Field("due_date", file.due_date, reading.day),
        Field("debit", file.debit, reading.amount),
        Field("credit", file.credit, reading.amount),
        Field("amount", file.amount, reading.amount, must=True),
        Field("debit_account", file.debit_account, cells.key, otherwise=""),
        Field("credit_account", file.credit_account, cells.key, otherwise=""),
    ]
    tally, unassigned = Tally(), list[int]()
    if file.debit_account is not None:
        make = _between_accounts(tuple(file.receipts), reading, tally, unassigned)
    elif file.amount is not None:
        make = _signed(file.owes, tally)
    else:
        make = _in_two_columns(tally)
    ended = partial(_told, unassigned, file.file)
    return Recipe(DataKind.ENTRIES, file.file, fields, make, tally, ended)


def _told(unassigned: list[int], source: str) -> Iterable[Remark]:
    if unassigned:
        detail = f"lines {', '.join(map(str, unassigned[:_LINES_NAMED]))}"
        count = len(unassigned)
        yield Remark(code=RemarkCode.UNASSIGNED, source=source, detail=detail, count=count)


def _in_two_columns(tally: Tally) -> Make:
    def make(values: Values) -> Iterable[Record]:
        if values["account"] is None:
            return ()
        debit, credit = values.get("debit"), values.get("credit")
        if debit is None and credit is None:
            raise Unfit(Problem.MISSING_VALUE, "debit")
        return (_entry(values, debit or ZERO, credit or ZERO, tally),)

    return make


def _signed(owes: Signed | None, tally: Tally) -> Make:
    def make(values: Values) -> Iterable[Record]:
        amount = values.pop("amount")
        tally.volume += amount
        if values["account"] is None:
            return ()
        return (_entry(values, *_sides(amount, owes), tally),)

    return make


def _between_accounts(
    receipts: tuple[str, ...], reading: Reading, tally: Tally, unassigned: list[int]
) -> Make:
    """One amount, one account on each side: an entry for each side that is a resident's."""

    def make(values: Values) -> Iterable[Record]:
        debited, credited = values.pop("debit_account"), values.pop("credit_account")
        amount, key = values.pop("amount"), values.get("key")
        tally.volume += amount
        if not credited and receipts and debited.startswith(receipts):
            unassigned.append(reading.line)
        sides = [("debit", debited), ("credit", credited)]
        residents = [(side, _resident(side, account, reading)) for side, account in sides]
        made = []
        for side, values["account"] in residents:
            if values["account"] is not None:
                values["key"] = key and f"{key}{PARTS_OF_KEY}{side}"
                debit, credit = (amount, ZERO) if side == "debit" else (ZERO, amount)
                made.append(_entry(values, debit, credit, tally))
        return made

    return make


def _resident(side: str, account: str, reading: Reading) -> str | None:
    try:
        return reading.account(account) if account else None
    except Unfit as unfit:
        raise Unfit(unfit.problem, f"{side}_account") from None


def _entry(values: Values, debit: Decimal, credit: Decimal, tally: Tally) -> Entry:
    tally.debit += debit
    tally.credit += credit
    values["debit"], values["credit"] = debit, credit
    return Entry(**values)


def _sides(amount: Decimal, owes: Signed | None) -> tuple[Decimal, Decimal]:
    """Debit and credit, one of them zero."""
    owed = -amount if owes == "minus" else amount
    return (owed, ZERO) if owed > 0 else (ZERO, -owed)


def charges(file: ChargesFile, reading: Reading) -> Recipe:
    tally = Tally()
    fields = [
        key_field("key", file.key, cells.key),
        key_field("account", file.account, reading.account),
        key_field("premises", file.premises, cells.known(reading.premises)),
        Field("period", file.period, reading.month, must=True),
        Field("component", file.component, text(limits.NAME), must=True, free=True),
        Field("amount", file.amount, reading.amount, must=True),
        Field("quantity", file.quantity, reading.figure),
        Field("unit", file.unit, text(limits.SHORT)),
        Field("rate", file.rate, reading.figure),
        Field("document", file.document, text(limits.DOCUMENT)),
    ]

    def make(values: Values) -> Iterable[Record]:
        if values["account"] is None:
            return ()
        tally.amount += values["amount"]
        if file.owes == "minus":
            values["amount"] = -values["amount"]
        return (Charge(**values),)

    return Recipe(DataKind.CHARGES, file.file, fields, make, tally)


def balances(file: BalancesFile, reading: Reading) -> Recipe:
    tally = Tally()
    fields = [
        key_field("account", file.account, reading.account),
        *_state("opening", file.opening, reading),
        *_state("closing", file.closing, reading),
        Field("debit", file.debit, reading.amount, otherwise=ZERO),
        Field("credit", file.credit, reading.amount, otherwise=ZERO),
    ]

    def make(values: Values) -> Iterable[Record]:
        opened, closed = (_settled(values, state, file.owes) for state in ("opening", "closing"))
        if values["account"] is None:
            return ()
        tally.debit += closed[0]
        tally.credit += closed[1]
        values["opening"], values["closing"] = opened[0] - opened[1], closed[0] - closed[1]
        return (Balance(**values),)

    return Recipe(DataKind.BALANCES, file.file, fields, make, tally)


def _state(name: str, columns: str | Sides, reading: Reading) -> list[Field]:
    if isinstance(columns, str):
        return [Field(name, columns, reading.amount, must=True)]
    return [
        Field(f"{name}_debit", columns.debit, reading.amount, otherwise=ZERO),
        Field(f"{name}_credit", columns.credit, reading.amount, otherwise=ZERO),
    ]


def _settled(values: Values, state: str, owes: Signed | None) -> tuple[Decimal, Decimal]:
    if state in values:
        return _sides(values[state], owes)
    return values.pop(f"{state}_debit"), values.pop(f"{state}_credit")
