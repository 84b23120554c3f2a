"""Tells one export from another by everything that its connector sent."""

import hashlib
from collections.abc import Sequence

import msgspec

from iok_core.db import fetch
from iok_core.db.versioned import Shelf
from iok_core.imports.received import Message

_encode = msgspec.msgpack.Encoder().encode


class Fingerprint:
    """Records and notes each in their own order: how they are mixed on the way is chance."""

    def __init__(self, shelves: Sequence[Shelf]) -> None:
        kept = [(shelf.name, shelf.columns) for shelf in shelves]
        self._records = hashlib.sha256(_encode(kept))  # a release that keeps more reads all anew
        self._notes = hashlib.sha256()

    def take_records(self, records: Sequence[Message]) -> None:
        self._records.update(_joined(records))

    def take_notes(self, notes: Sequence[Message]) -> None:
        self._notes.update(_joined(notes))

    def hex(self) -> str:
        return hashlib.sha256(self._records.digest() + self._notes.digest()).hexdigest()


def _joined(messages: Sequence[Message]) -> memoryview:
    """One after the other: what an array of them is without its head."""
    number = len(messages)
    head = 1 if number < 16 else 3 if number < 2**16 else 5
    return memoryview(_encode(messages))[head:]


async def same_as(source: int, fingerprint: str, gens: Sequence[int]) -> int:
    """The generation among these that an import with this fingerprint brought; 0: none."""
    rows = await fetch(
        "SELECT gen FROM import WHERE source = {} AND fingerprint = {} ORDER BY gen DESC",
        source,
        fingerprint,
    )
    return next((int(gen) for (gen,) in rows if gen in gens), 0)
