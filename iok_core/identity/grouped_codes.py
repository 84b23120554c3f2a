"""Random codes on paper, in groups and without look-alikes: `7KQM-X2RD-HN4W-P9TC`."""

import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0 O 1 I, which look alike; always written in capitals, so L is no 1."""
GROUPS = 4
GROUP_LENGTH = 4
"""16 of 32 letters: 80 bits."""


def random_code(groups: int = GROUPS) -> str:
    made = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(groups))
    return "-".join(made)


def tidy_code(typed: str) -> str:
    """What counts of it: letters and digits, whatever the case, blanks and dashes between them."""
    return "".join(c for c in typed.upper() if c.isalnum())
