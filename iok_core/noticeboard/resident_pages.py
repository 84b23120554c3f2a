"""The noticeboard as a resident reads it."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from iok_core.audit.actions import ObjectKind
from iok_core.db import Clock
from iok_core.noticeboard.attachments import attachments_of
from iok_core.noticeboard.reading import ANNOUNCEMENTS_PAGE, LOOK_BACK, aimed_at, open_one
from iok_core.noticeboard.words import OUTAGES
from iok_core.web.gates import RESIDENT, NotYours
from iok_core.web.pages import page
from iok_core.web.visitor import Visitor

HttpRequest = Request[Any, Any, Any]


@get(ANNOUNCEMENTS_PAGE, gate=RESIDENT)
async def announcements(
    request: HttpRequest, visitor: NamedDependency[Visitor], clock: NamedDependency[Clock]
) -> Response[str]:
    today = clock.today()
    read = await aimed_at(visitor, today, LOOK_BACK)
    return page(
        request,
        "noticeboard/list.html",
        current=[one for one in read if not one.announcement.over(today)],
        earlier=[one for one in read if one.announcement.over(today)],
        outages=OUTAGES,
    )


@get(f"{ANNOUNCEMENTS_PAGE}/{{announcement:int}}", gate=RESIDENT)
async def one_announcement(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    clock: NamedDependency[Clock],
    announcement: FromPath[int],
) -> Response[str]:
    found = await open_one(visitor, announcement, clock)
    if found is None:
        raise NotYours(ObjectKind.ANNOUNCEMENT, announcement)
    return page(
        request,
        "noticeboard/one.html",
        one=found,
        attachments=await attachments_of(announcement),
        outages=OUTAGES,
        over=found.over(clock.today()),
    )


ROUTES = [announcements, one_announcement]
