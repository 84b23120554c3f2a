"""Money is integer grosze inside the portal and `Decimal` at a plugin's door; never a float."""

from decimal import Decimal

LIMIT = 10**13
"""Largest absolute amount, in grosze, that the portal takes: 100 billion złotych."""


def to_grosze(amount: Decimal) -> int:
    """Whole grosze of an amount in złote.

    Raises:
        ValueError: a fraction of a grosz, not a number, or more than `LIMIT`.
    """
    if not amount:
        return 0  # of Wn and Ma one mostly is
    try:
        grosze = amount.scaleb(2)
        if -LIMIT <= grosze <= LIMIT and grosze == (whole := int(grosze)):
            return whole
    except ArithmeticError:  # not a number, or one that no context holds
        pass
    raise ValueError(f"{amount} is not an amount in złote and grosze")


def from_grosze(grosze: int) -> Decimal:
    """The amount in złote."""
    return Decimal(grosze).scaleb(-2)
