"""Who may see which premises on which day, against the answers that a person wrote down."""

import csv
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from iok_core.months import months_after
from iok_core.premises.access import (
    Ground,
    Holding,
    PersonView,
    Stage,
    held_on,
    may_see,
    parties,
    tenures,
)
from iok_core.premises.settings import Closing
from iok_core.premises.spans import Span, joined, whole_month, without

EXPORT = Path("plugins/iok_connector_files/tests/data/export/a-semicolon-cp1250")
EXPECTED = json.loads((EXPORT / "expected.json").read_text("utf-8"))

SOLD, GARAGE = 1, 2
SELLER, BUYER = 10, 20


def holding(
    premises: int,
    since: str,
    until: str | None = None,
    *,
    party: int = BUYER,
    acts_since: str = "2000-01-01",
    acts_until: str | None = None,
    **ledger: Any,
) -> Holding:
    return Holding(
        premises=premises,
        party=party,
        source=1,
        title_since=date.fromisoformat(since),
        title_until=date.fromisoformat(until) if until else None,
        acts_since=date.fromisoformat(acts_since),
        acts_until=date.fromisoformat(acts_until) if acts_until else None,
        **ledger,
    )


def polish_day(text: str) -> date:
    return datetime.strptime(text, "%d.%m.%Y").date()  # noqa: DTZ007


def holdings_of(payer: str) -> tuple[PersonView, dict[str, int]]:
    """Titles as the exported file has them, read here without the connector."""
    ids: dict[str, int] = {}
    held = []
    with (EXPORT / "tytuly.csv").open(encoding="cp1250", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            if row["Kod kontrahenta"] == payer:
                until = polish_day(row["Do"]) if row["Do"] else None
                premises = ids.setdefault(row["Kod lokalu"], len(ids) + 1)
                since = polish_day(row["Od"])
                held.append(Holding(premises, BUYER, 1, since, until, date.min, None))
    return PersonView(1, tuple(held)), ids


CASES = [
    (payer, day, symbols)
    for payer, days in EXPECTED["holdings"]["payers"].items()
    for day, symbols in days.items()
]


@pytest.mark.parametrize(("payer", "day", "symbols"), CASES)
def test_k02_1_a_payer_sees_on_each_day_what_the_export_says_they_hold(
    payer: str, day: str, symbols: list[str]
) -> None:
    person, ids = holdings_of(payer)
    seen = held_on(person, date.fromisoformat(day))
    names = {id_: symbol for symbol, id_ in ids.items()}
    assert sorted(names[id_] for id_ in seen) == sorted(symbols)


@pytest.mark.parametrize(
    ("held", "ground"),
    [
        (holding(SOLD, "2020-01-01"), Ground.HOLDS),
        (holding(SOLD, "2026-11-23"), Ground.HOLDS),
        (holding(SOLD, "2020-01-01", "2026-11-23"), Ground.HOLDS),
        (holding(SOLD, "2020-01-01", "2026-11-22"), Ground.TITLE_ENDED),
        (holding(SOLD, "2026-11-24"), Ground.TITLE_NOT_BEGUN),
        (holding(SOLD, "2020-01-01", acts_since="2026-11-24"), Ground.NOT_YET_ACTING),
        (holding(SOLD, "2020-01-01", acts_until="2026-11-23"), Ground.HOLDS),
        (holding(SOLD, "2020-01-01", acts_until="2026-11-22"), Ground.NO_LONGER_ACTING),
        (holding(GARAGE, "2020-01-01"), Ground.NO_TITLE),
    ],
)
def test_the_decision_names_its_ground(held: Holding, ground: Ground) -> None:
    decision = may_see(PersonView(1, (held,)), SOLD, date(2026, 11, 23))
    assert (decision.allowed, decision.ground) == (ground is Ground.HOLDS, ground)


def test_a_title_that_holds_outweighs_one_that_ended() -> None:
    old, new = holding(SOLD, "2010-01-01", "2015-12-31"), holding(SOLD, "2020-01-01")
    decision = may_see(PersonView(1, (old, new)), SOLD, date(2026, 11, 23))
    assert (decision.allowed, decision.holding) == (True, new)


def test_the_days_of_a_title_are_its_own_even_if_the_access_is_newer() -> None:
    held = holding(SOLD, "2020-05-01", acts_since="2026-11-01")
    (span,) = tenures(PersonView(1, (held,)), SOLD, date(2026, 11, 23))
    assert (span.since, span.until) == (date(2020, 5, 1), None)


def test_somebody_who_no_longer_acts_for_a_party_has_none_of_its_days() -> None:
    person = PersonView(1, (holding(SOLD, "2020-05-01", acts_until="2026-11-22"),))
    assert tenures(person, SOLD, date(2026, 11, 23)) == []
    assert parties(person, date(2026, 11, 23)) == frozenset()


SIX = Closing(closing_months=6)


@pytest.mark.parametrize(
    ("day", "stage"),
    [
        ("2026-02-14", Stage.FULL),
        ("2026-02-15", Stage.CLOSING),
        ("2026-08-14", Stage.CLOSING),
        ("2026-08-15", Stage.NONE),
    ],
)
def test_k12_1_access_goes_from_full_to_the_closing_view_to_none(day: str, stage: Stage) -> None:
    sold = PersonView(1, (holding(SOLD, "2020-01-01", "2026-02-14"),))
    decision = may_see(sold, SOLD, date.fromisoformat(day), SIX)
    assert decision.stage is stage
    assert (decision.until == date(2026, 8, 14)) is (stage is Stage.CLOSING)


def test_k12_1_a_closing_view_of_no_months_ends_with_the_title() -> None:
    sold = PersonView(1, (holding(SOLD, "2020-01-01", "2026-02-14"),))
    at_once = Closing(closing_months=0)
    assert may_see(sold, SOLD, date(2026, 2, 15), at_once).stage is Stage.NONE


def test_k12_6_the_closing_view_stays_while_the_own_account_is_not_zero() -> None:
    owes = PersonView(1, (holding(SOLD, "2020-01-01", "2026-02-14", unsettled=True),))
    long_after = date(2027, 9, 1)
    decision = may_see(owes, SOLD, long_after, SIX)
    assert (decision.stage, decision.ground) == (Stage.CLOSING, Ground.UNSETTLED)
    strict = Closing(closing_months=6, until_settled=False)
    assert may_see(owes, SOLD, long_after, strict).ground is Ground.TITLE_ENDED


def test_k12_7_who_is_charged_without_a_title_keeps_the_whole_access() -> None:
    until = date(2026, 6, 30)
    stays = holding(SOLD, "2020-01-01", "2026-02-14", settles_until=until)
    decision = may_see(PersonView(1, (stays,)), SOLD, until, SIX)
    assert (decision.stage, decision.ground) == (Stage.FULL, Ground.SETTLES)
    after = may_see(PersonView(1, (stays,)), SOLD, date(2026, 12, 30), SIX)
    assert (after.stage, after.until) == (Stage.CLOSING, date(2026, 12, 30))


def test_k12_7_a_late_charge_gives_nothing_back_once_somebody_else_holds_the_premises() -> None:
    sold = holding(
        SOLD,
        "2020-01-01",
        "2026-02-14",
        settles_until=date(2026, 6, 30),
        succeeded_on=date(2026, 2, 15),
    )
    assert may_see(PersonView(1, (sold,)), SOLD, date(2026, 6, 1), SIX).stage is Stage.CLOSING


def test_k12_1_who_no_longer_acts_for_the_payer_has_no_closing_view() -> None:
    sold = holding(SOLD, "2020-01-01", "2026-02-14", acts_until="2026-03-01")
    decision = may_see(PersonView(1, (sold,)), SOLD, date(2026, 3, 2), SIX)
    assert (decision.stage, decision.ground) == (Stage.NONE, Ground.NO_LONGER_ACTING)


def test_x_1_a_title_that_follows_another_without_a_gap_goes_on() -> None:
    """A tenancy became ownership in mid-month: it was theirs all along."""
    first, second = holding(SOLD, "2020-01-01", "2026-02-14"), holding(SOLD, "2026-02-15")
    assert tenures(PersonView(1, (second, first)), SOLD, date(2026, 11, 23)) == [
        Span(date(2020, 1, 1), None)
    ]


def test_days_are_joined_and_cut_to_the_day() -> None:
    may, june = Span(date(2026, 5, 1), date(2026, 5, 31)), Span(date(2026, 6, 1), None)
    assert joined([june, may]) == [Span(date(2026, 5, 1), None)]
    assert without([june], [may]) == [june]
    cut = Span(date(2026, 5, 31), date(2026, 6, 1))
    assert without([may, june], [cut]) == [
        Span(date(2026, 5, 1), date(2026, 5, 30)),
        Span(date(2026, 6, 2), None),
    ]
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert whole_month(date(2026, 5, 1), [may])
    assert not whole_month(date(2026, 5, 1), [Span(date(2026, 5, 2), None)])
    assert not whole_month(date(2026, 5, 1), [Span(date(2026, 4, 1), date(2026, 5, 30))])
