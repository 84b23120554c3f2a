"""A resident who is signed in blocks the own access: two clicks from any page (S45)."""

from typing import Any, Literal

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from iok_core.audit.origin import Origin
from iok_core.losses.context import LossContext
from iok_core.losses.public_pages import BLOCKED_PAGE, OWN_BLOCK_PAGE
from iok_core.losses.reporting import freeze_own
from iok_core.web.cookies import Cookies
from iok_core.web.forms import read_form
from iok_core.web.gates import SIGNED_IN, STAFF_HOME, always
from iok_core.web.middleware import CLEAR_SITE_DATA
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

HttpRequest = Request[Any, Any, Any]


class OwnBlock(msgspec.Struct):
    sure: Literal["1"]
    """The button itself: an empty form blocks nobody."""


@get(OWN_BLOCK_PAGE, gate=SIGNED_IN, sync_to_thread=False)
def own_block_form(request: HttpRequest, visitor: NamedDependency[Visitor]) -> Response[Any]:
    if visitor.person is None:
        return see_other(request, STAFF_HOME)
    return page(request, "loss/own.html")


@post(OWN_BLOCK_PAGE, gate=always(SIGNED_IN))
async def own_block(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    losses: NamedDependency[LossContext],
    session_cookie: NamedDependency[Cookies],
) -> Response[Any]:
    """Nothing to fill in: whoever is in a hurry has said it by coming here."""
    if visitor.person is None:
        return see_other(request, STAFF_HOME)
    if not (await read_form(request, OwnBlock)).ok:
        return page(request, "loss/own.html", status=422)
    await freeze_own(losses, visitor.person, by=Origin.of(visitor))
    response = see_other(request, BLOCKED_PAGE)
    response.set_cookie(session_cookie.clear())
    response.headers.update(CLEAR_SITE_DATA)
    return response


ROUTES = [own_block_form, own_block]
