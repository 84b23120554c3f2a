"""Takes back what was staged: all of a generation, or what came after a checkpoint."""

from collections.abc import AsyncIterator, Iterable, Mapping

from iok_core.api import Step
from iok_core.db import execute, fetch, transaction
from iok_core.db.versioned import OPEN, Shelf
from iok_core.imports.staging import SEEN, forget_seen, require_staged
from iok_core.runs.carrying_out import Progress

ROWS_AT_ONCE = 5_000


async def sweep(
    source: int, gen: int, shelves: Iterable[Shelf], progress: Progress | None = None
) -> None:
    """Takes back everything that a generation wrote: as if it had never been staged.

    Its own rows go first: a row that is opened again must be the only open one of its key.
    """
    shelves = list(shelves)
    swept = Swept(progress, await _written(source, gen, shelves) if progress else 0)
    for shelf in shelves:
        delete, reopen = f"DELETE FROM {shelf.name}", f"UPDATE {shelf.name} SET until_gen = {OPEN}"
        for change, column in ((delete, "since_gen"), (reopen, "until_gen")):
            sql = f"{change} WHERE id IN ({_some(shelf, column)})"
            async for rows in in_portions(source, gen, sql):
                await swept.tell(rows)
    await forget_seen(source)


class Swept:
    """Counts the rows that a sweep has dealt with, and tells it."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress = progress
        self._total = total
        self._done = 0

    async def tell(self, rows: int) -> None:
        self._done += rows
        if self._progress is not None:
            await self._progress(Step(done=self._done, total=self._total))


async def _written(source: int, gen: int, shelves: Iterable[Shelf]) -> int:
    """Rows that a generation began or ended."""
    total = 0
    for shelf in shelves:
        for column in ("since_gen", "until_gen"):
            sql = f"SELECT count(*) FROM {shelf.name} WHERE {column} = {{}} AND source = {{}}"
            total += int((await fetch(sql, gen, source))[0][0])
    return total


def _some(shelf: Shelf, column: str) -> str:
    return (
        f"SELECT id FROM {shelf.name} WHERE {column} = {{}} AND source = {{}} LIMIT {ROWS_AT_ONCE}"
    )


async def in_portions(source: int, gen: int, sql: str) -> AsyncIterator[int]:
    """Each portion is a transaction of its own, so that others can write in between."""
    changed = 1
    while changed:
        async with transaction(durable=False):
            await require_staged(source, gen)
            changed = await execute(sql, gen, source)
        yield changed


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
