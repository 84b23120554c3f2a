"""Texts of plugins, as they may stand on a page."""

import unicodedata

_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_HIDDEN = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}


def clean(text: str) -> str:
    """One line without control characters and marks that turn the direction of writing."""
    kept = (" " if _parts(letter) else letter for letter in text if letter not in _TURNING)
    return unicodedata.normalize("NFC", "".join(k for k in kept if not _hidden(k)).strip())


def _parts(letter: str) -> bool:
    """A blank or the end of a line, but for blanks at which no line may be broken."""
    return letter.isspace() and letter not in "\u00a0\u202f"


def _hidden(letter: str) -> bool:
    return unicodedata.category(letter) in _HIDDEN
