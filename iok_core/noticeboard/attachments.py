"""Attachments of announcements as they stand in the tables."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

import msgspec

from iok_core.db import Clock, execute, fetch, hold, transaction
from iok_core.noticeboard.file_names import plain_name

MOST = 5
"""Of one announcement."""
FORMS_LAST = timedelta(days=1)
_WAITING = "attachments that wait"
_LINE = "SELECT id, announcement, title, size FROM attachment"


class AttachmentLine(msgspec.Struct, frozen=True):
    """An attachment without its content."""

    id: int
    announcement: int | None
    """None: it waits in a form."""
    title: str
    size: int

    @property
    def file_name(self) -> str:
        return plain_name(self.title, f"zalacznik-{self.id}")


async def attachment(id_: int) -> AttachmentLine | None:
    rows = await fetch(f"{_LINE} WHERE id = {{}}", id_)
    return AttachmentLine(*rows[0]) if rows else None


async def attachments_of(announcement: int) -> list[AttachmentLine]:
    """In the order in which they were added."""
    rows = await fetch(f"{_LINE} WHERE announcement = {{}} ORDER BY id", announcement)
    return [AttachmentLine(*row) for row in rows]


async def attachments_with(ids: Collection[int], staff: int | None) -> list[AttachmentLine]:
    """Of the ids those that belong to an announcement, or wait in a form of this clerk."""
    found: list[AttachmentLine] = []
    for id_ in sorted(ids):
        rows = await fetch(
            f"{_LINE} WHERE id = {{}} AND (announcement IS NOT NULL OR added_by = {{}})", id_, staff
        )
        found += [AttachmentLine(*row) for row in rows]
    return found


async def attachment_content(id_: int) -> bytes:
    rows = await fetch("SELECT content FROM attachment_content WHERE attachment = {}", id_)
    return bytes(rows[0][0])


async def attached() -> dict[int, int]:
    """By announcement: how many it has."""
    rows = await fetch(
        "SELECT announcement, count(*) FROM attachment "
        "WHERE announcement IS NOT NULL GROUP BY announcement"
    )
    return {int(announcement): int(count) for announcement, count in rows}


async def attachment_takers(announcement: int) -> dict[int, int]:
    """By attachment: how many people have taken it."""
    rows = await fetch(
        "SELECT s.attachment, count(*) FROM attachment_sight s "
        "JOIN attachment a ON a.id = s.attachment WHERE a.announcement = {} GROUP BY s.attachment",
        announcement,
    )
    return {int(id_): int(count) for id_, count in rows}


async def settle(
    announcement: int, wanted: Collection[int], staff: int | None, now: datetime
) -> int:
    """In the transaction that saves a draft: these belong to it now, and no others. How many."""
    await hold(_WAITING)
    await _remove([one for one in await attachments_of(announcement) if one.id not in wanted])
    for one in await attachments_with(wanted, staff):
        if one.announcement is None:
            await execute(
                "UPDATE attachment SET announcement = {} WHERE id = {}", announcement, one.id
            )
        elif one.announcement != announcement:
            await _copy(one, announcement, staff, now)
    return len(await attachments_of(announcement))


async def drop_attachments(announcement: int) -> None:
    """With a draft that is thrown away."""
    await _remove(await attachments_of(announcement))


async def sweep_attachments(clock: Clock) -> None:
    """Those that have waited in a form for a day; a chore of the worker."""
    async with transaction():
        await hold(_WAITING)
        rows = await fetch(
            f"{_LINE} WHERE announcement IS NULL AND added_at <= {{}}", clock.now() - FORMS_LAST
        )
        await _remove([AttachmentLine(*row) for row in rows])


async def _remove(ones: Sequence[AttachmentLine]) -> None:
    for one in ones:
        await execute("DELETE FROM attachment_content WHERE attachment = {}", one.id)
        await execute("DELETE FROM attachment WHERE id = {}", one.id)


async def _copy(one: AttachmentLine, announcement: int, staff: int | None, now: datetime) -> None:
    rows = await fetch(
        "INSERT INTO attachment (announcement, title, size, added_at, added_by) "
        "VALUES ({}, {}, {}, {}, {}) RETURNING id",
        announcement,
        one.title,
        one.size,
        now,
        staff,
    )
    await execute(
        "INSERT INTO attachment_content (attachment, content) SELECT CAST({} AS BIGINT), content "
        "FROM attachment_content WHERE attachment = {}",
        rows[0][0],
        one.id,
    )
