"""Takes back what was staged after a checkpoint, so that a pull can go on from there."""

from collections.abc import Iterable, Mapping

from iok_core.db import execute, transaction
from iok_core.db.versioned import OPEN, Shelf
from iok_core.imports.staging import ROWS_AT_ONCE, SEEN, in_portions, require_staged


async def take_back_after(
    source: int, gen: int, marks: Mapping[str, int], shelves: Iterable[Shelf]
) -> None:
    """Later rows go; what they had ended, and what ended because it did not come, is open again."""
    for shelf in shelves:
        later = (
            f"SELECT t.id FROM {shelf.name} t WHERE t.since_gen = {{}} AND t.source = {{}} "
            f"AND t.id > {marks[shelf.name]} LIMIT {ROWS_AT_ONCE}"
        )
        bereft = (
            f"SELECT t.id FROM {shelf.name} t WHERE t.until_gen = {{}} AND t.source = {{}} "
            f"AND NOT EXISTS (SELECT 1 FROM {shelf.name} n WHERE n.since_gen = t.until_gen "
            f"AND n.source = t.source AND n.key = t.key) LIMIT {ROWS_AT_ONCE}"
        )
        reopen = f"UPDATE {shelf.name} SET until_gen = {OPEN}"
        await in_portions(source, gen, f"DELETE FROM {shelf.name} WHERE id IN ({later})")
        await in_portions(source, gen, f"{reopen} WHERE id IN ({bereft})")
    async with transaction(durable=False):
        await require_staged(source, gen)
        await execute("DELETE FROM seen_row WHERE source = {} AND id > {}", source, marks[SEEN])
