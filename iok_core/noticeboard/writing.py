"""What staff do with an announcement: save a draft, show it, withdraw it, throw it away."""

from collections.abc import Collection, Mapping
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any

import msgspec

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.canonical import MetaValue
from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.db import Clock, execute, fetch, hold, transaction
from iok_core.db.clock import WARSAW
from iok_core.events.kinds import EventKind
from iok_core.events.service import emit
from iok_core.identity.service import Permission, staff_may
from iok_core.noticeboard.announcements import AnnouncementView, Wording, announcement
from iok_core.noticeboard.attachments import attachments_of, drop_attachments, settle
from iok_core.noticeboard.kinds import Outage, State
from iok_core.noticeboard.tables import Announcement, AnnouncementPlace

AHEAD = timedelta(hours=24)
"""So long before an outage begins it stands above every page."""

NOTHING: Mapping[str, MetaValue] = {}


class Refusal(StrEnum):
    NOT_PERMITTED = "not_permitted"
    CHANGED = "changed"
    """Somebody changed it after it was looked at."""
    LOOKS_LIKE_DEBTORS = "looks_like_debtors"
    """And nobody has said that it is none."""
    OVER = "over"
    """Its last day has passed."""


class Board(msgspec.Struct, frozen=True):
    """What every act on the noticeboard works with."""

    audit: AuditLog
    clock: Clock


async def save(
    board: Board,
    id_: int | None,
    wording: Wording,
    attached: Collection[int] = (),
    *,
    by: Origin,
) -> int | Refusal:
    """A new draft, or the text of one that nobody has shown yet; gives its id.

    `attached` are all attachments that it has from now on.
    """
    async with transaction():
        if not await staff_may(by, Permission.ANNOUNCE):
            return Refusal.NOT_PERMITTED
        saved = await _insert(board, wording, by) if id_ is None else id_
        if id_ is not None and not await _change(board, id_, wording, by):
            return Refusal.CHANGED
        await _aim(saved, wording)
        count = await settle(saved, attached, by.staff_id, board.clock.now())
        await record(board, Action.ANNOUNCEMENT_SAVE, saved, by, {"attachments": count})
    return saved


async def show(
    board: Board, seen: AnnouncementView, meta: Mapping[str, MetaValue] = NOTHING, *, by: Origin
) -> Refusal | None:
    """As it was seen: with another text it is refused."""
    now = board.clock.now()
    if seen.over(board.clock.today()):
        return Refusal.OVER
    async with transaction():
        await hold("announcement", seen.id)
        if not await staff_may(by, Permission.ANNOUNCE):
            return Refusal.NOT_PERMITTED
        since, until = banner_span(seen)
        changed = await execute(
            "UPDATE announcement SET state = 'shown', published_at = {}, published_by = {}, "
            "banner_since = {}, banner_until = {} "
            "WHERE id = {} AND revision = {} AND state = 'draft'",
            now,
            by.staff_id,
            since,
            until,
            seen.id,
            seen.revision,
        )
        if not changed:
            return Refusal.CHANGED
        count = len(await attachments_of(seen.id))
        said = {**meta, "attachments": count}
        await record(board, Action.ANNOUNCEMENT_SHOW, seen.id, by, said)
    await tell_begun(board.clock)
    return None


async def withdraw(board: Board, id_: int, *, by: Origin) -> Refusal | None:
    async with transaction():
        if not await staff_may(by, Permission.ANNOUNCE):
            return Refusal.NOT_PERMITTED
        changed = await execute(
            "UPDATE announcement SET state = 'withdrawn', withdrawn_at = {}, withdrawn_by = {}, "
            "banner_since = NULL, banner_until = NULL WHERE id = {} AND state = 'shown'",
            board.clock.now(),
            by.staff_id,
            id_,
        )
        if not changed:
            return Refusal.CHANGED
        await record(board, Action.ANNOUNCEMENT_WITHDRAW, id_, by)
    return None


async def discard(board: Board, id_: int, *, by: Origin) -> Refusal | None:
    """Only a draft: what somebody may have read is kept."""
    async with transaction():
        await hold("announcement", id_)
        if not await staff_may(by, Permission.ANNOUNCE):
            return Refusal.NOT_PERMITTED
        found = await announcement(id_)
        if found is None or found.state is not State.DRAFT:
            return Refusal.CHANGED
        await execute("DELETE FROM announcement_place WHERE announcement = {}", id_)
        await drop_attachments(id_)
        await execute("DELETE FROM announcement WHERE id = {}", id_)
        await record(board, Action.ANNOUNCEMENT_DISCARD, id_, by)
    return None


async def tell_begun(clock: Clock) -> None:
    """Of each whose first day has come an event, once; a chore of the worker, too."""
    now = clock.now()
    async with transaction():
        rows = await fetch(
            "UPDATE announcement SET told_at = {} WHERE state = 'shown' AND told_at IS NULL "
            "AND shown_since <= {} RETURNING id",
            now,
            clock.today(),
        )
        for (id_,) in rows:
            await emit(EventKind.ANNOUNCED, at=now, announcement=int(id_))


def banner_span(wording: Wording) -> tuple[datetime | None, datetime | None]:
    if wording.outage is Outage.NONE or wording.begins_at is None:
        return None, None
    first = datetime.combine(wording.since, time(), WARSAW)
    until = wording.ends_at
    if wording.until is not None:
        last = datetime.combine(wording.until + timedelta(days=1), time(), WARSAW)
        until = min(until, last) if until else last
    return max(wording.begins_at - AHEAD, first), until


async def record(
    board: Board, action: Action, id_: int, by: Origin, meta: Mapping[str, MetaValue] = NOTHING
) -> None:
    await board.audit.record(action, by=by, on=ObjectKind.ANNOUNCEMENT, object_id=id_, meta=meta)


async def _insert(board: Board, wording: Wording, by: Origin) -> int:
    values = _columns(board, wording, by)
    row = Announcement({**values, Announcement.state: State.DRAFT.value, Announcement.revision: 1})
    await row.save()
    return int(row.id)


async def _change(board: Board, id_: int, wording: Wording, by: Origin) -> bool:
    await hold("announcement", id_)
    found = await announcement(id_)
    if found is None or found.state is not State.DRAFT:
        return False
    values = _columns(board, wording, by) | {Announcement.revision: found.revision + 1}
    await Announcement.update(values).where(Announcement.id == id_)
    await execute("DELETE FROM announcement_place WHERE announcement = {}", id_)
    return True


async def _aim(id_: int, wording: Wording) -> None:
    aims = [
        AnnouncementPlace(announcement=id_, building=one.building, staircase=one.staircase)
        for one in wording.audience.places
    ]
    aims += [
        AnnouncementPlace(announcement=id_, premises=premises)
        for premises in wording.audience.premises
    ]
    if aims:
        await AnnouncementPlace.insert(*aims)


def _columns(board: Board, wording: Wording, by: Origin) -> dict[Any, Any]:
    return {
        Announcement.title: wording.title,
        Announcement.body: wording.body,
        Announcement.reach: wording.audience.reach.value,
        Announcement.audience: wording.audience.group.value,
        Announcement.outage: wording.outage.value,
        Announcement.shown_since: wording.since,
        Announcement.shown_until: wording.until,
        Announcement.begins_at: wording.begins_at,
        Announcement.ends_at: wording.ends_at,
        Announcement.saved_at: board.clock.now(),
        Announcement.saved_by: by.staff_id,
    }
