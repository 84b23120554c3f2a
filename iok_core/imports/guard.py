"""Judges a staged generation before anybody sees it: publish, or hold for staff and say why."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from enum import StrEnum

import msgspec

from iok_core.api import ControlTotal, DataKind, Measure
from iok_core.imports.findings import Findings
from iok_core.imports.received import Received


class ReasonCode(StrEnum):
    EMPTY = "empty"
    TOTALS_MISSING = "totals_missing"
    TOTALS_DISAGREE = "totals_disagree"
    ROWS_REJECTED = "rows_rejected"
    PREMISES_GONE = "premises_gone"
    CHANGED_HANDS = "changed_hands"
    PAYERS_REPLACED = "payers_replaced"
    ALL_BALANCES_ZERO = "all_balances_zero"
    DEBIT_OFF = "debit_off"
    CREDIT_OFF = "credit_off"
    OLDER = "older"
    AS_OF_MISSING = "as_of_missing"
    NOT_ADDING_UP = "not_adding_up"


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that looks wrong; figures are rows, or grosze where the measure is money."""

    code: ReasonCode
    kind: DataKind | None = None
    measure: Measure | None = None
    expected: int | None = None
    found: int | None = None


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of the guard, in percent."""

    premises_gone: int = 20
    changed_hands: int = 20
    turnover_off: int = 20
    not_adding_up: int = 5
    always_tolerated: int = 3
    """Accounts that may fail to add up however small the source is."""


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the guard looks at."""

    staged: Findings
    published: Findings | None
    premises_gone: int
    received: Received
    gives_totals: bool
    against: int = 0
    """The generation that people see; 0: none."""
    changed_hands: Mapping[DataKind, int] = {}
    """Of each kind: how many are somebody else's than people see."""
    payers_replaced: int = 0
    """For whom somebody acts, and whose name has not a word of the one before."""
    rows: Mapping[DataKind, int] = {}
    """Of a delta: the records of the whole staged state, by which its totals are judged."""


def judge(case: Case, limits: Limits) -> list[Reason]:
    """Reasons to hold; none: publish."""
    return [
        *_completeness(case),
        *_controls(case),
        *_against_published(case, limits),
        *_adding_up(case, limits),
    ]


def _completeness(case: Case) -> Iterator[Reason]:
    staged = case.staged
    if not (staged.premises and staged.entries and staged.balances):
        yield Reason(code=ReasonCode.EMPTY)
    for kind in (DataKind.ENTRIES, DataKind.BALANCES):
        if kind not in staged.as_of:
            yield Reason(code=ReasonCode.AS_OF_MISSING, kind=kind)
    if case.received.rejected_in_all:
        yield Reason(code=ReasonCode.ROWS_REJECTED, found=case.received.rejected_in_all)
    if staged.balances and not (staged.owed or staged.overpaid):
        yield Reason(code=ReasonCode.ALL_BALANCES_ZERO, found=staged.balances)


def _controls(case: Case) -> Iterator[Reason]:
    controls = case.received.controls
    if case.gives_totals:
        told = {control.kind for control in controls}
        for kind in case.received.counts:
            if kind not in told:
                yield Reason(code=ReasonCode.TOTALS_MISSING, kind=kind)
    staged = case.staged
    ours = {(kind, Measure.ROWS): rows for kind, rows in case.rows.items()}
    ours |= {
        (DataKind.ENTRIES, Measure.DEBIT): staged.debit,
        (DataKind.ENTRIES, Measure.CREDIT): staged.credit,
        (DataKind.CHARGES, Measure.AMOUNT): staged.charged,
        (DataKind.BALANCES, Measure.DEBIT): staged.owed,
        (DataKind.BALANCES, Measure.CREDIT): staged.overpaid,
    }
    yield from _disagreeing(controls, ours, delta=bool(case.rows))


def _disagreeing(
    controls: Iterable[ControlTotal], ours: dict[tuple[DataKind, Measure], int], *, delta: bool
) -> Iterator[Reason]:
    """A declared total must equal what the portal holds, and what was read unless that is part."""
    for control in controls:
        declared, found = _whole(control, control.declared), _whole(control, control.found)
        held = ours.get((control.kind, control.measure), found)
        if delta:
            found = held
        if not declared == found == held:
            yield Reason(
                code=ReasonCode.TOTALS_DISAGREE,
                kind=control.kind,
                measure=control.measure,
                expected=declared,
                found=found if found != declared else held,
            )


def _whole(control: ControlTotal, amount: Decimal) -> int:
    """Rows as they are, money in grosze; a total's fraction of a grosz is cut on both sides."""
    return int(amount if control.measure is Measure.ROWS else amount.scaleb(2))


def _against_published(case: Case, limits: Limits) -> Iterator[Reason]:
    before, now = case.published, case.staged
    if before is None:
        return
    if case.premises_gone * 100 >= before.premises * limits.premises_gone > 0:
        yield Reason(
            code=ReasonCode.PREMISES_GONE, expected=before.premises, found=case.premises_gone
        )
    yield from _changed_hands(case, before, limits)
    if case.payers_replaced:
        yield Reason(code=ReasonCode.PAYERS_REPLACED, found=case.payers_replaced)
    yield from _none_left(before, now)
    for code, old, new in (
        (ReasonCode.DEBIT_OFF, before.debit, now.debit),
        (ReasonCode.CREDIT_OFF, before.credit, now.credit),
    ):
        if old and abs(new - old) * 100 >= abs(old) * limits.turnover_off:
            yield Reason(code=code, expected=old, found=new)
    for kind, day in before.as_of.items():
        if kind in now.as_of and now.as_of[kind] < day:
            yield Reason(code=ReasonCode.OLDER, kind=kind)


def _changed_hands(case: Case, before: Findings, limits: Limits) -> Iterator[Reason]:
    """One alone is a sale or a correction; rows that have slipped exchange two at least."""
    of = {
        DataKind.PREMISES: before.premises,
        DataKind.PARTIES: before.parties,
        DataKind.ACCOUNTS: before.accounts,
        DataKind.TITLES: before.premises,
        DataKind.ENTRIES: before.entries,
    }
    for kind, all_of_them in of.items():
        changed = case.changed_hands.get(kind, 0)
        if changed > 1 and changed * 100 >= all_of_them * limits.changed_hands > 0:
            yield Reason(
                code=ReasonCode.CHANGED_HANDS, kind=kind, expected=all_of_them, found=changed
            )


def _none_left(before: Findings, now: Findings) -> Iterator[Reason]:
    """Of what a source need not have, and had."""
    for kind, had, has in (
        (DataKind.CHARGES, before.charges, now.charges),
        (DataKind.METERS, before.meters, now.meters),
        (DataKind.METER_READINGS, before.readings, now.readings),
    ):
        if had and not has:
            yield Reason(code=ReasonCode.EMPTY, kind=kind)


def _adding_up(case: Case, limits: Limits) -> Iterator[Reason]:
    """Without totals of its own, nothing but this shows that an export is whole."""
    wrong, accounts = case.staged.not_adding_up, case.staged.accounts
    few = max(limits.always_tolerated, accounts * limits.not_adding_up // 100)
    if wrong > (few if case.gives_totals else 0):
        yield Reason(code=ReasonCode.NOT_ADDING_UP, expected=accounts, found=wrong)
