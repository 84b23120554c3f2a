"""Identifiers are random: nothing about the person, the premises or the order of issue."""

import secrets

SHORTEST = 6
LONGEST = 12
_CROWDED = 10
"""When more than one in so many is taken, a guess hits too often: take a digit more."""


def random_identifier(taken: int) -> str:
    """Digits without a leading zero; `taken` is how many identifiers there are."""
    first = 10 ** (SHORTEST - 1)
    while 9 * first < _CROWDED * taken:
        first *= 10
    return str(first + secrets.randbelow(9 * first))


def tidy_identifier(typed: str) -> str:
    """As stored: without the blanks and dashes that people type or paste; "" when it is none."""
    digits = "".join(c for c in typed[: 4 * LONGEST] if not (c.isspace() or c in "-–"))
    return digits if digits.isascii() and digits.isdigit() and len(digits) <= LONGEST else ""
