"""Who is blocked on a day: nothing has to run when a block begins or ends."""

from collections.abc import Collection
from datetime import date

from iok_core.blocking.clauses import Clause
from iok_core.blocking.words import notice
from iok_core.db import fetch
from iok_core.db.portions import portions
from iok_core.web.visitor import BlockNotice

NOT_LIFTED = "NOT EXISTS (SELECT 1 FROM lifting l WHERE l.block = b.id)"


def longest_block(person: str) -> str:
    """SQL for the id of the block that keeps somebody out longest; takes the day twice.

    `person` is the column with their id. Several may hold at once: told is the last to end.
    """
    return (
        f"(SELECT b.id FROM block b WHERE b.person = {person} "
        f"AND b.since <= {{}} AND (b.until IS NULL OR b.until >= {{}}) AND {NOT_LIFTED} "
        "ORDER BY b.until IS NULL DESC, b.until DESC, b.id LIMIT 1)"
    )


async def blocked_among(persons: Collection[int], day: date) -> dict[int, BlockNotice]:
    """Those of these persons who are blocked on that day, and what they are told."""
    found: dict[int, BlockNotice] = {}
    for some in portions(persons):
        places = ", ".join("{}" for _ in some)
        rows = await fetch(
            "SELECT p.id, k.clause, k.since, k.until, k.facts, k.id FROM person p "
            f"JOIN block k ON k.id = {longest_block('p.id')} WHERE p.id IN ({places})",
            day,
            day,
            *some,
        )
        for person, clause, since, until, facts, block in rows:
            found[int(person)] = notice(Clause(clause), since, until, facts, int(block))
    return found
