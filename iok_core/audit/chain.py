"""The walk along the chain, which names the first row that is not as it was written."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

import msgspec

from iok_core.audit.actions import Action
from iok_core.audit.anchors import Anchor
from iok_core.audit.canonical import GENESIS, link
from iok_core.audit.rows import PAGE, Row, last_link, link_at, newest_meta, pages


class Flaw(StrEnum):
    MISSING = "missing"
    """No row has this number."""
    UNLINKED = "unlinked"
    """`prev` is not the mac of the row before."""
    CHANGED = "changed"
    """The mac is not this row's, or was made with another key."""
    CUT = "cut"
    """An anchor knows this row and later ones; the chain ends before it."""
    REWRITTEN = "rewritten"
    """The chain is whole, but an anchor knows another row by this number."""


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """Of a chain read to its end or to its first bad row.

    A tail that was cut off leaves no flaw, nor does one that was written anew by somebody with the
    key: anchors tell.
    """

    first_seq: int
    rows: int
    last_seq: int
    last_mac: str
    bad_seq: int | None = None
    flaw: Flaw | None = None
    anchors: int = 0
    """How many agree."""
    anchor: Anchor | None = None
    """The one that does not."""


class Checkpoint(msgspec.Struct, frozen=True):
    """What was pruned: `rows` in all, up to row `last`, whose mac was `mac`."""

    last: int
    rows: int
    mac: str


NOTHING_PRUNED = Checkpoint(0, 0, GENESIS)


async def checkpoint() -> Checkpoint:
    """As the newest row of a pruning says; whether that row is genuine, the walk tells."""
    meta = await newest_meta(Action.AUDIT_PRUNE)
    if meta is None:
        return NOTHING_PRUNED
    try:
        return msgspec.json.decode(meta, type=Checkpoint)
    except msgspec.MsgspecError:
        return NOTHING_PRUNED  # somebody wrote into it: the chain is then missing its beginning


async def walk(key: bytes, from_seq: int, anchors: Iterable[Anchor]) -> Verdict:
    """From a later row on, what stands before it is taken on trust."""
    known = list(anchors)
    while True:
        pruned = await checkpoint()
        verdict = await _Walk(key, await _before(pruned, from_seq), known).to_the_end()
        if verdict.flaw is None or await checkpoint() == pruned:  # else pruned under our feet
            return verdict


async def _before(pruned: Checkpoint, from_seq: int) -> tuple[int, str]:
    """Number and mac of the row before the first one that is walked."""
    if from_seq - 1 <= pruned.last:
        return pruned.last, pruned.mac
    before, last = await link_at(from_seq - 1), await last_link()
    if last is None:
        return pruned.last, pruned.mac
    if last.seq < from_seq:
        return last.seq, last.mac
    return from_seq - 1, before.mac if before else GENESIS


class _Walk:
    def __init__(self, key: bytes, before: tuple[int, str], anchors: Sequence[Anchor]) -> None:
        self._key = key
        self._seq, self._mac = before
        self._first = self._seq + 1
        self._anchors: dict[int, list[Anchor]] = {}
        for anchor in anchors:
            self._anchors.setdefault(anchor.seq, []).append(anchor)
        self._agree = 0

    async def to_the_end(self) -> Verdict:
        bad = self._against_anchors()
        for page in (PAGE, 1):
            try:
                return bad or await self._go_on(page)
            except (TypeError, ValueError):  # no value of ours: row by row tells which one
                continue
        return self._verdict(bad_seq=self._seq + 1, flaw=Flaw.CHANGED)

    async def _go_on(self, page: int) -> Verdict:
        async for rows in pages(self._seq + 1, page):
            for row in rows:
                if (bad := self._step(row)) is not None:
                    return bad
        return self._against_later_anchors() or self._verdict()

    def _step(self, row: Row) -> Verdict | None:
        seq = self._seq + 1
        if row.seq != seq:
            return self._verdict(bad_seq=seq, flaw=Flaw.MISSING)
        if row.prev != self._mac:
            return self._verdict(bad_seq=seq, flaw=Flaw.UNLINKED)
        if row.mac != link(self._key, row, self._mac):
            return self._verdict(bad_seq=seq, flaw=Flaw.CHANGED)
        self._seq, self._mac = seq, row.mac
        return self._against_anchors() if seq in self._anchors else None

    def _against_anchors(self) -> Verdict | None:
        """Of the row that the walk has come to."""
        for anchor in self._anchors.get(self._seq, ()):
            if anchor.mac != self._mac:
                return self._verdict(bad_seq=self._seq, flaw=Flaw.REWRITTEN, anchor=anchor)
            self._agree += 1
        return None

    def _against_later_anchors(self) -> Verdict | None:
        if not self._anchors or (last := max(self._anchors)) <= self._seq:
            return None
        return self._verdict(bad_seq=self._seq + 1, flaw=Flaw.CUT, anchor=self._anchors[last][0])

    def _verdict(
        self, bad_seq: int | None = None, flaw: Flaw | None = None, anchor: Anchor | None = None
    ) -> Verdict:
        return Verdict(
            first_seq=self._first,
            rows=self._seq + 1 - self._first,
            last_seq=self._seq,
            last_mac=self._mac,
            anchors=self._agree,
            bad_seq=bad_seq,
            flaw=flaw,
            anchor=anchor,
        )
