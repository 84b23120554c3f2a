"""Whether what a connector yields keeps the contract: order, keys, references, money, totals."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from iok_core.api import (
    RECORD_KINDS,
    Account,
    AsOf,
    Balance,
    Capability,
    Charge,
    ControlTotal,
    DataKind,
    Entry,
    Measure,
    Meter,
    MeterReading,
    Party,
    Premises,
    Record,
    Rejected,
    Remark,
    Title,
)

_MAIN_KEYS = (Premises, Party, Account, Meter)
_ORDER = list(DataKind)
_AS_OF = (DataKind.ENTRIES, DataKind.BALANCES)
"""Without them the portal holds an import back."""
_PROMISED = {
    Capability.BALANCES: DataKind.BALANCES,
    Capability.ENTRIES: DataKind.ENTRIES,
    Capability.CHARGES: DataKind.CHARGES,
    Capability.TITLES: DataKind.TITLES,
}
_OF_METERS = (DataKind.METERS, DataKind.METER_READINGS)
"""Declared, they may come; a cooperative may have none."""


def faults_of(
    records: Iterable[Record], notes: Iterable[Any], capabilities: Iterable[Capability]
) -> list[str]:
    """A sentence for each thing that is wrong; none when all is well."""
    came, said = list(records), list(notes)
    checks = (
        _order(came),
        _keys(came),
        _references(came),
        _money(came),
        _promises(came, frozenset(capabilities)),
        _days(came, said),
        _totals(came, said, frozenset(capabilities)),
    )
    return list(dict.fromkeys(fault for check in checks for fault in check))


def _order(records: list[Record]) -> Iterator[str]:
    newest = 0
    for record in records:
        kind = RECORD_KINDS[type(record)]
        if _ORDER.index(kind) < newest:
            yield f"{kind} after {_ORDER[newest]}: kinds come in the order of DataKind"
        newest = max(newest, _ORDER.index(kind))


def _keys(records: list[Record]) -> Iterator[str]:
    seen: dict[tuple[type, str], Record] = {}
    for record in records:
        key = getattr(record, "key", None)
        if key == "":
            yield f"an empty key: {record}"
        if key and seen.setdefault((type(record), key), record) != record:
            yield f"two different {RECORD_KINDS[type(record)]} have the key {key!r}"


def _references(records: list[Record]) -> Iterator[str]:
    known: dict[type, set[str]] = defaultdict(set)
    for record in records:
        for target, key in _referred(record):
            if key not in known[target]:
                yield f"{type(record).__name__} refers to {target.__name__} {key!r} before it came"
        if isinstance(record, _MAIN_KEYS):
            known[type(record)].add(record.key)


def _referred(record: Record) -> Iterator[tuple[type, str]]:
    match record:
        case Account(party=party, premises=held):
            if party is not None:
                yield Party, party
            yield from ((Premises, key) for key in held)
        case Title(premises=premises, party=owner):
            yield Premises, premises
            yield Party, owner
        case Charge(account=account, premises=premises):
            yield Account, account
            yield Premises, premises
        case Meter(premises=premises):
            yield Premises, premises
        case MeterReading(meter=meter):
            yield Meter, meter
        case Entry(account=account) | Balance(account=account):
            yield Account, account


def _money(records: list[Record]) -> Iterator[str]:
    for record in records:
        for name in ("debit", "credit", "amount", "opening", "closing"):
            value = getattr(record, name, None)
            if isinstance(value, Decimal) and value != value.quantize(Decimal("0.01")):
                yield f"{type(record).__name__}.{name} is {value}: at most two places"
        if isinstance(record, MeterReading) and record.value != abs(round(record.value, 3)):
            yield f"MeterReading.value is {record.value}: not below zero, at most three places"
        if isinstance(record, Entry) and record.debit and record.credit:
            yield f"an entry is either debit or credit: {record}"


def _promises(records: list[Record], capabilities: frozenset[Capability]) -> Iterator[str]:
    came = {RECORD_KINDS[type(record)] for record in records}
    for capability, kind in _PROMISED.items():
        if capability in capabilities and kind not in came:
            yield f"it declares {capability}, and no {kind} came"
        if capability not in capabilities and kind in came:
            yield f"{kind} came, and it does not declare {capability}"
    if Capability.METERS not in capabilities:
        for kind in _OF_METERS:
            if kind in came:
                yield f"{kind} came, and it does not declare {Capability.METERS}"


def _days(records: list[Record], notes: list[Any]) -> Iterator[str]:
    came = {RECORD_KINDS[type(record)] for record in records}
    told = {note.kind for note in notes if isinstance(note, AsOf)}
    yield from (f"no AsOf for {kind}" for kind in _AS_OF if kind in came - told)


def _totals(
    records: list[Record], notes: list[Any], capabilities: frozenset[Capability]
) -> Iterator[str]:
    totals = [note for note in notes if isinstance(note, ControlTotal)]
    if Capability.CONTROL_TOTALS in capabilities and not totals:
        yield "it declares control_totals, and none came"
    found = _found(records)
    left_out = any(isinstance(note, Rejected | Remark) for note in notes)
    for total in totals:
        measured = found.get((total.kind, total.measure))
        if measured is not None and total.found != measured and not left_out:
            yield f"{total.kind} {total.measure}: found is {total.found}, {measured} came"


def _found(records: list[Record]) -> dict[tuple[DataKind, Measure], Decimal]:
    """What can be counted here, unless the connector says that it left lines out."""
    found: Counter[tuple[DataKind, Measure]] = Counter()
    sums: dict[tuple[DataKind, Measure], Decimal] = defaultdict(Decimal)
    for record in records:
        found[RECORD_KINDS[type(record)], Measure.ROWS] += 1
        if isinstance(record, Entry):
            sums[DataKind.ENTRIES, Measure.DEBIT] += record.debit
            sums[DataKind.ENTRIES, Measure.CREDIT] += record.credit
        if isinstance(record, Charge):
            sums[DataKind.CHARGES, Measure.AMOUNT] += record.amount
    return {**sums, **{key: Decimal(count) for key, count in found.items()}}
