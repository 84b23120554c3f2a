"""Identities of a source: found by its keys, made once, never changed."""

from collections.abc import Iterable, Sequence

from piccolo.table import Table

from iok_core.db import fetch, insert_rows
from iok_core.db.versioned import Find


class UnknownKeyError(LookupError):
    """A record refers to something that was not sent before it."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class _Sent(dict[str, int]):
    def __missing__(self, key: str) -> int:
        raise UnknownKeyError(key)


class Identities:
    """Ids of one identity table for one source; `find` knows those that this run has sent."""

    def __init__(self, table: type[Table], source: int) -> None:
        self._table = table
        self._source = source
        self._newest = 0
        self._ids: dict[str, int] = {}
        self._sent = _Sent()
        self.find: Find = self._sent.__getitem__
        """Raises UnknownKeyError."""

    async def load(self) -> None:
        """Reads the identities that were made since the last call."""
        name = self._table._meta.tablename
        sql = f"SELECT source_key, id FROM {name} WHERE source = {{}} AND id > {{}} ORDER BY id"
        for key, id_ in await fetch(sql, self._source, self._newest):
            self._ids[key] = self._newest = id_

    async def make(self, keys: Iterable[str]) -> None:
        """Takes the keys as sent, and makes an identity for each that has none yet.

        Whoever calls it holds the source, so that nobody makes the same ones meanwhile.
        """
        wanted = dict.fromkeys(keys)
        if not self._ids.keys() >= wanted.keys():
            await self.load()
            await self._insert([key for key in wanted if key not in self._ids])
        self.sent_before(wanted)

    async def _insert(self, missing: Sequence[str]) -> None:
        if not missing:
            return
        columns = [self._table._meta.get_column_by_name(n) for n in ("source", "source_key")]
        await insert_rows(self._table, columns, [(self._source, key) for key in missing])
        await self.load()

    def sent_before(self, keys: Iterable[str]) -> None:
        """They need not be sent again to be found."""
        self._sent.update({key: self._ids[key] for key in keys})

    def gone(self, keys: Iterable[str]) -> None:
        for key in keys:
            self._sent.pop(key, None)

    def known(self, keys: Iterable[str]) -> set[int]:
        return {self._ids[key] for key in keys if key in self._ids}

    def key_of(self, id_: object) -> str:
        """What the source calls an identity; slow, for the rare row that is rejected."""
        return next((key for key, known in self._ids.items() if known == id_), "")
