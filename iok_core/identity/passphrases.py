"""A ready password for whoever has no good one at hand: shown, never kept."""

import secrets
from collections.abc import Callable

from iok_core.identity.passphrase_words import PASSPHRASE_WORDS

_WORDS = 5
"""Fifty bits: with the brakes on guessing, and argon2id for who steals the database, plenty."""


def new_passphrase(is_good: Callable[[str], bool]) -> str:
    """As „sowa parasol kalina rower okno”; `is_good` says whether it may be a password here."""
    while True:
        words = [secrets.choice(PASSPHRASE_WORDS) for _ in range(_WORDS)]
        if len(set(words)) == _WORDS and is_good(" ".join(words)):
            return " ".join(words)
