"""What a meter showed, as whole thousandths: the finest that meters of premises count in."""

from decimal import Decimal


def to_thousandths(value: Decimal) -> int:
    """Raises ValueError: it is below zero, no number, or finer than that."""
    if not value.is_finite() or value < 0 or value != round(value, 3):
        raise ValueError(str(value))
    return int(value.scaleb(3))


def from_thousandths(number: int) -> Decimal:
    """Without noughts at its end: 118.4, not 118.400."""
    value = Decimal(number).scaleb(-3)
    whole = value.to_integral_value()
    return whole.quantize(Decimal(1)) if value == whole else value.normalize()
