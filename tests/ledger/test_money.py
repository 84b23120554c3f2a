"""From an amount of a source to whole grosze: nothing is rounded, and nothing else gets through."""

from decimal import Decimal

import pytest

from iok_core.ledger.money import LIMIT, from_grosze, to_grosze

AMOUNTS = {
    "0": 0,
    "-0.00": 0,
    "0.01": 1,
    "-138.74": -13874,
    "1E+3": 100000,
    "12.3400": 1234,
    "100000000000": 10**13,
    "-100000000000.00": -(10**13),
}


@pytest.mark.parametrize(("amount", "grosze"), AMOUNTS.items())
def test_an_amount_is_whole_grosze_and_comes_back_the_same(amount: str, grosze: int) -> None:
    assert to_grosze(Decimal(amount)) == grosze
    assert type(to_grosze(Decimal(amount))) is int
    assert from_grosze(grosze) == Decimal(amount)


NO_AMOUNTS = [
    *("0.001", "138.745", "1E-30", "-0.009"),
    *("100000000000.01", "-100000000000.01", "1E+999999", "-1E+999999"),
    *("NaN", "-NaN", "sNaN", "Infinity", "-Infinity"),
]


@pytest.mark.parametrize("amount", NO_AMOUNTS)
def test_p_7_what_is_no_amount_is_refused_whatever_is_wrong_with_it(amount: str) -> None:
    with pytest.raises(ValueError, match="is not an amount"):
        to_grosze(Decimal(amount))


def test_the_limit_is_a_hundred_billion_zlote() -> None:
    assert from_grosze(LIMIT) == Decimal(100_000_000_000)
