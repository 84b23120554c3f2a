from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from iok_core.audit.actions import Action, ObjectKind, Result
from iok_core.audit.canonical import (
    GENESIS,
    Entry,
    MetaValue,
    NotACodeError,
    canonical_meta,
    is_opaque_id,
    link,
)
from iok_core.audit.origin import Origin
from iok_core.audit.tables import Audit
from iok_core.db import Clock, TransactionError, before_commit, bound, hold

_PAGE = 1000


class Flaw(StrEnum):
    MISSING = "missing"
    """No row has this number."""
    UNLINKED = "unlinked"
    """`prev` is not the mac of the row before."""
    CHANGED = "changed"
    """The mac is not this row's, or was made with another key."""


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """Of a chain read to its end or to its first bad row.

    A tail that was cut off leaves no flaw: compare `last_seq` and `last_mac` with an anchor.
    """

    rows: int
    last_seq: int
    last_mac: str
    bad_seq: int | None = None
    flaw: Flaw | None = None


class _Row(msgspec.Struct, frozen=True):
    entry: Entry
    prev: str
    mac: str


class AuditLog:
    def __init__(self, key: bytes, clock: Clock) -> None:
        self._key = key
        self._clock = clock

    async def record(
        self,
        action: Action,
        *,
        by: Origin,
        on: ObjectKind = ObjectKind.NONE,
        object_id: int | None = None,
        result: Result = Result.DONE,
        meta: Mapping[str, MetaValue] | None = None,
    ) -> None:
        """Add a row in the transaction of the act, so that neither is without the other.

        It gets its number and its link as the last thing before the commit: until then nobody
        waits for this transaction, and it waits for nobody while the chain is its own.
        """
        if not bound().transaction_exists():
            raise TransactionError("an audit row belongs in the transaction of its act")
        entry = Entry(
            seq=0,
            at=self._clock.now(),
            actor_kind=by.kind,
            actor=_opaque(by.actor),
            action=action,
            object_kind=on,
            object_id=object_id,
            result=result,
            request_id=_opaque(by.request_id),
            meta=canonical_meta(meta or {}),
        )
        before_commit(lambda: self._append(entry))

    async def _append(self, entry: Entry) -> None:
        await hold("audit")
        last_seq, prev = await _last()
        numbered = msgspec.structs.replace(entry, seq=last_seq + 1)
        mac = link(self._key, numbered, prev)
        await Audit.insert(Audit(**msgspec.structs.asdict(numbered), prev=prev, mac=mac))

    async def last_moment(self) -> datetime | None:
        """When the newest row was written, as the clock was then."""
        row = await Audit.select(Audit.at).order_by(Audit.seq, ascending=False).first()
        return row["at"] if row else None

    async def verify(self, from_seq: int = 1) -> Verdict:
        """Walk the chain; from a later row on, what stands before it is taken on trust."""
        seq, mac = from_seq - 1, await _mac_of(from_seq - 1)
        async for row in _rows(from_seq):
            flaw = self._flaw(row, seq + 1, mac)
            if flaw is not None:
                return Verdict(
                    rows=seq + 1 - from_seq, last_seq=seq, last_mac=mac, bad_seq=seq + 1, flaw=flaw
                )
            seq, mac = row.entry.seq, row.mac
        return Verdict(rows=seq + 1 - from_seq, last_seq=seq, last_mac=mac)

    def _flaw(self, row: _Row, seq: int, prev: str) -> Flaw | None:
        if row.entry.seq != seq:
            return Flaw.MISSING
        if row.prev != prev:
            return Flaw.UNLINKED
        if row.mac != link(self._key, row.entry, prev):
            return Flaw.CHANGED
        return None


async def _last() -> tuple[int, str]:
    row = await Audit.select(Audit.seq, Audit.mac).order_by(Audit.seq, ascending=False).first()
    return (row["seq"], row["mac"]) if row else (0, GENESIS)


async def _mac_of(seq: int) -> str:
    row = await Audit.select(Audit.mac).where(Audit.seq == seq).first()
    return str(row["mac"]) if row else GENESIS


async def _rows(from_seq: int) -> AsyncIterator[_Row]:
    while rows := await _page(from_seq):
        for row in rows:
            prev, mac = row.pop("prev"), row.pop("mac")
            yield _Row(Entry(**row), prev, mac)
        from_seq = rows[-1]["seq"] + 1


async def _page(from_seq: int) -> list[dict[str, Any]]:
    return await Audit.select().where(Audit.seq >= from_seq).order_by(Audit.seq).limit(_PAGE)


def _opaque(value: str) -> str:
    if not is_opaque_id(value):
        raise NotACodeError("neither an actor nor a request is named so")
    return value
