"""What is questioned about a meter, with figures worked out by hand."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from iok_forms.plausible import jump

FIRST = date(2025, 1, 1)
EVEN = ("0", "10", "21", "30", "41")
"""A hundred days apart: 0.10, 0.11, 0.09 and 0.11 a day. Their median is 0.105, MAD 0.005; 3.5 x
1.4826 x 0.005 = 0.026 is less than half of 0.105, so up to 0.1575 a day nothing is asked."""
UNEVEN = ("0", "5", "15", "35", "60")
"""0.05, 0.10, 0.20 and 0.25 a day: median 0.15, MAD 0.075; 3.5 x 1.4826 x 0.075 = 0.38918, so up
to 0.53918 a day."""


def asked(past: Sequence[str], value: str, days: int = 100) -> tuple[float, float] | None:
    shown = [(FIRST + timedelta(100 * at), Decimal(text)) for at, text in enumerate(past)]
    last = shown[-1][0] if shown else FIRST
    found = jump(shown, last + timedelta(days), Decimal(value))
    return found and (round(float(found.now), 4), round(float(found.usual), 4))


def test_d_6_a_jump_is_what_lies_further_from_the_median_than_the_past_does() -> None:
    assert asked(EVEN, "56.75") is None
    assert asked(EVEN, "56.76") == (0.1576, 0.105)
    assert asked(UNEVEN, "113.91") is None
    assert asked(UNEVEN, "113.92") == (0.5392, 0.15)
    assert asked(EVEN, "41") == (0, 0.105)


def test_d_6_one_odd_stretch_of_the_past_hides_no_jump() -> None:
    """0.10, 0.10, 0.10, 2.00 and 0.10 a day: the median is 0.10, and the MAD nothing."""
    odd = ("0", "10", "20", "30", "230", "240")
    assert asked(odd, "255") is None
    assert asked(odd, "255.001") == (0.15, 0.1)


def test_d_6_with_too_little_past_or_less_than_a_unit_nothing_is_asked() -> None:
    assert asked((), "999") is None
    assert asked(("0", "10", "20"), "999") is None
    assert asked(("0", "10", "20", "30"), "999") is not None
    assert asked(EVEN, "42.05", days=1) is None
    assert asked(EVEN, "42.11", days=1) == (1.11, 0.105)
