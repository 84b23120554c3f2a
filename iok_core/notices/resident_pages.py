"""My notices: what I was told, the newest first."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from iok_core.audit.actions import ObjectKind
from iok_core.notices import inbox
from iok_core.notices.context import NoticeContext
from iok_core.notices.words import WORDS
from iok_core.web.forms import asks, read_form
from iok_core.web.gates import RESIDENT, NotYours
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.navigation import NavItem
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

NOTICES_PAGE = "/powiadomienia"

NAVIGATION = [
    NavItem(
        href=NOTICES_PAGE,
        label=msgid("Notices"),
        icon="mail",
        group="resident",
        count=lambda visitor: visitor.unread,
    ),
]

HttpRequest = Request[Any, Any, Any]


class Seen(msgspec.Struct):
    newest: Annotated[int, asks(msgid("Open this page again"))]
    """The newest one that stood on the page: what came since stays unread."""


@get(NOTICES_PAGE, gate=RESIDENT)
async def notices(
    request: HttpRequest, visitor: NamedDependency[Visitor], strona: FromQuery[int] = 1
) -> Response[str]:
    person = person_of(visitor)
    pages = max(1, -(-await inbox.count_of(person) // inbox.PAGE))
    number = min(max(strona, 1), pages)
    return page(
        request,
        "notices/list.html",
        rows=[(row, WORDS[row.kind]) for row in await inbox.notices_of(person, number)],
        number=number,
        pages=pages,
    )


@post(f"{NOTICES_PAGE}/przeczytane", gate=RESIDENT)
async def mark_all_read(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    notices: NamedDependency[NoticeContext],
) -> Response[Any]:
    form = await read_form(request, Seen)
    if not form.ok:
        return see_other(request, NOTICES_PAGE)
    await inbox.mark_all_read(person_of(visitor), form.struct.newest, notices.clock)
    return see_other(request, NOTICES_PAGE, _("All notices are marked as read."))


@post(f"{NOTICES_PAGE}/{{notice:int}}/przeczytane", gate=RESIDENT)
async def mark_read(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    notices: NamedDependency[NoticeContext],
    notice: FromPath[int],
) -> Response[Any]:
    if not await inbox.mark_read(person_of(visitor), notice, notices.clock):
        raise NotYours(ObjectKind.NOTICE, notice)
    return see_other(request, NOTICES_PAGE)


def person_of(visitor: Visitor) -> int:
    """The gate lets nobody else come here."""
    if visitor.person is None:
        raise NotYours(ObjectKind.PERSON, 0)
    return visitor.person


ROUTES = [notices, mark_all_read, mark_read]
