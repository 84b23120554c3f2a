"""The connections of one engine: a writer, readers, snapshot readers, and one for the loop."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack

from iok_core.db.limits import Limits, Role
from iok_core.db.sqlite.connections import Connection, Purpose
from iok_core.db.sqlite.threads import Pool


class Pools:
    def __init__(self, path: str, role: Role, limits: Limits) -> None:
        self._path = path
        self._limits = limits
        self._loop_thread = threading.get_ident()
        self._snapshots: list[Pool] = []
        self._idle_snapshots: list[Pool] = []
        self._readers: Pool | None = None
        self._readers_guard = threading.Lock()
        with ExitStack() as opened:
            writer = self._connect(Purpose.WRITE, opened)
            self._inline = {
                typed: self._connect(Purpose.INLINE, opened, typed=typed)
                for typed in (True, False)
                if role == "web"
            }
            opened.pop_all()
        self.writer = Pool("writer", [writer], limits.write_seconds)

    def _connect(self, purpose: Purpose, opened: ExitStack, *, typed: bool = True) -> Connection:
        connection = Connection(self._path, purpose, self._limits.busy_seconds, typed=typed)
        opened.callback(connection.close)
        return connection

    @property
    def readers(self) -> Pool:
        """Opened when first needed: each has to learn of all tables, and few queries go there."""
        with self._readers_guard, ExitStack() as opened:
            if self._readers is None:
                number = range(self._limits.readers)
                connections = [self._connect(Purpose.READ, opened) for _ in number]
                self._readers = Pool("reader", connections, self._limits.read_seconds)
            opened.pop_all()
            return self._readers

    def inline(self, *, typed: bool) -> Connection | None:
        """The reader of the thread that opened the pools, for that thread only."""
        return self._inline.get(typed) if threading.get_ident() == self._loop_thread else None

    def take_snapshot_reader(self) -> Pool:
        if self._idle_snapshots:
            return self._idle_snapshots.pop()
        reader = Connection(self._path, Purpose.READ, self._limits.busy_seconds)
        self._snapshots.append(Pool("snapshot", [reader], self._limits.read_seconds))
        return self._snapshots[-1]

    def give_back_snapshot_reader(self, reader: Pool) -> None:
        self._idle_snapshots.append(reader)

    def _all(self) -> Iterator[Pool]:
        yield from self._snapshots
        if self._readers is not None:
            yield self._readers
        yield self.writer

    async def close(self) -> None:
        for connection in self._inline.values():
            connection.close()
        for pool in self._all():
            await pool.close()
