"""A resident prepares a written demand and prints it: what counts is the paper that they sign."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from iok_core.demand_desk.papers import to_sign
from iok_core.demand_desk.words import DEMANDS, KINDS
from iok_core.demands.service import DemandKind
from iok_core.identity import desk
from iok_core.identity.service import IdentityContext
from iok_core.identity.slips import SlipPrinter
from iok_core.web.forms import Form, asks, read_form
from iok_core.web.gates import RESIDENT, NotYours
from iok_core.web.i18n import msgid
from iok_core.web.pages import page
from iok_core.web.pdf_answer import pdf
from iok_core.web.visitor import Visitor

OWN_DEMAND_PAGE = "/dostep/zadanie"

HttpRequest = Request[Any, Any, Any]


class Wanted(msgspec.Struct):
    kind: Annotated[DemandKind, asks(msgid("Choose what you demand"))]


@get(OWN_DEMAND_PAGE, gate=RESIDENT, sync_to_thread=False)
def own_demand_form(request: HttpRequest) -> Response[str]:
    return _form_page(request, Form(Wanted))


@post(OWN_DEMAND_PAGE, gate=RESIDENT, status_code=200)
async def own_demand(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    slip_printer: NamedDependency[SlipPrinter],
) -> Response[Any]:
    """The PDF itself. Nothing is recorded: the office registers what was signed."""
    form = await read_form(request, Wanted)
    if not form.ok:
        return _form_page(request, form, 422)
    who = await desk.recipient(identity, visitor.person or 0, visitor.published)
    if who is None or who.access is None:
        raise NotYours("person", visitor.person or 0)
    today, now = identity.clock.today(), identity.clock.now()
    signing = to_sign(form.struct.kind, who.name, who.access.identifier, who.cards, today)
    return pdf(await slip_printer.signing(signing, now), "zadanie")


def _form_page(request: HttpRequest, form: Form[Wanted], status: int = 200) -> Response[str]:
    kinds = {kind: KINDS[kind] for kind in DEMANDS}
    return page(request, "access/demand.html", status=status, form=form, kinds=kinds)


ROUTES = [own_demand_form, own_demand]
