"""Whose balances differ between two published generations."""

from datetime import date

from iok_core.db import fetch
from iok_core.db.versioned import visible
from iok_core.ledger import service
from iok_core.ledger.access import right_to
from iok_core.ledger.settling import person_in
from iok_core.premises.service import held_on

# What is visible later and began no later than the earlier one was visible then, too: so only
# rows that began in between can differ.
_CHANGED = (
    "SELECT n.account FROM balance n "
    f"LEFT JOIN balance o ON o.account = n.account AND {visible('o')} "
    f"WHERE {visible('n')} AND n.since_gen > {{}} AND (o.id IS NULL OR o.closing <> n.closing)"
)


async def changed_accounts(source: int, before: int, now: int) -> frozenset[int]:
    """Accounts with another closing balance than before, or with one for the first time."""
    rows = await fetch(_CHANGED, source, before, before, source, now, now, before)
    return frozenset(int(row[0]) for row in rows)


async def readable_accounts(person: int, source: int, gen: int, today: date) -> frozenset[int]:
    """The accounts of a source whose balance of today a person may read: no closing view."""
    view = await person_in(person, {source: gen}, today)
    found = set()
    for premises in held_on(view, today):
        for account in await service.accounts_of_premises(premises, source, gen):
            linked = await service.premises_of_account(account.id, source, gen)
            right = right_to(account, linked, view, today)
            if account.closing is not None and right.reaches(today):
                found.add(account.id)
    return frozenset(found)
