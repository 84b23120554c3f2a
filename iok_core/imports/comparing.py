"""What a few rows of an import change against the newest that is known of their keys."""

import hashlib
from collections.abc import Iterable, Mapping

import msgspec

from iok_core.db.versioned import StagedRow

_encode = msgspec.msgpack.Encoder().encode

_PLACE_BITS = 15


def digest_of(row: StagedRow) -> int:
    """48 bits of what a row says and 15 of its place, as one number above zero."""
    said = hashlib.blake2b(_encode(row.values), digest_size=6).digest()
    return int.from_bytes(said) << _PLACE_BITS | row.place % (1 << _PLACE_BITS)


def _says_the_same(one: int, other: int) -> bool:
    """A repeated row stands in another place, and is the same row all the same."""
    return one >> _PLACE_BITS == other >> _PLACE_BITS


class Conflict(msgspec.Struct, frozen=True):
    """A key that came twice in one generation with different content."""

    row: StagedRow


class Head(msgspec.Struct, frozen=True):
    """The newest row that is known of a key."""

    id: int
    since_gen: int
    digest: int
    seen: bool
    """An earlier generation has it, and it came in this one, too, as it was."""


class Batch:
    """What a few rows change against the head."""

    def __init__(self, gen: int, *, delta: bool) -> None:
        self._gen = gen
        self._delta = delta
        self.fresh: dict[str, tuple[StagedRow, int]] = {}
        self.closed: list[int] = []
        self.seen: set[int] = set()
        self.conflicts: list[Conflict] = []

    def take(self, rows: Iterable[StagedRow], heads: Mapping[str, Head]) -> None:
        for row in rows:
            self._add(row, heads.get(row.key))

    def _add(self, row: StagedRow, head: Head | None) -> None:
        if self._delta and head is not None:  # what it stands among did not all come
            row = msgspec.structs.replace(row, place=head.digest % (1 << _PLACE_BITS))
        digest = digest_of(row)
        twin = self._twin(row, head)
        if twin is not None:
            if not _says_the_same(twin, digest):
                self.conflicts.append(Conflict(row))
        elif head is not None and head.digest == digest:
            self.seen.add(head.id)
        else:
            if head is not None:
                self.closed.append(head.id)
            self.fresh[row.key] = (row, digest)

    def _twin(self, row: StagedRow, head: Head | None) -> int | None:
        """Digest of the row that already came with this key in this generation."""
        if row.key in self.fresh:
            return self.fresh[row.key][1]
        if head is None:
            return None
        came = head.since_gen == self._gen or head.seen or head.id in self.seen
        return head.digest if came else None
