import json
from collections.abc import Collection, Mapping
from datetime import datetime

import msgspec

from iok_core.db import TransactionError, bound, execute, fetch
from iok_core.events.kinds import EventKind
from iok_core.events.tables import Event


class EventRow(msgspec.Struct, frozen=True):
    id: int
    at: datetime
    kind: EventKind
    subject: dict[str, int]


async def emit(kind: EventKind, *, at: datetime, request_id: str = "", **subject: int) -> None:
    """Say in the transaction of its cause that something happened; `subject` are ids by name."""
    if not bound().transaction_exists():
        raise TransactionError("an event belongs in the transaction of its cause")
    await Event.insert(Event(at=at, kind=kind, subject=_text(subject), request_id=request_id))


async def was_said(kind: EventKind, subject: Mapping[str, int]) -> bool:
    """Of exactly this subject."""
    sql = "SELECT 1 FROM event WHERE kind = {} AND subject = {} LIMIT 1"
    return bool(await fetch(sql, kind.value, _text(subject)))


def _text(subject: Mapping[str, int]) -> str:
    return json.dumps(subject, sort_keys=True, separators=(",", ":"))


async def untold(kinds: Collection[EventKind], limit: int) -> list[EventRow]:
    """Events of these kinds for which somebody may still wait for a notice, the oldest first."""
    marks = ", ".join("{}" for _ in kinds)
    rows = await fetch(
        f"SELECT id, at, kind, subject FROM event WHERE told_at IS NULL AND kind IN ({marks}) "
        f"ORDER BY id LIMIT {limit}",
        *(kind.value for kind in kinds),
    )
    return [
        EventRow(id_, at, EventKind(kind), json.loads(subject)) for id_, at, kind, subject in rows
    ]


async def count_untold(kinds: Collection[EventKind]) -> int:
    marks = ", ".join("{}" for _ in kinds)
    rows = await fetch(
        f"SELECT count(*) FROM event WHERE told_at IS NULL AND kind IN ({marks})",
        *(kind.value for kind in kinds),
    )
    return int(rows[0][0])


async def mark_told(event: int, at: datetime) -> None:
    await execute("UPDATE event SET told_at = {} WHERE id = {} AND told_at IS NULL", at, event)


async def is_repeated(event: int) -> bool:
    """The same was said before of the same subject."""
    rows = await fetch(
        "SELECT 1 FROM event AS this JOIN event AS other ON other.kind = this.kind "
        "AND other.subject = this.subject AND other.id < this.id WHERE this.id = {} LIMIT 1",
        event,
    )
    return bool(rows)
