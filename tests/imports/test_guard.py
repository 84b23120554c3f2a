"""Each rule of the guard by itself: what it holds, and the nearest case that it lets through."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from iok_core.api import AsOf, ControlTotal, DataKind, Measure, Problem, Rejected
from iok_core.imports.findings import Findings
from iok_core.imports.guard import Case, Limits, Reason, ReasonCode, judge
from iok_core.imports.received import Received

DAYS = {DataKind.ENTRIES: date(2026, 9, 30), DataKind.BALANCES: date(2026, 9, 30)}

GOOD = Findings(
    premises=100,
    parties=90,
    accounts=100,
    entries=1000,
    debit=1_000_000,
    credit=900_000,
    charges=500,
    charged=800_000,
    balances=100,
    owed=110_000,
    overpaid=10_000,
    not_adding_up=0,
    without_balance=0,
    as_of=DAYS,
)


def received(*controls: ControlTotal) -> Received:
    """Entries came, with totals that agree unless others are given."""
    said = Received()
    said.counts[DataKind.ENTRIES] = 1000
    said.controls = list(controls) or [total(Measure.DEBIT, "10000.00")]
    return said


def total(measure: Measure, declared: str, found: str | None = None) -> ControlTotal:
    return ControlTotal(
        kind=DataKind.ENTRIES,
        measure=measure,
        declared=Decimal(declared),
        found=Decimal(found or declared),
    )


def reasons(staged: Findings = GOOD, **given: Any) -> list[ReasonCode]:
    return [reason.code for reason in judged(staged, **given)]


def judged(
    staged: Findings,
    *,
    published: Findings | None = None,
    gone: int = 0,
    changed: dict[DataKind, int] | None = None,
    said: Received | None = None,
    gives_totals: bool = True,
) -> list[Reason]:
    case = Case(
        staged=staged,
        published=published,
        premises_gone=gone,
        changed_hands=changed or {},
        received=said or received(),
        gives_totals=gives_totals,
    )
    return judge(case, Limits())


def but(**changes: object) -> Findings:
    return msgspec.structs.replace(GOOD, **changes)


def test_a_first_import_with_agreeing_totals_is_published() -> None:
    assert reasons() == []


def test_the_same_again_is_published() -> None:
    assert reasons(published=GOOD) == []


@pytest.mark.parametrize(
    ("said", "held"),
    [
        (received(total(Measure.DEBIT, "10000.00")), False),
        (received(total(Measure.DEBIT, "10000.01")), True),
        (received(total(Measure.DEBIT, "10000.01", "10000.00")), True),
        (received(total(Measure.ROWS, "1000")), False),
        (received(total(Measure.ROWS, "1001", "1000")), True),
        (received(total(Measure.VOLUME, "77.70")), False),
    ],
)
def test_a_total_must_agree_with_the_file_and_with_what_the_portal_holds(
    said: Received, held: bool
) -> None:
    assert reasons(said=said) == ([ReasonCode.TOTALS_DISAGREE] if held else [])


@pytest.mark.parametrize(
    ("declared", "read", "told"),
    [("10000.01", "10000.01", 1_000_000), ("10000.00", "9999.99", 999_999)],
    ids=["lost on the way", "read otherwise"],
)
def test_p7_a_total_that_disagrees_is_told_beside_what_it_disagrees_with(
    declared: str, read: str, told: int
) -> None:
    (reason,) = judged(GOOD, said=received(total(Measure.DEBIT, declared, read)))
    assert reason == Reason(
        code=ReasonCode.TOTALS_DISAGREE,
        kind=DataKind.ENTRIES,
        measure=Measure.DEBIT,
        expected=int(Decimal(declared) * 100),
        found=told,
    )


def test_missing_totals_hold_unless_a_person_said_that_there_are_none() -> None:
    silent = received()
    silent.controls = []
    assert reasons(said=silent) == [ReasonCode.TOTALS_MISSING]
    assert reasons(said=silent, gives_totals=False) == []


@pytest.mark.parametrize("name", ["meters", "readings"])
def test_p_2_what_a_source_need_not_have_and_had_is_missed_when_all_of_it_is_gone(
    name: str,
) -> None:
    assert reasons(but(**{name: 0}), published=but(**{name: 7})) == [ReasonCode.EMPTY]
    assert reasons(but(**{name: 0}), published=but(**{name: 0})) == []


def test_a_rejected_row_holds() -> None:
    said = received()
    said.reject(Rejected(kind=DataKind.ENTRIES, problem=Problem.NOT_A_DATE, source="zapisy.csv"))
    assert reasons(said=said) == [ReasonCode.ROWS_REJECTED]


@pytest.mark.parametrize(
    ("gone", "of", "held"),
    [(0, 100, False), (19, 100, False), (20, 100, True), (100, 100, True), (199, 1000, False)],
)
def test_a_fifth_of_the_premises_gone_holds(gone: int, of: int, held: bool) -> None:
    found = reasons(published=but(premises=of), gone=gone)
    assert found == ([ReasonCode.PREMISES_GONE] if held else [])


@pytest.mark.parametrize(
    ("changed", "of", "held"),
    [(19, 100, False), (20, 100, True), (1, 3, False), (2, 3, True), (2, 10, True), (2, 11, False)],
)
@pytest.mark.parametrize(
    ("kind", "figure"),
    [
        (DataKind.PREMISES, "premises"),
        (DataKind.PARTIES, "parties"),
        (DataKind.ACCOUNTS, "accounts"),
        (DataKind.TITLES, "premises"),
        (DataKind.ENTRIES, "entries"),
    ],
)
def test_p7_a_fifth_that_is_somebody_elses_holds_but_not_one_alone(
    kind: DataKind, figure: str, changed: int, of: int, held: bool
) -> None:
    found = judged(GOOD, published=but(**{figure: of}), changed={kind: changed})
    told = Reason(code=ReasonCode.CHANGED_HANDS, kind=kind, expected=of, found=changed)
    assert found == ([told] if held else [])


@pytest.mark.parametrize(
    ("staged", "reason"),
    [
        (but(debit=1_199_999), None),
        (but(debit=1_200_000), ReasonCode.DEBIT_OFF),
        (but(debit=800_000), ReasonCode.DEBIT_OFF),
        (but(credit=1_080_000), ReasonCode.CREDIT_OFF),
        (but(credit=720_000), ReasonCode.CREDIT_OFF),
    ],
)
def test_turnover_off_by_a_fifth_holds(staged: Findings, reason: ReasonCode | None) -> None:
    said = received(total(Measure.ROWS, "1000"))
    assert reasons(staged, published=GOOD, said=said) == ([reason] if reason else [])


def test_an_older_day_holds() -> None:
    older = but(as_of=DAYS | {DataKind.ENTRIES: date(2026, 9, 29)})
    assert reasons(older, published=GOOD) == [ReasonCode.OLDER]
    assert reasons(older) == []


def test_k07_1_balances_without_a_day_are_held() -> None:
    assert reasons(but(as_of={DataKind.ENTRIES: date(2026, 9, 30)})) == [ReasonCode.AS_OF_MISSING]


@pytest.mark.parametrize("empty", ["premises", "entries", "balances"])
def test_an_empty_kind_holds(empty: str) -> None:
    assert ReasonCode.EMPTY in reasons(but(**{empty: 0}))


def test_charges_that_were_there_and_are_gone_hold() -> None:
    assert reasons(but(charges=0), published=GOOD) == [ReasonCode.EMPTY]
    assert reasons(but(charges=0)) == []


def test_all_balances_at_zero_hold() -> None:
    assert reasons(but(owed=0, overpaid=0)) == [ReasonCode.ALL_BALANCES_ZERO]


@pytest.mark.parametrize(
    ("wrong", "of", "gives_totals", "held"),
    [
        *((5, 100, True, False), (6, 100, True, True)),
        *((3, 20, True, False), (4, 20, True, True)),
        *((0, 100, False, False), (1, 100, False, True)),
    ],
)
def test_a_few_accounts_may_not_add_up_where_totals_vouch_for_the_rest(
    wrong: int, of: int, gives_totals: bool, held: bool
) -> None:
    found = reasons(but(not_adding_up=wrong, accounts=of), gives_totals=gives_totals)
    assert found == ([ReasonCode.NOT_ADDING_UP] if held else [])


def test_the_days_that_a_connector_names_are_kept_by_kind() -> None:
    said = received()
    said.note(AsOf(kind=DataKind.ENTRIES, day=date(2026, 9, 30)))
    said.note(AsOf(kind=DataKind.BALANCES, day=date(2026, 9, 29)))
    assert {kind: as_of.day.day for kind, as_of in said.as_of.items()} == {
        DataKind.ENTRIES: 30,
        DataKind.BALANCES: 29,
    }
