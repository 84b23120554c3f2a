"""A world of any size looks like a housing cooperative."""

import re
from collections import Counter

import pytest

from iok_core.demo.cooperative.world import build_world
from tests.demo.conftest import TODAY
from tests.demo.reading import Export, balance, summed

NOVEMBER = "11.2026"


@pytest.mark.parametrize("premises", [12, 13, 19, 100, 20_000])
def test_a_world_has_as_many_premises_as_asked_for(premises: int) -> None:
    symbols = [each.symbol for each in build_world(premises, 4, TODAY).premises]
    assert len(set(symbols)) == len(symbols) == premises


def test_a_world_too_small_for_the_cast_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 12 premises, not 11"):
        build_world(11, 1, TODAY)


def test_most_premises_are_flats_in_many_streets(large: Export) -> None:
    kinds = Counter(row["Rodzaj lokalu"] for row in large.lokale)
    assert 0.10 < (kinds["garaż"] + kinds["miejsce postojowe"]) / 600 < 0.15
    assert 0 < kinds["lokal użytkowy"] / 600 < 0.05
    assert {"Lipowa", "Klonowa", "Kasztanowa"} <= {row["Ulica"] for row in large.lokale}
    assert {row["Klatka"] for row in large.lokale} >= {"A", "B", "C"}


def test_the_monthly_fee_of_a_flat_is_plausible(large: Export) -> None:
    flats = {row["Symbol"] for row in large.lokale if row["Rodzaj lokalu"] == "mieszkanie"}
    november = [row for row in large.naliczenia if row["Miesiąc"] == NOVEMBER]
    fees = [fee for (flat,), fee in summed(november, "Wartość", "Lokal").items() if flat in flats]
    assert len(fees) == len(flats)
    assert min(fees) > 40_000
    assert max(fees) < 120_000
    assert sum(45_000 <= fee <= 110_000 for fee in fees) > 0.95 * len(fees)


def test_most_accounts_owe_nothing_but_the_current_month(large: Export) -> None:
    november = [row for row in large.naliczenia if row["Miesiąc"] == NOVEMBER]
    fees = summed(november, "Wartość", "Konto")
    owed = {row["Numer konta"]: balance(row, "zamknięcia") for row in large.salda}
    behind = [account for (account,), fee in fees.items() if owed[account] > fee]
    paid = [account for (account,) in fees if owed[account] <= 0]
    assert 0.02 < len(behind) / len(fees) < 0.12
    assert len(paid) > 0.7 * len(fees)


def test_payments_are_titled_as_residents_type_them(large: Export) -> None:
    titles = {row["Opis"] for row in large.zapisy if row["Typ"] == "WB"}
    assert {"wpłata", "czynsz czynsz czynsz"} <= titles
    assert any(re.fullmatch(r"CZYNSZ LOKAL \d+ LIPIEC 2026", title) for title in titles)
    assert any("lV/2026" in title for title in titles)
    assert any(title.startswith("IDENTYFIKATOR: ") for title in titles)


def test_bank_statements_hold_many_entries(large: Export) -> None:
    numbers = Counter(row["Dokument"] for row in large.zapisy if row["Typ"] == "WB")
    assert max(numbers.values()) > 50
