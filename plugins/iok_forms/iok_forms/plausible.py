"""Whether a meter shows as much as it is wont to, by its own past. Pure.

What is used up in a day is compared with the median of the past; how far it may lie from that, the
past says as well, by the median of the distances from the median (MAD). So one odd half-year
among the past changes nothing.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from statistics import median
from typing import NamedTuple

FEWEST = 3
"""Stretches between readings of the past; with fewer nothing is known of what is usual."""
SPREADS = Fraction(35, 10)
_AS_DEVIATION = Fraction(14826, 10000)
"""By it the MAD of a normal distribution is its standard deviation."""
_SHARE = Fraction(1, 2)
"""Of the usual: less than that is never a jump, even if the past was quite even."""
_UNIT = 1
"""Nor is less than one whole unit of the meter."""

Shown = tuple[date, Decimal]


class Jump(NamedTuple):
    """Used up in a day."""

    now: Fraction
    usual: Fraction


def jump(past: Sequence[Shown], day: date, value: Decimal) -> Jump | None:
    """None: it is as usual, or too little is known. `past`: of one meter, the earliest first."""
    rates = [rate for one, next_ in pairwise(past) if (rate := _rate(one, next_)) is not None]
    now = _rate(past[-1], (day, value)) if past else None
    if now is None or len(rates) < FEWEST:
        return None
    usual = median(rates)
    spread = median(abs(rate - usual) for rate in rates) * _AS_DEVIATION
    away, days = abs(now - usual), (day - past[-1][0]).days
    if away <= max(SPREADS * spread, _SHARE * usual) or away * days < _UNIT:
        return None
    return Jump(now, usual)


def _rate(before: Shown, after: Shown) -> Fraction | None:
    """None: no day lies between, or it shows less than before."""
    days, used = (after[0] - before[0]).days, Fraction(after[1]) - Fraction(before[1])
    return used / days if days > 0 and used >= 0 else None
