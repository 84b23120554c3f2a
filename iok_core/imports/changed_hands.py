"""What would be somebody else's, or be told of somebody else, than people see now."""

from iok_core.api import DataKind
from iok_core.db import fetch
from iok_core.db.versioned import Shelf, visible
from iok_core.imports.receiving import SHELVES
from iok_core.ledger.intake import ACCOUNTS, ENTRIES
from iok_core.premises.intake import PARTIES, PREMISES

_WATCHED: tuple[tuple[Shelf, str], ...] = (
    (PREMISES, "number"),
    (PREMISES, "collection_account"),
    (PARTIES, "name"),
    (ACCOUNTS, "party"),
    (ENTRIES, "account"),
)
"""What stays with its key but for single corrections. What was empty before has not changed."""

_HOLDERS = f"""
    SELECT count(*) FROM (
        SELECT o.premises FROM title o LEFT JOIN title n
        ON n.premises = o.premises AND n.party = o.party AND n.until IS NULL AND {visible("n")}
        WHERE {visible("o")} AND o.until IS NULL
        GROUP BY o.premises HAVING count(n.id) = 0) AS left_by_all
"""


async def changed_hands(source: int, gen: int, published: int) -> dict[DataKind, int]:
    """How many of each kind; titles are counted by premises of which no holder has remained."""
    now, then = (source, published, published), (source, gen, gen)
    found = {DataKind.TITLES: await _count(_HOLDERS, *then, *now)}
    for shelf, column in _WATCHED:
        kind, sql = SHELVES[shelf], _changed(shelf, column)
        changed = await _count(sql, *now, gen, *then, published)
        found[kind] = max(found.get(kind, 0), changed)
    return found


def _changed(shelf: Shelf, column: str) -> str:
    """SQL for the number of keys that have one value for people and another one when staged."""
    rows = f"SELECT t.key, nullif(CAST(t.{column} AS text), '') AS value FROM {shelf.name} t"
    return (
        f"SELECT count(*) FROM (SELECT key FROM ("
        f"{rows} WHERE {visible('t')} AND t.until_gen <= {{}} UNION ALL "
        f"{rows} WHERE {visible('t')} AND t.since_gen > {{}}) AS both_states "
        f"GROUP BY key HAVING min(value) <> max(value)) AS changed"
    )


async def _count(sql: str, *args: int) -> int:
    return int((await fetch(sql, *args))[0][0])
