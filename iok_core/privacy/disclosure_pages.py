"""“Somebody knows my password”: what to do, in its order, on one page (clause 8, K08-4)."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from iok_core.audit.actions import Action, Result
from iok_core.identity import service as accesses
from iok_core.identity.context import IdentityContext
from iok_core.privacy.looking import of_the_access, resident_of
from iok_core.web.gates import RESIDENT
from iok_core.web.pages import page
from iok_core.web.visitor import Visitor

DISCLOSURE_PAGE = "/dostep/zabezpiecz"
_SHOWN = 8


@get(DISCLOSURE_PAGE, gate=RESIDENT)
async def somebody_knows(
    request: Request[Any, Any, Any],
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
) -> Response[str]:
    who = resident_of(visitor)
    rows = (await of_the_access(who, None)).rows
    tries = [row for row in rows if row.action == Action.SIGN_IN]
    return page(
        request,
        "privacy/somebody_knows.html",
        tries=tries[:_SHOWN],
        done=Result.DONE,
        sessions=await accesses.own_sessions(identity, who.identity, visitor.session or 0),
    )


ROUTES = [somebody_knows]
