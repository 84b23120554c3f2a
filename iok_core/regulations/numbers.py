"""Numbers in a Polish text: in figures, and in words as clauses write them."""

import re

_STEMS = {
    1: ("jeden", "jedna", "jedno", "jednego", "jednej", "jednym"),
    2: ("dwa", "dwie", "dwóch", "dwu", "dwoma", "dwom"),
    3: ("trzy", "trzech", "trzema", "trzem"),
    4: ("cztery", "czterech", "czterema", "czterem"),
    5: ("pięć", "pięciu"),
    6: ("sześć", "sześciu"),
    7: ("siedem", "siedmiu"),
    8: ("osiem", "ośmiu"),
    9: ("dziewięć", "dziewięciu"),
    10: ("dziesięć", "dziesięciu"),
    12: ("dwanaście", "dwunastu"),
    14: ("czternaście", "czternastu"),
    15: ("piętnaście", "piętnastu"),
    20: ("dwadzieścia", "dwudziestu"),
    21: ("dwadzieścia jeden", "dwudziestu jeden"),
    30: ("trzydzieści", "trzydziestu"),
    60: ("sześćdziesiąt", "sześćdziesięciu"),
    90: ("dziewięćdziesiąt", "dziewięćdziesięciu"),
}
_WORDS = {word: number for number, words in _STEMS.items() for word in words}
_LONGEST_FIRST = "|".join(sorted(_WORDS, key=len, reverse=True))
_NUMBER = re.compile(rf"(?<![\w.,])(\d{{1,6}})(?![\w]|[.,]\d)|\b({_LONGEST_FIRST})\b")


def numbers_in(text: str) -> list[int]:
    """In their order, each once. Parts of dates and of figures with a point are none."""
    found = (int(m[1]) if m[1] else _WORDS[m[2]] for m in _NUMBER.finditer(text.lower()))
    return list(dict.fromkeys(found))
