"""The statement of account by figures worked out by hand."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from iok_reports.statement import Statement, StatementParameters

from iok_core.api import (
    AccountExtract,
    AccountKind,
    Charge,
    Document,
    Entry,
    Extract,
    Figures,
    NoOptions,
    Paragraph,
    Provenance,
    Section,
    Table,
    WrongParametersError,
)

NEWEST = date(2026, 3, 31)


def entry(day: str, debit: str = "0", credit: str = "0") -> Entry:
    booked = date.fromisoformat(day)
    return Entry(
        account="A",
        booking_date=booked,
        text=day,
        debit=Decimal(debit),
        credit=Decimal(credit),
    )


ENTRIES = (
    entry("2025-11-01", debit="400.00"),
    entry("2025-12-10", credit="450.00"),
    entry("2026-01-01", debit="410.10"),
    entry("2026-01-15", credit="300.00"),
    entry("2026-02-01", debit="410.10"),
    entry("2026-03-31", credit="600.00"),
)


def account(**changed: Any) -> AccountExtract:
    origin = Provenance(
        source="System",
        imported_at=datetime(2026, 4, 1, tzinfo=UTC),
        balances=NEWEST,
        entries=NEWEST,
        charges=NEWEST,
    )
    given: dict[str, Any] = {
        "key": "A",
        "kind": AccountKind.OPERATING,
        "name": "Opłaty",
        "payer": "Łucja",
        "premises": ("Lipowa 3 m. 7",),
        "since": date(2025, 11, 1),
        "opening": Decimal("10.00"),
        "closing": Decimal("-119.80"),
        "entries": ENTRIES,
        "provenance": origin,
    }
    return AccountExtract(**(given | changed))


def built(*accounts: AccountExtract, language: str = "pl", **chosen: Any) -> Document:
    extract = Extract(accounts=accounts or (account(),), today=NEWEST, language=language)
    return Statement(NoOptions()).build(StatementParameters(**chosen), extract)


def refused(*accounts: AccountExtract, **chosen: Any) -> dict[str, str]:
    with pytest.raises(WrongParametersError) as refusal:
        built(*accounts, **chosen)
    return dict(refusal.value.problems)


def makeup(section: Section) -> list[object]:
    _, figures, *_ = [part for part in section.parts if isinstance(part, Figures)]
    return [item.value for item in figures.items]


def labels(section: Section) -> list[str]:
    return [item.label for p in section.parts if isinstance(p, Figures) for item in p.items]


def table(section: Section, caption: str) -> list[list[object]]:
    found = [one for one in section.parts if isinstance(one, Table) and one.caption == caption]
    return [list(row.cells) for row in found[0].rows]


def amounts(*texts: str) -> list[object]:
    return [Decimal(text) for text in texts]


@pytest.mark.parametrize(
    ("day", "figures"),
    [
        ("2025-11-01", ("10.00", "400.00", "0", "410.00")),
        ("2025-12-31", ("10.00", "400.00", "-450.00", "40.00")),
        ("2026-03-30", ("10.00", "1220.20", "-750.00", "480.20")),
        ("2026-03-31", ("10.00", "1220.20", "-1350.00", "119.80")),
    ],
)
def test_the_balance_of_a_day_is_the_opening_and_the_entries_up_to_it(
    day: str, figures: tuple[str, ...]
) -> None:
    (section,) = built(day=date.fromisoformat(day)).sections
    assert makeup(section) == amounts(*figures)


def test_without_a_choice_it_is_of_the_newest_day() -> None:
    document = built()
    assert document.period == "Stan na 31.03.2026"
    assert document.file_name == "wyciag-A-2026-03-31"


def test_an_overpayment_is_told_in_words() -> None:
    (section,) = built().sections
    assert labels(section)[-1] == "Nadpłata na 31.03.2026"


def test_a_year_begins_with_what_went_before_and_has_subtotals_of_its_months() -> None:
    document = built(year=2026)
    (section,) = document.sections
    assert document.title == "Wyciąg z konta za rok 2026"
    assert document.period == "Od 01.01.2026 do 31.03.2026"
    assert makeup(section) == amounts("-40.00", "820.20", "-900.00", "119.80")
    rows = table(section, "Operacje")
    totals = {row[1]: row[3:] for row in rows if row[0] is None}
    assert totals == {
        "Razem 01.2026": amounts("410.10", "300.00", "70.10"),
        "Razem 02.2026": amounts("410.10", "0", "480.20"),
        "Razem 03.2026": amounts("0", "600.00", "-119.80"),
        "Razem": amounts("820.20", "900.00", "-119.80"),
    }
    assert rows[0][1:] == ["Saldo początkowe", None, None, None, Decimal("-40.00")]


def test_the_year_in_which_the_data_begin_begins_with_them() -> None:
    (section,) = built(year=2025).sections
    assert makeup(section) == amounts("10.00", "400.00", "-450.00", "40.00")


def test_s03_a_reversal_with_a_minus_lowers_its_own_side() -> None:
    """A charge of the last day of a year is taken back in part, and a payment returns."""
    entries = (
        entry("2025-12-31", debit="100.00"),
        entry("2026-01-02", debit="-20.00"),
        entry("2026-01-05", credit="50.00"),
        entry("2026-01-06", credit="-50.00"),
    )
    given = account(since=date(2025, 12, 1), opening=Decimal(0), entries=entries)
    (before,), (section,) = built(given, year=2025).sections, built(given, year=2026).sections
    assert makeup(before) == amounts("0", "100.00", "0", "100.00")
    assert makeup(section) == amounts("100.00", "-20.00", "0", "80.00")
    assert [row[3:] for row in table(section, "Operacje")[1:]] == [
        [Decimal("-20.00"), None, Decimal("80.00")],
        [None, Decimal("50.00"), Decimal("30.00")],
        [None, Decimal("-50.00"), Decimal("80.00")],
        amounts("-20.00", "0", "80.00"),
        amounts("-20.00", "0", "80.00"),
    ]


def test_components_are_those_of_the_months_with_a_sum_for_each() -> None:
    months = [(2025, 12), (2026, 1), (2026, 2)]
    charges = tuple(
        Charge(
            account="A", premises="L", period=date(y, m, 1), component=name, amount=Decimal(sum_)
        )
        for y, m in months
        for name, sum_ in (("woda", "100.10"), ("winda", "10.00"))
    )
    (section,) = built(account(charges=charges), year=2026, components=True).sections
    rows = table(section, "Składniki opłat")
    assert [(row[0], row[1], row[-1]) for row in rows] == [
        (date(2026, m, 1), name, Decimal(sum_))
        for m in (1, 2)
        for name, sum_ in (("woda", "100.10"), ("winda", "10.00"), ("Razem", "110.10"))
    ]


def test_days_and_years_beyond_the_data_are_refused_with_what_there_is() -> None:
    assert refused(day=date(2026, 4, 1)) == {
        "dzien": "Dane sięgają do 31.03.2026. Wybierz ten dzień albo wcześniejszy"
    }
    assert refused(day=date(2025, 10, 31)) == {
        "dzien": "Dane zaczynają się 01.11.2025. Wybierz ten dzień albo późniejszy"
    }
    for year in (2024, 2027):
        assert "Dane są od 01.11.2025 do 31.03.2026" in refused(year=year)["rok"]
    assert list(refused(year=2026, day=NEWEST)) == ["rok"]


def test_k02_2_accounts_stand_apart_and_one_that_begins_later_is_named_and_left_out() -> None:
    later = account(key="B", name="Odsetki", since=date(2026, 2, 1), entries=(), opening=Decimal(5))
    notes, section = built(account(), later, day=date(2026, 1, 31)).sections
    told = [part.text for part in notes.parts if isinstance(part, Paragraph)]
    assert "kwot z różnych kont nie dodaje się" in told[0]
    assert (
        told[1] == "Pominięto, bo dane zaczynają się 01.02.2026: Odsetki, Lipowa 3 m. 7, konto B."
    )
    assert section.title == "Opłaty, Lipowa 3 m. 7"
    assert len(built(account(), later).sections) == 3


def test_s02_an_account_that_ended_is_told_up_to_its_last_day() -> None:
    ended = account(until=date(2026, 1, 20), entries=ENTRIES[:4], closing=Decimal("70.10"))
    document = built(ended)
    (section,) = document.sections
    assert document.period == "Stan na 20.01.2026"
    assert labels(section)[-1] == "Do zapłaty na 20.01.2026"
    assert makeup(section) == amounts("10.00", "810.10", "-750.00", "70.10")
    assert "Dane sięgają do 20.01.2026" in refused(ended, day=date(2026, 1, 21))["dzien"]


def test_s02_an_account_that_ended_stands_beside_those_that_go_on() -> None:
    ended = account(key="B", name="Woda", until=date(2025, 12, 31), entries=ENTRIES[:2])
    document = built(account(), ended)
    assert document.period == "Stan na 31.03.2026"
    assert [labels(one)[-1] for one in document.sections[1:]] == [
        "Nadpłata na 31.03.2026",
        "Nadpłata na 31.12.2025",
    ]
    notes, _ = built(account(), ended, year=2026).sections
    assert [part.text for part in notes.parts if isinstance(part, Paragraph)][1:] == [
        "Pominięto, bo rozliczenia skończyły się 31.12.2025: Woda, Lipowa 3 m. 7, konto B."
    ]


def test_an_account_without_entries_is_told_as_it_is() -> None:
    quiet = account(entries=(), opening=Decimal(0), closing=Decimal(0))
    (section,) = built(quiet).sections
    assert makeup(section) == amounts("0", "0", "0", "0")
    assert "W tych dniach nie ma żadnych operacji." in [
        part.text for part in section.parts if isinstance(part, Paragraph)
    ]


def test_k07_4_an_account_that_does_not_add_up_says_so_with_both_amounts() -> None:
    (section,) = built(account(adds_up=False, closing=Decimal("-100.00"))).sections
    (warning,) = [p for p in section.parts if isinstance(p, Paragraph) and p.important]
    assert warning.text.startswith("Operacje nie sumują się do salda z systemu księgowego.")
    assert makeup(section)[-1] == Decimal("119.80")
    (_, _, beside) = [part for part in section.parts if isinstance(part, Figures)]
    assert [(item.label, item.value) for item in beside.items] == [
        ("Saldo w systemie księgowym na 31.03.2026", Decimal("-100.00"))
    ]


def test_it_speaks_the_language_of_the_extract() -> None:
    assert built(language="en").title == "Statement of account"
    assert built(language="en", year=2026).file_name == "statement-A-2026"
