"""Keeps out what must not enter the portal: PESEL numbers, identity documents, dates of birth."""

import re
import unicodedata
from datetime import date

from iok_core.api import DataKind

_FORBIDDEN = re.compile("pesel|tozsamosc|dowodos|dowoduos|paszport|passport|urodz|dataur|birth")
_FORBIDDEN_OF_PARTIES = re.compile("dowod|dokument|idcard")
_ELEVEN_DIGITS = re.compile("(?<![0-9])[0-9]{11}(?![0-9])")
_WEIGHTS = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)
_CENTURIES = {0: 1900, 20: 2000}
"""Added to the month; people of other centuries hold no flats."""


def is_forbidden_column(kind: DataKind, column: str) -> bool:
    """Elsewhere than among payers a `dowód` or `dokument` is a voucher of the books."""
    letters = unicodedata.normalize("NFKD", column.replace("ł", "l").replace("Ł", "l"))
    plain = re.sub("[^a-z]", "", letters.casefold())
    if kind is DataKind.PARTIES and _FORBIDDEN_OF_PARTIES.search(plain):
        return True
    return _FORBIDDEN.search(plain) is not None


may_hold_pesel = re.compile("[0-9]{11}").search
"""Rules most texts out, at a third of the price."""


def holds_pesel(text: str) -> bool:
    return any(is_pesel(match[0]) for match in _ELEVEN_DIGITS.finditer(text))


def without_pesel(text: str) -> str:
    """The text with a `*` for each digit of a PESEL in it."""
    return _ELEVEN_DIGITS.sub(lambda m: "*" * 11 if is_pesel(m[0]) else m[0], text)


def is_pesel(digits: str) -> bool:
    """Eleven digits with the right check digit that begin with a possible day of birth."""
    if sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True)) % 10:
        return False
    month = int(digits[2:4])
    century = _CENTURIES.get(month // 20 * 20)
    if century is None:
        return False
    try:
        date(century + int(digits[:2]), month % 20, int(digits[4:6]))
    except ValueError:
        return False
    return True
