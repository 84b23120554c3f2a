"""Windows of maintenance (K14): planned, announced 72 hours before, read only while they last."""

from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from iok_core.audit.actions import Action, ActorKind, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.db import Arg, Clock, Prepared, execute, fetch, hold, transaction
from iok_core.identity.service import Permission, staff_may
from iok_core.maintenance.tables import MaintenanceWindow
from iok_core.web.visitor import Pause

ANNOUNCED = timedelta(hours=72)
"""So long before it begins everybody is told."""
LONGEST = timedelta(days=2)
LISTED = timedelta(days=365)


class Refusal(StrEnum):
    NOT_PERMITTED = "not_permitted"
    PAST = "past"
    ENDS_BEFORE = "ends_before"
    TOO_LONG = "too_long"
    OVERLAPS = "overlaps"
    OVER = "over"


class Window(msgspec.Struct, frozen=True):
    id: int
    begins_at: datetime
    ends_at: datetime
    words: str
    cancelled_at: datetime | None

    def lasts(self, now: datetime) -> bool:
        return self.cancelled_at is None and self.begins_at <= now < self.ends_at

    def over(self, now: datetime) -> bool:
        return self.cancelled_at is not None or self.ends_at <= now


class Plans(msgspec.Struct, frozen=True):
    """What everything here works with."""

    audit: AuditLog
    clock: Clock


_SELECT = "SELECT id, begins_at, ends_at, words, cancelled_at FROM maintenance_window"
_NEXT = "cancelled_at IS NULL AND ends_at > {} AND begins_at <= {}"
NEXT = f"SELECT count(*) FROM maintenance_window WHERE {_NEXT}"
"""SQL that tells whether there is one to be told of; takes the moment and the end of the notice."""

_next = Prepared(
    lambda: MaintenanceWindow.raw(
        f"{_SELECT} WHERE {_NEXT} ORDER BY begins_at, id", Arg("now"), Arg("soon")
    ),
    Window,
)
_since = Prepared(
    lambda: MaintenanceWindow.raw(
        f"{_SELECT} WHERE ends_at > {{}} ORDER BY begins_at DESC, id DESC", Arg("since")
    ),
    Window,
)
_by_id = Prepared(lambda: MaintenanceWindow.raw(f"{_SELECT} WHERE id = {{}}", Arg("id")), Window)


async def next_window(now: datetime) -> Window | None:
    """The one that lasts, or begins within the time of notice."""
    return next(iter(await _next(now=now, soon=now + ANNOUNCED)), None)


async def read_only_now(clock: Clock) -> Window | None:
    """The window that lasts now: nothing but signing in and out and blocking is to be written."""
    now = clock.now()
    return next(iter(await _next(now=now, soon=now)), None)


def pause_of(found: Window, now: datetime) -> Pause:
    return Pause(
        since=found.begins_at,
        until=found.ends_at,
        words=found.words,
        begun=found.lasts(now),
        seconds_left=max(1, int((found.ends_at - now).total_seconds())),
    )


async def windows(now: datetime) -> list[Window]:
    """All that are to come and those of the last year, the newest first."""
    return await _since(since=now - LISTED)


async def window(id_: int) -> Window | None:
    return next(iter(await _by_id(id=id_)), None)


async def plan(
    plans: Plans, begins: datetime, ends: datetime, words: str, *, by: Origin
) -> int | Refusal:
    now = plans.clock.now()
    if flaw := _flaw(begins, ends, now):
        return flaw
    async with transaction():
        await hold("maintenance")
        if not await _may(by):
            return Refusal.NOT_PERMITTED
        others = (
            "SELECT 1 FROM maintenance_window WHERE cancelled_at IS NULL "
            "AND ends_at > {} AND begins_at < {}"
        )
        if await fetch(others, begins, ends):
            return Refusal.OVERLAPS
        row = MaintenanceWindow(
            begins_at=begins, ends_at=ends, words=words, planned_at=now, planned_by=by.staff_id
        )
        await row.save()
        await _record(plans, Action.MAINTENANCE_PLAN, row.id, by)
    return int(row.id)


async def end(plans: Plans, id_: int, *, by: Origin) -> Refusal | None:
    """One that lasts ends now; one that has not begun is cancelled."""
    now = plans.clock.now()
    async with transaction():
        if not await _may(by):
            return Refusal.NOT_PERMITTED
        ended = await execute(
            "UPDATE maintenance_window SET ends_at = {} WHERE id = {} AND cancelled_at IS NULL "
            "AND begins_at <= {} AND ends_at > {}",
            now,
            id_,
            now,
            now,
        )
        cancelled = ended or await execute(
            "UPDATE maintenance_window SET cancelled_at = {} WHERE id = {} "
            "AND cancelled_at IS NULL AND begins_at > {}",
            now,
            id_,
            now,
        )
        if not cancelled:
            return Refusal.OVER
        await _record(plans, Action.MAINTENANCE_END, id_, by)
    return None


def _flaw(begins: datetime, ends: datetime, now: datetime) -> Refusal | None:
    if ends <= begins:
        return Refusal.ENDS_BEFORE
    if ends <= now:
        return Refusal.PAST
    return Refusal.TOO_LONG if ends - begins > LONGEST else None


async def _may(by: Origin) -> bool:
    return by.kind is ActorKind.OPERATOR or await staff_may(by, Permission.PLAN_MAINTENANCE)


async def _record(plans: Plans, action: Action, id_: int, by: Origin) -> None:
    await plans.audit.record(action, by=by, on=ObjectKind.MAINTENANCE, object_id=id_)
