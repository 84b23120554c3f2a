"""Where a member of staff is signed in; ending one of these sessions, the others or all (S44)."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from iok_core.audit.origin import Origin
from iok_core.identity import service
from iok_core.identity.context import IdentityContext
from iok_core.identity.sign_in_pages import DEVICE_SUFFIX
from iok_core.web.cookies import Cookies
from iok_core.web.gates import STAFF, NotYours, fresh
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.middleware import CLEAR_SITE_DATA
from iok_core.web.navigation import NavItem
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

SESSIONS_PAGE = "/biuro/sesje"

NAVIGATION = [
    NavItem(href=SESSIONS_PAGE, label=msgid("Your devices"), icon="monitor", group="staff"),
]

HttpRequest = Request[Any, Any, Any]


@get(SESSIONS_PAGE, gate=STAFF)
async def staff_sessions(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
) -> Response[str]:
    who, session = _signed_in(visitor)
    sessions = await service.own_sessions(identity, who, session)
    return page(request, "office/sessions.html", sessions=sessions, here=SESSIONS_PAGE)


@post(f"{SESSIONS_PAGE}/{{session_id:int}}/zakoncz", gate=fresh(STAFF))
async def end_staff_session(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    session_id: FromPath[int],
) -> Response[Any]:
    who, _session = _signed_in(visitor)
    if not await service.end_own_session(identity, who, session_id, by=Origin.of(visitor)):
        raise NotFoundException
    return see_other(request, SESSIONS_PAGE, _("That device has been signed out."))


@post(f"{SESSIONS_PAGE}/zakoncz-inne", gate=fresh(STAFF))
async def end_other_staff_sessions(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    session_cookie: NamedDependency[Cookies],
) -> Response[Any]:
    who, session = _signed_in(visitor)
    device = session_cookie.read(request, DEVICE_SUFFIX)
    await service.end_elsewhere(identity, who, session, device, by=Origin.of(visitor))
    return see_other(request, SESSIONS_PAGE, _("All other devices have been signed out."))


@post(f"{SESSIONS_PAGE}/zakoncz-wszystkie", gate=fresh(STAFF))
async def end_all_staff_sessions(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    session_cookie: NamedDependency[Cookies],
) -> Response[Any]:
    who, _session = _signed_in(visitor)
    await service.end_everywhere(identity, who, by=Origin.of(visitor))
    response = see_other(request, SESSIONS_PAGE, _("All devices have been signed out."))
    response.set_cookie(session_cookie.clear())
    response.headers.update(CLEAR_SITE_DATA)
    return response


def _signed_in(visitor: Visitor) -> tuple[int, int]:
    """Identity and session: the gate lets nobody else come here."""
    if visitor.identity is None or visitor.session is None:
        raise NotYours("staff", 0)
    return visitor.identity, visitor.session


ROUTES = [staff_sessions, end_staff_session, end_other_staff_sessions, end_all_staff_sessions]
