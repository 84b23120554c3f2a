"""Who may see which premises on which day, against the answers that a person wrote down."""

import csv
import json
from datetime import date, datetime
from pathlib import Path

import pytest

from iok_core.premises.access import Ground, Holding, PersonView, held_on, may_see, parties, tenures

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
) -> Holding:
    return Holding(
        premises=premises,
        party=party,
        source=1,
        title_since=date.fromisoformat(since),
        title_until=date.fromisoformat(until) if until else None,
        acts_since=date.fromisoformat(acts_since),
        acts_until=date.fromisoformat(acts_until) if acts_until else None,
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
