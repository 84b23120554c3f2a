"""Persons as the office finds them: by their name, or by the payers for whom they act."""

from collections.abc import Mapping

import msgspec

from iok_core.db import fetch
from iok_core.premises.parties import JOINED, at_generation, patterns


class PersonName(msgspec.Struct, frozen=True):
    id: int
    name: str
    sort_key: str


_ACTS = (
    f"EXISTS (SELECT 1 {JOINED} AND (' ' || v.search_key || ' ' LIKE {{}} "
    "OR ' ' || p.search_key || ' ' LIKE {}) AND EXISTS (SELECT 1 FROM representation r "
    "WHERE r.person = n.id AND r.party = v.party))"
)


async def find_persons(words: str, published: Mapping[int, int]) -> list[PersonName]:
    """In Polish order; everybody, if there are no words.

    Every word must be in the person's name, or in the name, address or premises of a payer for
    whom they act, or acted.
    """
    matches: list[str] = []
    values: list[object] = []
    for pattern in patterns(words):
        ways = ["' ' || n.search_key || ' ' LIKE {}"]
        values.append(pattern)
        for source, generation in published.items():
            ways.append(_ACTS)
            values += [*at_generation(source, generation), pattern, pattern]
        matches.append(f"({' OR '.join(ways)})")
    where = " AND ".join(["NOT n.cooperative", *matches])
    rows = await fetch(
        f"SELECT n.id, n.name, n.sort_key FROM person n WHERE {where} ORDER BY n.sort_key, n.id",
        *values,
    )
    return [PersonName(*row) for row in rows]
