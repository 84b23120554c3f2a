"""Which passwords people may choose.

Length is what counts (NIST SP 800-63B-4, 3.1.1.2); nothing is asked of the kinds of characters.
Lists of leaked passwords hold next to nothing so long that is not a common word repeated,
lengthened or run together with another, or a row of keys: that is what is looked for. What they
hold besides is in `leaked_passwords`.
"""

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

from iok_core.identity.common_words import COMMON_WORDS, KEYBOARD_ROWS
from iok_core.identity.leaked_passwords import LEAKED_PASSWORDS
from iok_core.identity.settings import PasswordSettings

_MOST_CODE_POINTS = 4
"""So many can NFC put together into one character, and no more (UAX 15)."""
_LEFT = 8
"""What is not common must be at least as long as the shortest password that NIST allows at all."""
_RUN = 4
_SHORTEST_NAME = 4
_YEAR = re.compile(r"(?:19|20)\d\d")
_WORDS = re.compile("|".join(sorted(COMMON_WORDS, key=len, reverse=True)))
_ROWS = tuple(line for row in KEYBOARD_ROWS for line in (row + row, (row + row)[::-1]))
_LEET = str.maketrans("013457@$", "oieastas")


class Weakness(StrEnum):
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    COMMON = "common"
    REPEATED = "repeated"
    CONTAINS_IDENTIFIER = "contains_identifier"
    CONTAINS_NAME = "contains_name"
    START_PASSWORD = "start_password"  # noqa: S105 (a name)
    """It was printed on a slip, and somebody else has held it."""


def tidy_password(typed: str, settings: PasswordSettings) -> str | None:
    """In NFC, as it is hashed; None when nothing so long can be anybody's."""
    if len(typed) > settings.maximum * _MOST_CODE_POINTS:
        return None
    return unicodedata.normalize("NFC", typed)


def weaknesses(
    password: str | None,
    identifier: str,
    settings: PasswordSettings,
    shortest: int | None = None,
) -> tuple[Weakness, ...]:
    """Every reason against a password that `tidy_password` has put in order.

    `shortest` is `settings.minimum` where nothing else is said.
    """
    shortest = settings.minimum if shortest is None else shortest
    if password is None or len(password) > settings.maximum:
        return (Weakness.TOO_LONG,)
    folded = _folded(password)
    found = {
        Weakness.TOO_SHORT: len(password) < shortest,
        Weakness.COMMON: _is_common(folded),
        Weakness.REPEATED: _is_one_pattern(folded, shortest),
        Weakness.CONTAINS_IDENTIFIER: _holds(folded, (identifier, identifier[::-1])),
        Weakness.CONTAINS_NAME: _holds(folded, _name_words(settings.names)),
    }
    return tuple(weakness for weakness, is_so in found.items() if is_so)


def _folded(text: str) -> str:
    """Without case, marks, blanks and dashes: what looks the same counts as the same."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    return "".join(c for c in plain if not (unicodedata.combining(c) or c.isspace() or c in "-_"))


def _is_common(folded: str) -> bool:
    """Much used, or little is left without runs along a row, years and common words."""
    kept = _YEAR.sub("", _without_runs(folded))
    if not LEAKED_PASSWORDS.isdisjoint((folded, kept)):
        return True
    return any(len(_WORDS.sub("", text)) < _LEFT for text in (kept, kept.translate(_LEET)))


def _without_runs(text: str) -> str:
    kept, start = [], 0
    while start < len(text):
        length = _run_length(text, start)
        if length < _RUN:
            length = 1
            kept.append(text[start])
        start += length
    return "".join(kept)


def _run_length(text: str, start: int) -> int:
    """How far the text goes along one row from here."""
    length = 0
    while start + length < len(text) and _on_a_row(text[start : start + length + 1]):
        length += 1
    return length


def _on_a_row(piece: str) -> bool:
    return any(piece in row for row in _ROWS)


def _is_one_pattern(folded: str, minimum: int) -> bool:
    """One piece again and again, or there and back, that would be too short on its own."""
    there_and_back = folded == folded[::-1] and (len(folded) + 1) // 2 < minimum
    longest = min(minimum - 1, len(folded) // 2)
    return there_and_back or any(folded[size:] == folded[:-size] for size in range(1, longest + 1))


def _name_words(names: Iterable[str]) -> tuple[str, ...]:
    words = (_folded(word) for name in names for word in re.findall(r"\w+", name))
    return tuple(word for word in words if len(word) >= _SHORTEST_NAME)


def _holds(folded: str, words: Iterable[str]) -> bool:
    return any(word in folded for word in words if word)
