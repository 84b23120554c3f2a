"""What a meter showed, as whole thousandths: the finest that meters of premises count in."""

from collections.abc import Iterable
from decimal import Decimal

_FINEST = 3


def to_thousandths(value: Decimal) -> int:
    """Raises ValueError: it is below zero, no number, or finer than that."""
    if not value.is_finite() or value < 0 or value != round(value, _FINEST):
        raise ValueError(str(value))
    return int(value.scaleb(3))


def from_thousandths(number: int, places: int = 0) -> Decimal:
    """118.4, not 118.400; with noughts at its end up to so many places."""
    most = max(places, places_of([number]))
    return Decimal(number).scaleb(-_FINEST).quantize(Decimal(1).scaleb(-most))


def places_of(numbers: Iterable[int]) -> int:
    """As many as the finest of them has."""
    return max(map(_places, numbers), default=0)


def _places(number: int) -> int:
    return next(n for n in range(_FINEST + 1) if number % 10 ** (_FINEST - n) == 0)
