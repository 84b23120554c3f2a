"""Each check of the kit for authors, on records that are right and on ones that are not."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from iok_core.api import (
    Account,
    AccountKind,
    AsOf,
    Balance,
    Capability,
    Charge,
    ControlTotal,
    DataKind,
    Entry,
    Measure,
    Medium,
    Meter,
    MeterReading,
    Party,
    Premises,
    PremisesKind,
    Title,
    TitleKind,
)
from iok_core.testing import faults_of

DAY = date(2026, 10, 31)
CLAIMED = {
    *(Capability.BALANCES, Capability.ENTRIES, Capability.CHARGES, Capability.TITLES),
    *(Capability.CONTROL_TOTALS, Capability.METERS),
}


def good() -> tuple[list[Any], list[Any]]:
    amount = Decimal("420.44")
    records: list[Any] = [
        Premises(key="1", symbol="1", kind=PremisesKind.FLAT, building="Krótka 2"),
        Party(key="1", name="Testowa Anna"),
        Account(key="1", kind=AccountKind.OPERATING, party="1", premises=("1",)),
        Title(premises="1", party="1", kind=TitleKind.OWNERSHIP, since=DAY),
        Entry(account="1", booking_date=DAY, text="Opłaty", debit=amount),
        Charge(account="1", premises="1", period=DAY, component="Woda", amount=amount),
        Balance(account="1", opening=Decimal(0), closing=amount),
        Meter(key="1", premises="1", number="Z1", medium=Medium.COLD_WATER),
        MeterReading(meter="1", day=DAY, value=Decimal("118.415")),
    ]
    days = [
        AsOf(kind=kind, day=DAY) for kind in (DataKind.ENTRIES, DataKind.CHARGES, DataKind.BALANCES)
    ]
    totals = [
        ControlTotal(kind=DataKind.ENTRIES, measure=Measure.DEBIT, declared=amount, found=amount),
        ControlTotal(
            kind=DataKind.PREMISES, measure=Measure.ROWS, declared=Decimal(1), found=Decimal(1)
        ),
    ]
    return records, [*days, *totals]


def changed(records: list[Any], kind: type, **fields: Any) -> None:
    at = next(i for i, one in enumerate(records) if type(one) is kind)
    records[at] = msgspec.structs.replace(records[at], **fields)


Break = Callable[[list[Any], list[Any]], object]
WRONG: dict[str, Break] = {
    "parties after accounts": lambda r, _: r.insert(0, r.pop(2)),
    "an empty key": lambda r, _: r.insert(2, Party(key="", name="Jan")),
    "have the key '1'": lambda r, _: r.insert(2, Party(key="1", name="Jan")),
    "Entry refers to Account '7'": lambda r, _: changed(r, Entry, account="7"),
    "Title refers to Party '7'": lambda r, _: changed(r, Title, party="7"),
    "Charge refers to Premises '7'": lambda r, _: changed(r, Charge, premises="7"),
    "Account refers to Premises '7'": lambda r, _: changed(r, Account, premises=("7",)),
    "at most two places": lambda r, _: changed(r, Charge, amount=Decimal("1.005")),
    "MeterReading refers to Meter '7'": lambda r, _: changed(r, MeterReading, meter="7"),
    "at most three places": lambda r, _: changed(r, MeterReading, value=Decimal("0.0001")),
    "not below zero": lambda r, _: changed(r, MeterReading, value=Decimal(-1)),
    "either debit or credit": lambda r, _: changed(r, Entry, credit=Decimal(1)),
    "declares titles, and no titles came": lambda r, _: r.pop(3),
    "no AsOf for balances": lambda _, n: n.pop(2),
    "found is 420.44, 1.00 came": lambda r, _: changed(r, Entry, debit=Decimal("1.00")),
    "premises rows: found is 1, 2 came": lambda r, _: r.insert(
        0, Premises(key="2", symbol="2", kind=PremisesKind.FLAT, building="Krótka 2")
    ),
}


def test_records_that_keep_the_contract_have_no_fault() -> None:
    assert faults_of(*good(), CLAIMED) == []


@pytest.mark.parametrize("fault", WRONG)
def test_p3_each_breach_of_the_contract_is_named(fault: str) -> None:
    records, notes = good()
    WRONG[fault](records, notes)
    assert any(fault in found for found in faults_of(records, notes, CLAIMED))


def test_what_comes_undeclared_is_named() -> None:
    records, notes = good()
    found = faults_of(records, notes, CLAIMED - {Capability.CHARGES})
    assert found == ["charges came, and it does not declare charges"]
    found = faults_of(records, notes, CLAIMED - {Capability.METERS})
    of = ("meters", "meter_readings")
    assert found == [f"{kind} came, and it does not declare meters" for kind in of]


def test_totals_that_are_promised_and_do_not_come_are_named() -> None:
    records, notes = good()
    days = [note for note in notes if isinstance(note, AsOf)]
    assert faults_of(records, days, CLAIMED) == ["it declares control_totals, and none came"]
