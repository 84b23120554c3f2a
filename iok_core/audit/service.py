from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from iok_core.audit.actions import Action, ObjectKind, Result
from iok_core.audit.anchors import Anchor
from iok_core.audit.canonical import (
    GENESIS,
    Entry,
    MetaValue,
    NotACodeError,
    canonical_meta,
    is_opaque_id,
    link,
)
from iok_core.audit.chain import Verdict, walk
from iok_core.audit.origin import Origin
from iok_core.audit.rows import head, last_link
from iok_core.audit.tables import Audit
from iok_core.db import Clock, TransactionError, before_commit, bound, hold


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
        row = await head()
        return row.at if row else None

    async def verify(self, from_seq: int = 1, anchors: Iterable[Anchor] = ()) -> Verdict:
        return await walk(self._key, from_seq, anchors)


async def _last() -> tuple[int, str]:
    last = await last_link()
    return (last.seq, last.mac) if last else (0, GENESIS)


def _opaque(value: str) -> str:
    if not is_opaque_id(value):
        raise NotACodeError("neither an actor nor a request is named so")
    return value
