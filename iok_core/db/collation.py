"""Polish order and search that any database can do: by comparing plain text.

No database sorts and folds Polish as people do by itself (Ć after Z, `LIKE 'ł%'` misses Łukasz),
so names and addresses carry both keys beside them.
"""

import re
import unicodedata

_ALPHABET = "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"
_RANK = str.maketrans({letter: chr(ord("A") + n) for n, letter in enumerate(_ALPHABET)})
_KEPT = 0x250  # the letters of Europe; whoever types others must not fill the memory
_DIGITS = re.compile(r"\d+")


class _Folded(dict[int, str]):
    """For `translate`: letters without the marks that Polish does not know (é → e)."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        folded = letter if letter in _ALPHABET else _without_marks(letter)
        if code < _KEPT:
            self[code] = folded
        return folded


def _without_marks(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


_FOLDED = _Folded()


def sort_key(text: str) -> str:
    """Orders as a Polish dictionary does, and numbers by value: „m. 2” before „m. 10”."""
    folded = unicodedata.normalize("NFC", text).lower().translate(_FOLDED)
    words = re.sub(r"[^\w]+", " ", folded).strip()
    padded = _DIGITS.sub(lambda number: number.group().zfill(6), words)
    return padded.translate(_RANK)


def search_key(text: str) -> str:
    """Folds case and every mark, so that "luk" finds Łukasz and "14/7" finds "14 m. 7"."""
    letters = _without_marks(text.lower().replace("ł", "l"))
    return re.sub(r"[^\w]+", " ", letters).strip()
