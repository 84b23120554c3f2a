"""Writes what an import changed, and only that, as one generation that nobody sees yet.

Rows are compared with the open ones (the head), never with the published generation. Each batch
is one short transaction; between two of them sign-ins and other writers get their turn.
"""

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator, Iterable, Sequence

import msgspec
from piccolo.columns import Column

from iok_core.api import Step
from iok_core.db import execute, execute_many, fetch, hold, insert_rows, transaction
from iok_core.db.versioned import OPEN, Shelf, StagedRow
from iok_core.imports.tables import SeenRow
from iok_core.runs.carrying_out import Progress

KEYS_AT_ONCE = 1_000
IDS_AT_ONCE = 20_000
ROWS_AT_ONCE = 5_000

_encode = msgspec.msgpack.Encoder().encode


class OvertakenError(Exception):
    """Another import of this source has begun: what this one writes must not count."""


class Conflict(msgspec.Struct, frozen=True):
    """A key that came twice in one generation with different content."""

    row: StagedRow


class _Head(msgspec.Struct, frozen=True):
    id: int
    since_gen: int
    digest: int


class _Batch:
    """What a few rows change against the head."""

    def __init__(self) -> None:
        self.fresh: dict[str, tuple[StagedRow, int]] = {}
        self.closed: list[int] = []
        self.seen: list[int] = []
        self.conflicts: list[Conflict] = []

    def add(self, row: StagedRow, head: _Head | None, gen: int) -> None:
        digest = digest_of(row)
        twin = self._twin(row, head, gen)
        if twin is not None:
            if not _says_the_same(twin, digest):
                self.conflicts.append(Conflict(row))
        elif head is not None and head.digest == digest:
            self.seen.append(head.id)
        else:
            if head is not None:
                self.closed.append(head.id)
            self.fresh[row.key] = (row, digest)

    def _twin(self, row: StagedRow, head: _Head | None, gen: int) -> int | None:
        """Digest of the row that already came with this key in this generation."""
        if row.key in self.fresh:
            return self.fresh[row.key][1]
        return head.digest if head is not None and head.since_gen == gen else None


class Staging:
    """The rows of one source on their way into one generation."""

    def __init__(self, source: int, gen: int, *, gentle: bool) -> None:
        self._source = source
        self._gen = gen
        self._gentle = gentle

    async def require_ours(self) -> None:
        """Raises OvertakenError, as `require_staged` does."""
        await require_staged(self._source, self._gen)

    async def put(self, rows: Sequence[StagedRow]) -> list[Conflict]:
        """Writes what is new or changed; tells which rows contradict one of this generation."""
        conflicts: list[Conflict] = []
        shelves: dict[type, list[StagedRow]] = {}
        for row in rows:
            shelves.setdefault(row.shelf.table, []).append(row)
        for same_shelf in shelves.values():
            for start in range(0, len(same_shelf), KEYS_AT_ONCE):
                conflicts += await self._put(same_shelf[start : start + KEYS_AT_ONCE])
        return conflicts

    async def _put(self, rows: Sequence[StagedRow]) -> list[Conflict]:
        shelf = rows[0].shelf
        heads = await self._heads(shelf, [row.key for row in rows])
        batch = _Batch()
        for row in rows:
            batch.add(row, heads.get(row.key), self._gen)
        await self._write(shelf, batch)
        return batch.conflicts

    async def _heads(self, shelf: Shelf, keys: Sequence[str]) -> dict[str, _Head]:
        marks = ", ".join("{}" for _ in keys)
        sql = (
            f"SELECT key, id, since_gen, digest FROM {shelf.name} "
            f"WHERE until_gen = {{}} AND source = {{}} AND key IN ({marks})"
        )
        rows = await fetch(sql, OPEN, self._source, *keys)
        return {key: _Head(id_, since, digest) for key, id_, since, digest in rows}

    async def _write(self, shelf: Shelf, batch: "_Batch") -> None:
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

    def _lines(self, shelf: Shelf, batch: "_Batch") -> list[tuple[object, ...]]:
        lines = []
        for row, digest in batch.fresh.values():
            line = (self._source, row.key, self._gen, OPEN, digest, *row.values)
            lines.append((*line, row.place) if shelf.ordered else line)
        return lines

    async def close_unseen(self, shelf: Shelf) -> None:
        """Ends, in this generation, the keys that the source no longer has."""
        sql = (
            f"UPDATE {shelf.name} SET until_gen = {{}} "
            f"WHERE until_gen = {{}} AND source = {{}} AND since_gen < {{}} "
            f"AND id >= {{}} AND id < {{}} AND id NOT IN "
            f"(SELECT row FROM seen_row WHERE source = {{}} AND shelf = {{}})"
        )
        last = (await fetch(f"SELECT coalesce(max(id), 0) FROM {shelf.name}"))[0][0]
        for start in range(0, last + 1, IDS_AT_ONCE):
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
            async for rows in _in_portions(source, gen, sql):
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


async def _in_portions(source: int, gen: int, sql: str) -> AsyncIterator[int]:
    """Each portion is a transaction of its own, so that others can write in between."""
    changed = 1
    while changed:
        async with transaction(durable=False):
            await require_staged(source, gen)
            changed = await execute(sql, gen, source)
        yield changed


async def forget_seen(source: int) -> None:
    async with transaction(durable=False):
        await execute("DELETE FROM seen_row WHERE source = {}", source)


_PLACE_BITS = 15


def digest_of(row: StagedRow) -> int:
    """48 bits of what a row says and 15 of its place, as one number above zero."""
    said = hashlib.blake2b(_encode(row.values), digest_size=6).digest()
    return int.from_bytes(said) << _PLACE_BITS | row.place % (1 << _PLACE_BITS)


def _says_the_same(one: int, other: int) -> bool:
    """A repeated row stands in another place, and is the same row all the same."""
    return one >> _PLACE_BITS == other >> _PLACE_BITS


def _columns(shelf: Shelf) -> list[Column]:
    names = ["source", "key", "since_gen", "until_gen", "digest", *shelf.columns]
    if shelf.ordered:
        names.append("ordinal")
    return [shelf.table._meta.get_column_by_name(name) for name in names]
