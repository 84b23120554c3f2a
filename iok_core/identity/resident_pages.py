"""My access: identifier and password, where somebody is signed in, what they have accepted."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from iok_core.audit.origin import Origin
from iok_core.identity import service
from iok_core.identity.context import IdentityContext
from iok_core.identity.factors.own import own_factors
from iok_core.identity.own_access import own_access
from iok_core.identity.sign_in_pages import DEVICE_SUFFIX
from iok_core.regulations.service import latest_acceptance
from iok_core.web.cookies import Cookies
from iok_core.web.gates import RESIDENT, NotYours, always, fresh
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.navigation import NavItem
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

ACCESS_PAGE = "/dostep"

NAVIGATION = [
    NavItem(href=ACCESS_PAGE, label=msgid("My access"), icon="key-round", group="resident"),
]

HttpRequest = Request[Any, Any, Any]


@get(ACCESS_PAGE, gate=RESIDENT)
async def my_access(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
) -> Response[str]:
    who, session, person = _resident(visitor)
    return page(
        request,
        "access/my_access.html",
        own=await own_access(who),
        factors=await own_factors(who),
        sessions=await service.own_sessions(identity, who, session),
        last_sign_in=visitor.last_sign_in,
        proof=await latest_acceptance(person),
    )


@post("/dostep/sesje/{session_id:int}/zakoncz", gate=always(fresh(RESIDENT)))
async def end_session(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    session_id: FromPath[int],
) -> Response[Any]:
    who, _session, _person = _resident(visitor)
    if not await service.end_own_session(identity, who, session_id, by=Origin.of(visitor)):
        raise NotFoundException
    return see_other(request, ACCESS_PAGE, _("That device has been signed out."))


@post("/dostep/sesje/zakoncz-inne", gate=always(fresh(RESIDENT)))
async def end_other_sessions(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    session_cookie: NamedDependency[Cookies],
) -> Response[Any]:
    who, session, _person = _resident(visitor)
    await service.end_elsewhere(
        identity, who, session, session_cookie.read(request, DEVICE_SUFFIX), by=Origin.of(visitor)
    )
    return see_other(request, ACCESS_PAGE, _("All other devices have been signed out."))


def _resident(visitor: Visitor) -> tuple[int, int, int]:
    """Identity, session and person: the gate lets nobody else come here."""
    if visitor.identity is None or visitor.session is None or visitor.person is None:
        raise NotYours("person", 0)
    return visitor.identity, visitor.session, visitor.person


ROUTES = [my_access, end_session, end_other_sessions]
