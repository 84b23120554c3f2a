"""Takes back what was staged after a checkpoint, so that a pull can go on from there."""

from collections.abc import Iterable, Mapping

from iok_core.db import execute, transaction
from iok_core.db.versioned import Shelf
from iok_core.imports.staging import ROWS_AT_ONCE, SEEN, in_portions, require_staged


async def take_back_after(
    source: int, gen: int, marks: Mapping[str, int], shelves: Iterable[Shelf]
) -> None:
    """What they had ended stays so: the pull repeats itself and would end it again."""
    for shelf in shelves:
        later = (
            f"SELECT t.id FROM {shelf.name} t WHERE t.since_gen = {{}} AND t.source = {{}} "
            f"AND t.id > {marks[shelf.name]} LIMIT {ROWS_AT_ONCE}"
        )
        sql = f"DELETE FROM {shelf.name} WHERE id IN ({later})"
        async for _ in in_portions(source, gen, sql):
            pass
    async with transaction(durable=False):
        await require_staged(source, gen)
        await execute("DELETE FROM seen_row WHERE source = {} AND id > {}", source, marks[SEEN])
