"""Polish order and search that any database can do: by comparing plain text.

No database sorts and folds Polish as people do by itself (Ć after Z, `LIKE 'ł%'` misses Łukasz),
so names and addresses carry both keys beside them.
"""

import re
import unicodedata

_ALPHABET = "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"
_RANK = {letter: chr(ord("A") + place) for place, letter in enumerate(_ALPHABET)}
_DIGITS = re.compile(r"\d+")


def _fold_foreign(letter: str) -> str:
    """A letter without the marks that Polish does not know (é → e); Polish ones stay."""
    if letter in _RANK:
        return letter
    return "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c))


def sort_key(text: str) -> str:
    """Orders as a Polish dictionary does, and numbers by value: „m. 2” before „m. 10”."""
    folded = "".join(_fold_foreign(c) for c in unicodedata.normalize("NFC", text).lower())
    words = re.sub(r"[^\w]+", " ", folded).strip()
    padded = _DIGITS.sub(lambda number: number.group().zfill(6), words)
    return "".join(_RANK.get(c, c) for c in padded)


def search_key(text: str) -> str:
    """Folds case and every mark, so that "luk" finds Łukasz and "14/7" finds "14 m. 7"."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("ł", "l"))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^\w]+", " ", letters).strip()
