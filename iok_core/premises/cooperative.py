"""The cooperative as one of the persons: what goes to its mailbox, and what strangers sent in."""

from iok_core.db import Clock, fetch, hold, transaction
from iok_core.premises.tables import Person


async def the_cooperative(clock: Clock) -> int:
    """Its row, made when it is first needed. It acts for nobody, and nobody signs in as it."""
    known = await _known()
    if known is not None:
        return known
    async with transaction():
        await hold("person of the cooperative")
        known = await _known()
        return await _made(clock) if known is None else known


async def _known() -> int | None:
    rows = await fetch("SELECT id FROM person WHERE cooperative ORDER BY id LIMIT 1")
    return int(rows[0][0]) if rows else None


async def _made(clock: Clock) -> int:
    row = Person(name="Spółdzielnia", created_at=clock.now(), cooperative=True)
    await row.save()
    return int(row.id)
