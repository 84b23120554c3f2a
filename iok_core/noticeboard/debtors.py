"""Does a text look like a list of debtors (R-4)? A guess that asks for a second look.

Amounts beside names that the portal knows, or beside numbers of premises. Names are found as
they are registered, in either order; a name in another case of Polish is not found.
"""

import re
from collections.abc import Collection, Mapping

import msgspec

from iok_core.db import fetch
from iok_core.db.collation import search_key
from iok_core.db.versioned import visible

_AMOUNT = re.compile(r"\d[\d  .]*,\d{2}\b|\b\d[\d  .]*(?:zł|pln|złotych)\b", re.IGNORECASE)
_DEBT = re.compile(r"dłużni|zadłuż|zaległ|zalega\b|zalegaj|debtor|заборг", re.IGNORECASE)
_PREMISES = re.compile(
    r"\b(?:m|lok|lokal\w*|mieszk\w*|garaż\w*)\.?\s*(?:nr\.?\s*)?\d+\w?\b|\b\d+\s?[a-z]?\s?/\s?\d+\s?[a-z]?\b",
    re.IGNORECASE,
)
_LONGEST_NAME = 4


class Known(msgspec.Struct, frozen=True):
    """What the portal knows of people and places, folded as searching folds it."""

    names: Collection[tuple[str, ...]]
    """The words of each, sorted."""
    symbols: Collection[str]


class Suspicion(msgspec.Struct, frozen=True):
    """What stands beside amounts, or beside words of debt."""

    names: int = 0
    premises: int = 0

    def __bool__(self) -> bool:
        return bool(self.names or self.premises)


def suspicion(text: str, known: Known) -> Suspicion:
    """Judged by paragraphs, so that an address in one does not go with a price in another."""
    found = [_of_paragraph(part, known) for part in re.split(r"\n\s*\n", text)]
    return Suspicion(sum(one.names for one in found), sum(one.premises for one in found))


def _of_paragraph(text: str, known: Known) -> Suspicion:
    if not (_AMOUNT.search(text) or _DEBT.search(text)):
        return Suspicion()
    without_days = re.sub(r"\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b", " ", text)
    words = search_key(text).split()
    premises = len(_PREMISES.findall(without_days))
    premises += sum(search_key(word) in known.symbols for word in without_days.split())
    return Suspicion(_names(words, known.names), premises)


def _names(words: list[str], names: Collection[tuple[str, ...]]) -> int:
    return sum(
        tuple(sorted(words[start : start + length])) in names
        for length in range(2, _LONGEST_NAME + 1)
        for start in range(len(words) - length + 1)
    )


async def known_people(published: Mapping[int, int]) -> Known:
    """Persons, payers who are no companies, and symbols of premises that are not plain numbers."""
    names = {_folded(name) for (name,) in await fetch("SELECT name FROM person")}
    symbols: set[str] = set()
    for source, generation in published.items():
        at = (source, generation, generation)
        payers = await fetch(
            f"SELECT v.name, v.second_name FROM party_version v WHERE {visible('v')} "
            "AND v.form IN ('person', 'couple')",
            *at,
        )
        names |= {_folded(name) for both in payers for name in both}
        rows = await fetch(f"SELECT p.symbol FROM premises_version p WHERE {visible('p')}", *at)
        symbols |= {search_key(symbol) for (symbol,) in rows if not symbol.isdecimal()}
    return Known(frozenset(names - {()}), frozenset(symbols - {""}))


def _folded(name: str) -> tuple[str, ...]:
    words = tuple(sorted(search_key(name).split()))
    return words if len(words) > 1 else ()
