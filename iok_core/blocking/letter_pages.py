"""What is sent by post to somebody whose access is blocked."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from iok_core.blocking.staff_pages import block_line, blocks_page, looked_at
from iok_core.blocking.words import notice
from iok_core.identity.desk import addressee
from iok_core.identity.service import IdentityContext, Permission
from iok_core.web.gates import staff
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import speaking
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

LETTER = "/biuro/blokady/{block:int}/pismo"

HttpRequest = Request[Any, Any, Any]


@get(LETTER, gate=staff(Permission.BLOCK_ACCESS))
async def letter(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    public_url: NamedDependency[str],
    block: FromPath[int],
) -> Response[Any]:
    """In Polish, whatever the office reads: it is the resident's."""
    line, today = await block_line(block, visitor), identity.clock.today()
    if not line.open(today):
        return see_other(request, blocks_page(line.person), _("This block was over already."))
    who = await looked_at(line.person, visitor, identity)
    with speaking("pl"):
        return page(
            request,
            "office/block_letter.html",
            who=who,
            to=addressee(who.name, who.cards),
            notice=notice(line.clause, line.since, line.until, line.facts, line.id),
            address=public_url,
            today=today,
        )


ROUTES = [letter]
