"""Numbers and days in the forms that real exports have (D-8), and the sign rules."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from iok_connector_files import cells
from iok_connector_files.forms import Days, Numbers, Unfit

from iok_core.api import Problem


@pytest.mark.parametrize(
    ("decimal", "thousands", "text", "amount"),
    [
        (",", " ", "1 234,56", "1234.56"),
        (",", " ", "1\u00a0234,56", "1234.56"),
        (",", " ", "1\u202f234\u202f567,5", "1234567.5"),
        (",", " ", "-0,01", "-0.01"),
        (",", " ", "−12,30", "-12.3"),
        (".", "", "1234.56", "1234.56"),
        (".", "", "-1234.56", "-1234.56"),
        (",", ".", "1.234,56-", "-1234.56"),
        (",", ".", "12", "12"),
        (".", ",", "1,234,567.00", "1234567"),
        (".", "'", "1'234.5", "1234.5"),
        (",", "", "1234,5600", "1234.56"),
        (",", "", "007,10", "7.1"),
        (",", " ", "100 000 000 000,00", "100000000000"),
        (",", "", "99999999999,99", "99999999999.99"),
    ],
)
def test_an_amount_is_read_exactly(decimal: str, thousands: str, text: str, amount: str) -> None:
    read = Numbers(decimal, thousands).amount(text)
    assert read == Decimal(amount)
    exponent = read.as_tuple().exponent
    assert isinstance(exponent, int)
    assert exponent >= -2


@pytest.mark.parametrize("zero", ["0", "0,00", "-0,00", "0,00-"])
def test_zero_has_no_sign(zero: str) -> None:
    assert str(Numbers(",", " ").amount(zero)) == "0"


@pytest.mark.parametrize(
    ("decimal", "thousands", "text", "problem"),
    [
        (",", " ", "1 234.56", Problem.NOT_A_NUMBER),
        (",", " ", "12 34,56", Problem.NOT_A_NUMBER),
        (",", " ", "1234 567,00", Problem.NOT_A_NUMBER),
        (",", "", "1 234,56", Problem.NOT_A_NUMBER),
        (".", "", "1,5", Problem.NOT_A_NUMBER),
        (",", " ", "-5,00-", Problem.NOT_A_NUMBER),
        (",", " ", "5,", Problem.NOT_A_NUMBER),
        (",", " ", ",5", Problem.NOT_A_NUMBER),
        (",", " ", "NaN", Problem.NOT_A_NUMBER),
        (",", " ", "1e5", Problem.NOT_A_NUMBER),
        (",", " ", "１２", Problem.NOT_A_NUMBER),
        (",", " ", "٣", Problem.NOT_A_NUMBER),
        (",", " ", "1,234", Problem.NOT_AN_AMOUNT),
        (",", " ", "100 000 000 000,01", Problem.NOT_AN_AMOUNT),
        (",", "", "9" * 500, Problem.NOT_AN_AMOUNT),
    ],
)
def test_what_is_no_amount_says_why(
    decimal: str, thousands: str, text: str, problem: Problem
) -> None:
    with pytest.raises(Unfit) as caught:
        Numbers(decimal, thousands).amount(text)
    assert caught.value.problem is problem


grosze = st.integers(-(10**13), 10**13)


@given(
    grosze,
    st.sampled_from([(",", " "), (",", "."), (".", ","), (",", ""), (".", "'")]),
    st.booleans(),
)
def test_amounts_come_back_from_every_form(
    amount: int, signs: tuple[str, str], minus_after: bool
) -> None:
    decimal, thousands = signs
    text = f"{abs(amount) // 100:,}".replace(",", thousands) + f"{decimal}{abs(amount) % 100:02}"
    if amount < 0:
        text = f"{text}-" if minus_after else f"-{text}"
    assert Numbers(decimal, thousands).amount(text) * 100 == amount


def test_a_figure_may_have_six_places() -> None:
    assert Numbers(",", "").figure("0,123456") == Decimal("0.123456")
    with pytest.raises(Unfit):
        Numbers(",", "").figure("0,1234567")


@pytest.mark.parametrize(
    ("pattern", "text", "day"),
    [
        ("dd.mm.yyyy", "01.08.2025", date(2025, 8, 1)),
        ("d.mm.yyyy", "1.08.2025", date(2025, 8, 1)),
        ("d.mm.yyyy", "31.08.2025", date(2025, 8, 31)),
        ("d.m.yyyy", "1.8.2025", date(2025, 8, 1)),
        ("yyyy-mm-dd", "2024-02-29", date(2024, 2, 29)),
        ("yyyymmdd", "20261031", date(2026, 10, 31)),
        ("dd/mm/yyyy 00:00", "31/12/2026 00:00", date(2026, 12, 31)),
        ("mm/yyyy", "09/2025", date(2025, 9, 1)),
        ("yyyy-mm", "2025-07", date(2025, 7, 1)),
        ("yyyymm", "202610", date(2026, 10, 1)),
    ],
)
def test_a_day_is_read_by_its_pattern(pattern: str, text: str, day: date) -> None:
    assert Days(pattern)(text) == day


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("dd.mm.yyyy", "1.08.2025"),
        ("dd.mm.yyyy", "31.02.2025"),
        ("dd.mm.yyyy", "01x08x2025"),
        ("dd.mm.yyyy", "01.08.25"),
        ("dd.mm.yyyy", "01.08.20255"),
        ("dd.mm.yyyy", "30.12.1899"),
        ("dd.mm.yyyy", "01.01.2101"),
        ("yyyymmdd", "2026-10-31"),
        ("mm.yyyy", "13.2025"),
        ("mm.yyyy", "00.2025"),
        ("yyyy-mm-dd", "２０２５-08-01"),
    ],
)
def test_what_is_no_day_is_refused(pattern: str, text: str) -> None:
    with pytest.raises(Unfit) as caught:
        Days(pattern)(text)
    assert caught.value.problem is Problem.NOT_A_DATE


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_days_come_back_from_every_form(day: date) -> None:
    forms = {
        "dd.mm.yyyy": f"{day.day:02}.{day.month:02}.{day.year}",
        "d.m.yyyy": f"{day.day}.{day.month}.{day.year}",
        "yyyy-mm-dd": day.isoformat(),
        "yyyymmdd": f"{day.year}{day.month:02}{day.day:02}",
    }
    assert {Days(pattern)(text) for pattern, text in forms.items()} == {day}
    first = day - timedelta(days=day.day - 1)
    assert Days("mm/yyyy")(f"{day.month:02}/{day.year}") == first


@pytest.mark.parametrize(
    ("text", "share"), [("1/3", (1, 3)), ("2 / 3", (2, 3)), ("1/1", (1, 1)), ("17/100", (17, 100))]
)
def test_a_share_is_read(text: str, share: tuple[int, int]) -> None:
    assert cells.share(text) == share


@pytest.mark.parametrize("text", ["1", "0/1", "3/2", "1/0", "-1/2", "1/2/3", "a/b", "1/9999999999"])
def test_what_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(Unfit):
        cells.share(text)


def test_an_account_for_payments_is_taken_with_blanks_and_country() -> None:
    plain = "42999900000000000110001000"
    spaced = "PL42 9999 0000 0000 0001 1000 1000"
    assert cells.nrb(plain) == cells.nrb(spaced) == plain


@pytest.mark.parametrize(
    "text",
    ["42999900000000000110001001", "4299990000000000011000100", "DE42999900000000000110001000"],
)
def test_an_account_for_payments_with_a_slip_is_refused(text: str) -> None:
    with pytest.raises(Unfit):
        cells.nrb(text)
