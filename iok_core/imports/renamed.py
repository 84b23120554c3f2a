"""Payers whose name differs between two generations: the same ones, or somebody else by now?

Some programs keep a payer for each flat and give it the buyer's name after a sale. Then whoever
acts for the payer must not go on as if nothing had happened.
"""

from collections.abc import Iterable
from datetime import date

import msgspec

from iok_core.db import fetch
from iok_core.db.collation import search_key
from iok_core.db.versioned import visible
from iok_core.premises.desk import acting_for

_TELLING = 4
"""Letters from which on a word tells people apart; shorter ones are of companies and couples."""

_RENAMED = (
    "SELECT n.party, o.name, o.second_name, n.name, n.second_name FROM party_version n "
    f"JOIN party_version o ON o.party = n.party AND {visible('o')} "
    f"WHERE {visible('n')} AND n.since_gen > {{}} "
    "AND (o.name <> n.name OR o.second_name <> n.second_name) ORDER BY n.sort_key, n.party"
)


class Renamed(msgspec.Struct, frozen=True):
    party: int
    before: str
    after: str

    @property
    def wholly(self) -> bool:
        """No word of a name has stayed, as one does with a wedding or a correction."""
        return not _words(self.before) & _words(self.after)


async def renamed(source: int, before: int, after: int) -> list[Renamed]:
    """In Polish order of the new names."""
    rows = await fetch(_RENAMED, source, before, before, source, after, after, before)
    return [Renamed(int(row[0]), _name(row[1:3]), _name(row[3:])) for row in rows]


async def replaced(source: int, before: int, after: int, today: date) -> list[Renamed]:
    """Those wholly renamed for whom somebody acts today, or will."""
    found = [one for one in await renamed(source, before, after) if one.wholly]
    acting = await acting_for([one.party for one in found])
    acted_for = {one.party for one in acting if one.until is None or one.until >= today}
    return [one for one in found if one.party in acted_for]


def _name(parts: Iterable[str]) -> str:
    return " ".join(parts).strip()


def _words(name: str) -> set[str]:
    words = search_key(name).split()
    return {word for word in words if len(word) >= _TELLING} or set(words)
