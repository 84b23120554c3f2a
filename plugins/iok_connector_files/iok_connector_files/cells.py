"""What the cells of a row are turned into, field by field; an empty cell never comes here."""

import re
from collections.abc import Callable, Container, Mapping
from functools import lru_cache
from typing import Any, TypeVar

from iok_connector_files.forms import Unfit
from iok_connector_files.limits import KEY, OCCUPANTS, SHARE
from iok_core.api import Problem

T = TypeVar("T")
Convert = Callable[[str], Any]

_REMEMBERED = 1 << 14
"""Days and amounts repeat: what was read lately is not read again."""
_WHOLE = re.compile("[0-9]{1,12}")
_NRB = re.compile("(?:PL)?([0-9]{26})")
_BLANK = re.compile(r"[\s-]")


def remembered(convert: Convert) -> Convert:
    return lru_cache(_REMEMBERED)(convert)


def text(longest: int) -> Convert:
    def read(cell: str) -> str:
        if len(cell) > longest:
            raise Unfit(Problem.TOO_LONG)
        return cell

    return read


key = text(KEY)


def one_of(words: Mapping[str, T]) -> Convert:
    def read(cell: str) -> T:
        try:
            return words[cell.casefold()]
        except KeyError:
            raise Unfit(Problem.UNKNOWN_VALUE) from None

    return read


def known(keys: Container[str]) -> Convert:
    """A key that came before in this export; longer ones than a key can be never did."""

    def read(cell: str) -> str:
        if cell in keys:
            return cell
        raise Unfit(Problem.UNKNOWN_REFERENCE)

    return read


def whole(cell: str) -> int:
    if not _WHOLE.fullmatch(cell):
        raise Unfit(Problem.NOT_A_NUMBER)
    return int(cell)


def occupants(cell: str) -> int:
    if (number := whole(cell)) > OCCUPANTS:
        raise Unfit(Problem.NOT_A_NUMBER)
    return number


def share(cell: str) -> tuple[int, int]:
    numerator, slash, denominator = cell.partition("/")
    if not slash:
        raise Unfit(Problem.NOT_A_NUMBER)
    return fraction(whole(numerator.strip()), whole(denominator.strip()))


def fraction(numerator: int, denominator: int) -> tuple[int, int]:
    if not 0 < numerator <= denominator <= SHARE:
        raise Unfit(Problem.NOT_A_NUMBER)
    return numerator, denominator


def nrb(cell: str) -> str:
    """An account number for payments, its check digits tried: money would go astray."""
    match = _NRB.fullmatch(_BLANK.sub("", cell))
    if match is None or int(match[1][2:] + "2521" + match[1][:2]) % 97 != 1:
        raise Unfit(Problem.NOT_A_NUMBER)
    return match[1]
