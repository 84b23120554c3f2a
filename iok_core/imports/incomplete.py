"""Accounts whose rows were rejected in an import that was released all the same.

A rejected row is tied to the account that it names, if residents see that account. One that names
no such account may be about any of them, so then the whole source is marked.
"""

from collections.abc import Iterable

import msgspec

from iok_core.api import DataKind
from iok_core.db import Arg, Prepared, fetch
from iok_core.db.versioned import visible
from iok_core.imports.received import REJECTED_KEPT
from iok_core.imports.tables import Import, Incomplete

ANY = 0
_OF_AMOUNTS = (DataKind.ACCOUNTS, DataKind.ENTRIES, DataKind.CHARGES, DataKind.BALANCES)
"""Without a row of another kind no amount is wrong: what refers to it is rejected by itself."""


class _Mark(msgspec.Struct, frozen=True):
    account: int


_marks = Prepared(
    lambda: (
        Incomplete.select(Incomplete.account)
        .where((Incomplete.source == Arg("source")) & (Incomplete.gen == Arg("gen")))
        .order_by(Incomplete.account)
    ),
    _Mark,
)


async def incomplete_accounts(source: int, gen: int) -> frozenset[int]:
    """Ids of accounts; `ANY` alone: it is not known which."""
    return frozenset(mark.account for mark in await _marks(source=source, gen=gen))


async def mark_incomplete(row: Import) -> None:
    """In the transaction of a release."""
    accounts = await touched(row.id, row.source, row.gen, row.rejected)
    if accounts:
        await Incomplete.insert(
            *(Incomplete(source=row.source, gen=row.gen, account=one) for one in sorted(accounts))
        )


async def touched(of_import: int, source: int, gen: int, rejected: int) -> frozenset[int]:
    """Accounts of which so many rows were rejected in an import, whatever becomes of it."""
    if rejected > REJECTED_KEPT:
        return frozenset({ANY})
    rows = await fetch(
        "SELECT DISTINCT account FROM rejected_row WHERE of_import = {} "
        f"AND kind IN ({', '.join('{}' for _ in _OF_AMOUNTS)})",
        of_import,
        *(kind.value for kind in _OF_AMOUNTS),
    )
    named = {str(key) for (key,) in rows}
    known = await _ids(source, gen, named)
    return frozenset(known.values()) if known.keys() == named else frozenset({ANY})


async def _ids(source: int, gen: int, keys: Iterable[str]) -> dict[str, int]:
    wanted = [*keys]
    marks = ", ".join("{}" for _ in wanted) or "NULL"
    sql = (
        "SELECT a.key, a.account FROM account_version a "
        f"WHERE {visible('a')} AND a.key IN ({marks})"
    )
    return {str(key): int(id_) for key, id_ in await fetch(sql, source, gen, gen, *wanted)}
