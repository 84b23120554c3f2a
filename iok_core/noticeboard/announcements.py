"""Announcements as they stand in the tables."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import msgspec

from iok_core.db import Arg, Prepared, fetch
from iok_core.noticeboard.audience import Audience
from iok_core.noticeboard.kinds import Group, Outage, Reach, State
from iok_core.noticeboard.tables import Announcement
from iok_core.premises.holders import Place


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """What a member of staff writes, and at whom it is aimed."""

    title: str
    body: str
    audience: Audience
    outage: Outage = Outage.NONE
    since: date
    until: date | None = None
    """The last day on which it is shown; None: until it is withdrawn."""
    begins_at: datetime | None = None
    ends_at: datetime | None = None

    @property
    def paragraphs(self) -> list[str]:
        return [part.strip() for part in self.body.split("\n\n") if part.strip()]


class AnnouncementView(Wording, frozen=True, kw_only=True):
    id: int
    state: State
    revision: int
    saved_at: datetime
    published_at: datetime | None
    published_by: int | None
    withdrawn_at: datetime | None

    def shown_on(self, day: date) -> bool:
        return self.state is State.SHOWN and self.since <= day and not self.over(day)

    def over(self, day: date) -> bool:
        return self.until is not None and self.until < day


class _Row(msgspec.Struct, frozen=True):
    id: int
    title: str
    body: str
    reach: Reach
    audience: Group
    outage: Outage
    shown_since: date
    shown_until: date | None
    begins_at: datetime | None
    ends_at: datetime | None
    state: State
    revision: int
    saved_at: datetime
    published_at: datetime | None
    published_by: int | None
    withdrawn_at: datetime | None
    place: int | None
    building: str | None
    staircase: str | None
    premises: int | None


_SELECT = (
    "SELECT a.id, a.title, a.body, a.reach, a.audience, a.outage, a.shown_since, a.shown_until, "
    "a.begins_at, a.ends_at, a.state, a.revision, a.saved_at, a.published_at, a.published_by, "
    "a.withdrawn_at, p.id AS place, p.building, p.staircase, p.premises "
    "FROM announcement a LEFT JOIN announcement_place p ON p.announcement = a.id"
)
_ORDER = "ORDER BY a.shown_since DESC, a.id DESC, p.id"

_one = Prepared(
    lambda: Announcement.raw(f"{_SELECT} WHERE a.id = CAST({{}} AS BIGINT) {_ORDER}", Arg("id")),
    _Row,
)
_all = Prepared(lambda: Announcement.raw(f"{_SELECT} {_ORDER}"), _Row)
_begun = Prepared(
    lambda: Announcement.raw(
        f"{_SELECT} WHERE a.state = 'shown' AND a.shown_since <= {{}} "
        f"AND (a.shown_until IS NULL OR a.shown_until >= {{}}) {_ORDER}",
        Arg("day"),
        Arg("not_over_on"),
    ),
    _Row,
)
_on_banner = Prepared(
    lambda: Announcement.raw(
        f"{_SELECT} WHERE a.banner_until > {{}} AND a.banner_since <= {{}} {_ORDER}",
        Arg("now"),
        Arg("now"),
    ),
    _Row,
)


async def announcement(id_: int) -> AnnouncementView | None:
    return next(iter(_joined(await _one(id=id_))), None)


async def announcements() -> list[AnnouncementView]:
    """All, drafts and withdrawn ones too, the newest first."""
    return _joined(await _all())


async def begun(day: date, *, not_over_on: date) -> list[AnnouncementView]:
    """Those that are shown, and were not over on that earlier day, the newest first."""
    return _joined(await _begun(day=day, not_over_on=not_over_on))


async def on_banner(now: datetime) -> list[AnnouncementView]:
    return _joined(await _on_banner(now=now))


async def sights() -> Mapping[int, int]:
    """By announcement: how many people have opened it."""
    rows = await fetch(
        "SELECT announcement, count(*) FROM announcement_sight GROUP BY announcement"
    )
    return {int(announcement): int(count) for announcement, count in rows}


def _joined(rows: Sequence[_Row]) -> list[AnnouncementView]:
    """One for each announcement; each of its places stands in a row of its own."""
    by_id: dict[int, list[_Row]] = {}
    for row in rows:
        by_id.setdefault(row.id, []).append(row)
    return [_view(same) for same in by_id.values()]


def _view(rows: Sequence[_Row]) -> AnnouncementView:
    row, aims = rows[0], [row for row in rows if row.place is not None]
    audience = Audience(
        row.reach,
        row.audience,
        tuple(Place(aim.building or "", aim.staircase or "") for aim in aims if not aim.premises),
        tuple(aim.premises for aim in aims if aim.premises),
    )
    return AnnouncementView(
        id=row.id,
        title=row.title,
        body=row.body,
        audience=audience,
        outage=row.outage,
        since=row.shown_since,
        until=row.shown_until,
        begins_at=row.begins_at,
        ends_at=row.ends_at,
        state=row.state,
        revision=row.revision,
        saved_at=row.saved_at,
        published_at=row.published_at,
        published_by=row.published_by,
        withdrawn_at=row.withdrawn_at,
    )
