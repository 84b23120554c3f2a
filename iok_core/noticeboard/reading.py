"""What a resident reads on the noticeboard: what is aimed at them, on a day."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Literal

import msgspec

from iok_core.db import Clock, execute, fetch
from iok_core.noticeboard.announcements import (
    AnnouncementView,
    announcement,
    begun,
    on_banner,
)
from iok_core.noticeboard.attachments import AttachmentLine, attachment
from iok_core.noticeboard.audience import reaches
from iok_core.noticeboard.kinds import State
from iok_core.noticeboard.words import OUTAGES
from iok_core.premises.standings import standings_of
from iok_core.web.news import News
from iok_core.web.visitor import OutageBanner, Visitor

LOOK_BACK = timedelta(days=365)
"""So long an announcement that is over stands among the earlier ones."""
ANNOUNCEMENTS_PAGE = "/ogloszenia"
ON_HOME = 3


class Read(msgspec.Struct, frozen=True):
    announcement: AnnouncementView
    new: bool
    """They have not opened it yet."""


async def aimed_at(visitor: Visitor, day: date, back: timedelta = timedelta()) -> list[Read]:
    """The newest first; `back`: those that were over so long ago, too."""
    found = await begun(day, not_over_on=day - back)
    if not found or visitor.person is None:
        return []
    theirs = await _reaching(visitor, found, day)
    rows = await fetch(
        "SELECT announcement FROM announcement_sight WHERE person = {}", visitor.person
    )
    opened = {int(row[0]) for row in rows}
    return [Read(one, one.id not in opened) for one in theirs]


async def open_one(visitor: Visitor, id_: int, clock: Clock) -> AnnouncementView | None:
    """Aimed at them, and not withdrawn. That they have opened it is noted the first time."""
    found = await _open_to(visitor, id_, clock.today())
    if found is not None:
        await _note(visitor, "announcement", id_, clock)
    return found


async def take_attachment(visitor: Visitor, id_: int, clock: Clock) -> AttachmentLine | None:
    """If the visitor may read its announcement. That they took it is noted the first time."""
    found = await attachment(id_)
    if found is None or found.announcement is None:
        return None
    if await _open_to(visitor, found.announcement, clock.today()) is None:
        return None
    await _note(visitor, "attachment", id_, clock)
    return found


async def news(visitor: Visitor, day: date) -> list[News]:
    """The newest for the home page."""
    read = await aimed_at(visitor, day)
    return [
        News(f"{ANNOUNCEMENTS_PAGE}/{one.announcement.id}", one.announcement.title,
             one.announcement.since, one.new)
        for one in read[:ON_HOME]
    ]  # fmt: skip


async def outage_banner(visitor: Visitor, now: datetime, day: date) -> OutageBanner | None:
    """The one that holds now, else the next; one slot is all there is."""
    theirs = await _reaching(visitor, await on_banner(now), day)
    waiting = sorted(theirs, key=lambda one: max(one.begins_at or now, now))
    if not waiting:
        return None
    first = waiting[0]
    return OutageBanner(
        what=OUTAGES[first.outage],
        title=first.title,
        since=first.begins_at or now,
        until=first.ends_at,
        href=f"{ANNOUNCEMENTS_PAGE}/{first.id}",
        others=len(waiting) - 1,
    )


async def _open_to(visitor: Visitor, id_: int, day: date) -> AnnouncementView | None:
    found = await announcement(id_)
    if found is None or found.state is not State.SHOWN or found.since > day:
        return None
    return next(iter(await _reaching(visitor, [found], day)), None)


async def _note(
    visitor: Visitor, what: Literal["announcement", "attachment"], id_: int, clock: Clock
) -> None:
    await execute(
        f"INSERT INTO {what}_sight ({what}, person, at) VALUES ({{}}, {{}}, {{}}) "
        f"ON CONFLICT ({what}, person) DO NOTHING",
        id_,
        visitor.person,
        clock.now(),
    )


async def _reaching(
    visitor: Visitor, found: Sequence[AnnouncementView], day: date
) -> list[AnnouncementView]:
    if visitor.person is None:
        return []
    everybody = all(one.audience.everybody for one in found)
    standings = () if everybody else await standings_of(visitor.person, visitor.published, day)
    return [one for one in found if reaches(one.audience, standings)]
