"""What a delta leaves behind: rows that refer to something which is gone."""

from iok_core import api
from iok_core.db import fetch
from iok_core.db.versioned import OPEN
from iok_core.imports.receiving import SHELVES
from iok_core.ledger.intake import ACCOUNTS
from iok_core.meters.intake import METERS
from iok_core.premises.intake import PARTIES, PREMISES

_NAMED = {"premises": PREMISES, "party": PARTIES, "account": ACCOUNTS, "meter": METERS}
"""By the column that refers to it: the shelf on which what is meant stands."""


async def dangling(source: int, gen: int) -> list[api.Rejected]:
    """Open rows whose premises, party, account or meter ended in this generation for good."""
    return [
        api.Rejected(kind=kind, problem=api.Problem.UNKNOWN_REFERENCE, source="", value=key[:80])
        for shelf, kind in SHELVES.items()
        for column, named in _NAMED.items()
        if column in shelf.columns and shelf is not named
        for (key,) in await fetch(
            f"SELECT t.key FROM {shelf.name} t JOIN {named.name} g ON g.{column} = t.{column} "
            f"AND g.source = t.source AND g.until_gen = {{}} "
            f"WHERE t.until_gen = {{}} AND t.source = {{}} AND NOT EXISTS "
            f"(SELECT 1 FROM {named.name} n WHERE n.source = t.source "
            f"AND n.{column} = t.{column} AND n.until_gen = {{}})",
            *(gen, OPEN, source, OPEN),
        )
    ]
