"""The books agree with themselves, whatever the size of the world."""

import os
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction

from iok_core.demo.cooperative.world import build_world
from tests.demo.conftest import TODAY, Exporter
from tests.demo.reading import Export, Row, day, grosze, summed

CHARGED = {"NAL", "KOR", "ROZ"}
LARGE = 2000 if os.environ.get("IOK_THOROUGH") else 500


def signed(row: Row) -> int:
    return grosze(row["Kwota Wn"]) - grosze(row["Kwota Ma"])


def half_up(hundredths: Fraction) -> int:
    return int(hundredths + Fraction(1, 2))


def test_every_account_adds_up_from_its_opening_to_its_closing(either: Export) -> None:
    assert either.accounts_that_do_not_add_up() == []


def test_a_large_world_adds_up(export: Exporter) -> None:
    assert export(build_world(LARGE, 6, TODAY), TODAY).accounts_that_do_not_add_up() == []


def test_every_account_has_one_balance(either: Export) -> None:
    accounts = sorted(row["Numer konta"] for row in either.konta)
    assert sorted(row["Numer konta"] for row in either.salda) == accounts
    assert len(set(accounts)) == len(accounts)


def test_the_components_of_a_charge_sum_to_its_entry(either: Export) -> None:
    components = summed(either.naliczenia, "Wartość", "Konto", "Dokument")
    entries = {
        (row["Konto"], row["Dokument"]): signed(row)
        for row in either.zapisy
        if row["Typ"] in CHARGED
    }
    assert components == entries


def test_an_entry_has_one_side(either: Export) -> None:
    assert all(bool(row["Kwota Wn"]) != bool(row["Kwota Ma"]) for row in either.zapisy)


def test_entries_are_numbered_in_the_order_of_booking(either: Export) -> None:
    numbers = [int(row["Nr zapisu"]) for row in either.zapisy]
    booked = [day(row["Data księgowania"]) for row in either.zapisy]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert booked == sorted(booked)


def test_the_control_totals_agree_with_the_files(either: Export) -> None:
    columns = {
        "lokale": (),
        "kontrahenci": (),
        "tytuly": (),
        "konta": (),
        "zapisy": ("Kwota Wn", "Kwota Ma"),
        "naliczenia": ("Wartość",),
        "salda": ("Bilans zamknięcia Wn", "Bilans zamknięcia Ma"),
        "liczniki": (),
        "odczyty": (),
    }
    for name, sums in columns.items():
        rows, control = getattr(either, name), either.control(f"{name}.csv")
        totals = [sum(grosze(row[column]) for row in rows) for column in sums]
        said = [grosze(control["Suma Wn"]), grosze(control["Suma Ma"])]
        assert int(control["Wiersze"]) == len(rows), name
        assert said == [*totals, 0, 0][:2], name


def test_the_last_line_dates_the_last_booked_bank_statement(either: Export) -> None:
    last = either.sumy[-1]
    dates = {day(row["Data operacji"]) for row in either.zapisy if row["Typ"] == "WB"}
    assert last["Zawartość"] == "Wyciągi bankowe"
    assert max(dates) <= day(last["Stan na"])


def test_charges_entries_lists_and_bank_are_of_different_days(either: Export) -> None:
    days = [either.as_of(f"{name}.csv") for name in ("lokale", "zapisy", "naliczenia")]
    bank = day(either.sumy[-1]["Stan na"])
    assert days == [date(2026, 11, 23), date(2026, 11, 21), date(2026, 11, 1)]
    assert bank == date(2026, 11, 19)  # Thursday: booked on Friday, and the 21st is a Saturday


def test_nothing_is_booked_after_the_day_of_the_books(either: Export) -> None:
    until = either.as_of("zapisy.csv")
    assert max(day(row["Data księgowania"]) for row in either.zapisy) <= until


def test_every_reference_leads_somewhere(either: Export) -> None:
    premises = {row["Symbol"] for row in either.lokale}
    parties = {row["Symbol"] for row in either.kontrahenci}
    accounts = {row["Numer konta"] for row in either.konta}
    assert {row["Kontrahent"] for row in either.konta + either.tytuly} == parties
    assert {symbol for row in either.konta for symbol in row["Symbole lokali"].split("+")} == (
        premises
    )
    assert {row["Lokal"] for row in either.tytuly} == premises
    assert {row["Lokal"] for row in either.naliczenia} == premises
    assert {row["Konto"] for row in either.zapisy} == accounts


def test_everything_is_charged_for_each_of_24_months(either: Export) -> None:
    months = defaultdict(set)
    for row in either.naliczenia:
        months[row["Lokal"]].add(row["Miesiąc"])
    assert {len(charged) for charged in months.values()} == {24}


def test_the_shares_in_force_make_a_whole_at_both_ends_of_the_story(either: Export) -> None:
    for moment in (date(2024, 12, 1), date(2026, 11, 23)):
        shares: dict[str, Fraction] = defaultdict(Fraction)
        for row in either.tytuly:
            until = day(row["Do"]) if row["Do"] else date.max
            if day(row["Od"]) <= moment <= until:
                shares[row["Lokal"]] += Fraction(row["Udział"])
        assert set(shares.values()) == {Fraction(1)}
        assert len(shares) == len(either.lokale)


def test_all_parts_of_a_component_make_its_quantity_at_its_rate(large: Export) -> None:
    """Co-owners share a month; a seller's credit and a buyer's charge cancel out."""
    parts: dict[tuple[str, str, str], int] = defaultdict(int)
    price: dict[tuple[str, str, str], int] = {}
    for row in large.naliczenia:
        if not row["Dokument"].startswith("ROZ"):
            key = (row["Lokal"], row["Miesiąc"], row["Składnik opłaty"])
            parts[key] += grosze(row["Wartość"])
            price[key] = half_up(Fraction(grosze(row["Ilość"]) * grosze(row["Cena"]), 100))
    assert parts == price


def test_a_component_is_charged_at_one_rate_a_year_that_changes_in_january(small: Export) -> None:
    rates = defaultdict(set)
    for row in small.naliczenia:
        if row["Składnik opłaty"] == "eksploatacja":
            rates[row["Miesiąc"][3:]].add(row["Cena"])
    assert [sorted(rates[year]) for year in ("2024", "2025", "2026")] == [
        ["4,20"],
        ["4,39"],
        ["4,58"],
    ]


def test_part_of_the_flats_pay_the_renovation_fund_on_an_account_of_its_own(large: Export) -> None:
    funds = {row["Numer konta"] for row in large.konta if row["Typ konta"] == "fundusz remontowy"}
    charged = {row["Konto"] for row in large.naliczenia}
    renovation = {
        row["Konto"] for row in large.naliczenia if row["Składnik opłaty"] == "fundusz remontowy"
    }
    others = {row["Składnik opłaty"] for row in large.naliczenia if row["Konto"] in funds} - {
        "fundusz remontowy"
    }
    assert funds
    assert funds < renovation < charged
    assert not others


def test_a_payment_is_booked_on_the_working_day_after_its_statement(large: Export) -> None:
    for row in large.zapisy:
        if row["Typ"] == "WB":
            dated, booked = day(row["Data operacji"]), day(row["Data księgowania"])
            assert dated.weekday() < 5
            assert booked.weekday() < 5
            assert timedelta(1) <= booked - dated <= timedelta(7)
