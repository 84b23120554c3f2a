import json
from datetime import datetime

from iok_core.db import TransactionError, bound
from iok_core.events.kinds import EventKind
from iok_core.events.tables import Event


async def emit(kind: EventKind, *, at: datetime, request_id: str = "", **subject: int) -> None:
    """Say in the transaction of its cause that something happened; `subject` are ids by name."""
    if not bound().transaction_exists():
        raise TransactionError("an event belongs in the transaction of its cause")
    text = json.dumps(subject, sort_keys=True, separators=(",", ":"))
    await Event.insert(Event(at=at, kind=kind, subject=text, request_id=request_id))
