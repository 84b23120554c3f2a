"""A resident's own notices: what was told, and what they have not read yet."""

from datetime import datetime

import msgspec

from iok_core.db import Arg, Clock, Prepared, execute, fetch
from iok_core.notices.kinds import NoticeKind
from iok_core.notices.tables import Notice

PAGE = 20


class NoticeRow(msgspec.Struct, frozen=True):
    id: int
    kind: NoticeKind
    at: datetime
    read_at: datetime | None


_listed = Prepared(
    lambda: Notice.raw(
        "SELECT id, kind, at, read_at FROM notice WHERE person = {} AND listed "
        "ORDER BY id DESC LIMIT {} OFFSET {}",
        Arg("person"),
        Arg("limit"),
        Arg("offset"),
    ),
    NoticeRow,
)


async def notices_of(person: int, page: int) -> list[NoticeRow]:
    """The newest first; pages count from 1."""
    return await _listed(person=person, limit=PAGE, offset=(page - 1) * PAGE)


async def count_of(person: int) -> int:
    rows = await fetch("SELECT count(*) FROM notice WHERE person = {} AND listed", person)
    return int(rows[0][0])


async def mark_read(person: int, notice: int, clock: Clock) -> bool:
    """False: it is not theirs. One that was read before stays as it is."""
    theirs = await fetch(
        "SELECT 1 FROM notice WHERE id = {} AND person = {} AND listed", notice, person
    )
    if not theirs:
        return False
    await execute(
        "UPDATE notice SET read_at = {} WHERE id = {} AND read_at IS NULL", clock.now(), notice
    )
    return True


async def mark_all_read(person: int, up_to: int, clock: Clock) -> None:
    """Up to the newest one that the person has seen on the page."""
    await execute(
        "UPDATE notice SET read_at = {} "
        "WHERE person = {} AND id <= {} AND listed AND read_at IS NULL",
        clock.now(),
        person,
        up_to,
    )
