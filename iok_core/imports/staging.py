"""Writes what an import changed, and only that, as one generation that nobody sees yet.

Rows are compared with the open ones (the head), never with the published generation. Each batch
is one short transaction; between two of them sign-ins and other writers get their turn.

A whole pull ends the keys that did not come; a delta says itself which are gone, and everything
else stays as the head has it.
"""

import asyncio
import time
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from piccolo.columns import Column

from iok_core.db import execute, execute_many, fetch, hold, insert_rows, transaction
from iok_core.db.portions import portions
from iok_core.db.versioned import OPEN, Shelf, StagedRow
from iok_core.imports.comparing import Batch, Conflict, Head
from iok_core.imports.tables import SeenRow

KEYS_AT_ONCE = 1_000
IDS_AT_ONCE = 20_000
SEEN = "seen_row"
_CAME_AS_IT_WAS = (
    "EXISTS (SELECT 1 FROM seen_row s WHERE s.source = t.source AND s.shelf = {} AND s.row = t.id)"
)


class OvertakenError(Exception):
    """Another import of this source has begun: what this one writes must not count."""


class Staging:
    """The rows of one source on their way into one generation."""

    def __init__(self, source: int, gen: int, *, gentle: bool, delta: bool = False) -> None:
        self._source = source
        self._gen = gen
        self._gentle = gentle
        self._delta = delta

    async def require_ours(self) -> None:
        """Raises OvertakenError, as `require_staged` does."""
        await require_staged(self._source, self._gen)

    async def put(self, rows: Sequence[StagedRow]) -> list[Conflict]:
        """Writes what is new or changed among rows of one shelf.

        Tells which of them contradict one of this generation.
        """
        conflicts: list[Conflict] = []
        for some in portions(rows, KEYS_AT_ONCE):
            conflicts += await self._put(some)
        return conflicts

    async def _put(self, rows: Sequence[StagedRow]) -> list[Conflict]:
        shelf = rows[0].shelf
        heads = await self._heads(shelf, [row.key for row in rows])
        batch = Batch(self._gen, delta=self._delta)
        batch.take(rows, heads)
        await self._write(shelf, batch)
        return batch.conflicts

    async def _heads(self, shelf: Shelf, keys: Sequence[str]) -> dict[str, Head]:
        marks = ", ".join("{}" for _ in keys)
        sql = (
            f"SELECT t.key, t.id, t.since_gen, t.digest, {_CAME_AS_IT_WAS} FROM {shelf.name} t "
            f"WHERE t.until_gen = {{}} AND t.source = {{}} AND t.key IN ({marks})"
        )
        rows = await fetch(sql, shelf.name, OPEN, self._source, *keys)
        return {key: Head(id_, since, digest, bool(seen)) for key, id_, since, digest, seen in rows}

    async def _write(self, shelf: Shelf, batch: Batch) -> None:
        began = time.monotonic()
        close = f"UPDATE {shelf.name} SET until_gen = {{}} WHERE id = {{}}"
        async with transaction(durable=False):
            await self.require_ours()
            await execute_many(close, [(self._gen, id_) for id_ in batch.closed])
            await insert_rows(shelf.table, _columns(shelf), self._lines(shelf, batch))
            await insert_rows(
                SeenRow,
                [SeenRow.source, SeenRow.shelf, SeenRow.row],
                [(self._source, shelf.name, id_) for id_ in batch.seen],
            )
        await self._breathe(began)

    def _lines(self, shelf: Shelf, batch: Batch) -> list[tuple[object, ...]]:
        source, gen, fresh = self._source, self._gen, batch.fresh.values()
        if shelf.ordered:
            return [
                (source, row.key, gen, OPEN, digest, *row.values, row.place)
                for row, digest in fresh
            ]
        return [(source, row.key, gen, OPEN, digest, *row.values) for row, digest in fresh]

    async def close_unseen(self, shelf: Shelf) -> None:
        """Ends, in this generation, the keys that the source no longer has."""
        sql = (
            f"UPDATE {shelf.name} SET until_gen = {{}} "
            f"WHERE until_gen = {{}} AND source = {{}} AND since_gen < {{}} "
            f"AND id >= {{}} AND id < {{}} AND id NOT IN "
            f"(SELECT row FROM seen_row WHERE source = {{}} AND shelf = {{}})"
        )
        earlier = (
            f"SELECT min(id), max(id) FROM {shelf.name} WHERE since_gen < {{}} AND source = {{}}"
        )
        first, last = (await fetch(earlier, self._gen, self._source))[0]
        if first is None:
            return  # as in the first import of all
        for start in range(first, last + 1, IDS_AT_ONCE):
            began = time.monotonic()
            async with transaction(durable=False):
                await self.require_ours()
                await execute(
                    sql,
                    self._gen,
                    OPEN,
                    self._source,
                    self._gen,
                    start,
                    start + IDS_AT_ONCE,
                    self._source,
                    shelf.name,
                )
            await self._breathe(began)

    async def close(self, shelf: Shelf, keys: Sequence[str]) -> None:
        """Ends, in this generation, keys that the source says are gone; unknown ones are gone.

        A row that began in this generation was never seen by anybody and is not kept.
        """
        for some in portions(keys, KEYS_AT_ONCE):
            began = time.monotonic()
            heads = (await self._heads(shelf, some)).values()
            ended = [(self._gen, head.id) for head in heads if head.since_gen != self._gen]
            unmade = [(head.id,) for head in heads if head.since_gen == self._gen]
            async with transaction(durable=False):
                await self.require_ours()
                await execute_many(
                    f"UPDATE {shelf.name} SET until_gen = {{}} WHERE id = {{}}", ended
                )
                await execute_many(f"DELETE FROM {shelf.name} WHERE id = {{}}", unmade)
            await self._breathe(began)

    async def found(
        self, shelf: Shelf, columns: str, accounts: Collection[int] | None = None
    ) -> Sequence[tuple[Any, ...]]:
        """What this generation has by now: what came, and for a delta everything else, too."""
        sql = f"SELECT {columns} FROM {shelf.name} t WHERE t.until_gen = {{}} AND t.source = {{}}"
        values: list[object] = [OPEN, self._source]
        if not self._delta:
            sql += f" AND (t.since_gen = {{}} OR {_CAME_AS_IT_WAS})"
            values += [self._gen, shelf.name]
        if accounts is None:
            return await fetch(sql, *values)
        rows: list[tuple[Any, ...]] = []
        for some in portions(sorted(accounts), KEYS_AT_ONCE):
            marks = ", ".join("{}" for _ in some)
            rows += await fetch(f"{sql} AND t.account IN ({marks})", *values, *some)
        return rows

    async def marks(self, shelves: Iterable[Shelf]) -> dict[str, int]:
        """By table, the last row that this generation has written."""
        marks = {}
        for shelf in shelves:
            last = f"SELECT coalesce(max(id), 0) FROM {shelf.name} "
            rows = await fetch(
                f"{last} WHERE since_gen = {{}} AND source = {{}}", self._gen, self._source
            )
            marks[shelf.name] = int(rows[0][0])
        seen = f"SELECT coalesce(max(id), 0) FROM {SEEN} WHERE source = {{}}"
        return marks | {SEEN: int((await fetch(seen, self._source))[0][0])}

    async def _breathe(self, began: float) -> None:
        if self._gentle:
            await asyncio.sleep(time.monotonic() - began)


async def require_staged(source: int, gen: int) -> None:
    """In the transaction of a write: the generation is still the one that may be written.

    Until that ends, nobody else can take, write or publish a generation of the source.

    Raises:
        OvertakenError: a worker that slept past its lease finds the source in other hands.
    """
    await hold_source(source)
    if not await fetch("SELECT 1 FROM source WHERE id = {} AND staged = {}", source, gen):
        raise OvertakenError(f"source {source} no longer stages generation {gen}")


async def hold_source(source: int) -> None:
    await hold("source", source)


async def forget_seen(source: int) -> None:
    async with transaction(durable=False):
        await execute("DELETE FROM seen_row WHERE source = {}", source)


def _columns(shelf: Shelf) -> list[Column]:
    names = ["source", "key", "since_gen", "until_gen", "digest", *shelf.columns]
    if shelf.ordered:
        names.append("ordinal")
    return [shelf.table._meta.get_column_by_name(name) for name in names]
