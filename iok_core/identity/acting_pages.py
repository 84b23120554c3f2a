"""On what basis somebody acts for a payer, and until when."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.db import transaction
from iok_core.identity import desk
from iok_core.identity.acting import acting_flaws, change_acting
from iok_core.identity.acting_form import ActsFor, explain
from iok_core.identity.context import IdentityContext
from iok_core.identity.issuing_pages import GATE
from iok_core.premises.desk import Acting, ActingChange
from iok_core.premises.parties import PartyCard
from iok_core.premises.service import Basis
from iok_core.web.forms import Form, read_form
from iok_core.web.gates import NotYours
from iok_core.web.i18n import gettext as _
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

PAYER = "/biuro/kontrahenci/{party:int}"
PAGE = PAYER + "/osoby/{person:int}"

HttpRequest = Request[Any, Any, Any]


@get(PAGE, gate=GATE)
async def acting_form(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    party: FromPath[int],
    person: FromPath[int],
) -> Response[str]:
    card, acting = await _acting(party, person, visitor, identity)
    async with transaction():
        await identity.log.record(
            Action.PERSON_VIEW, by=Origin.of(visitor), on=ObjectKind.PERSON, object_id=person
        )
    until = acting.until.isoformat() if acting.until else ""
    values = {"basis": acting.basis.value, "grounds": acting.grounds, "until": until}
    return _form_page(request, card, acting, Form(ActsFor, values))


@post(PAGE, gate=GATE)
async def change(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    party: FromPath[int],
    person: FromPath[int],
) -> Response[Any]:
    card, acting = await _acting(party, person, visitor, identity)
    form = await read_form(request, ActsFor)
    if form.ok:
        sent = form.struct
        explain(form, acting_flaws(sent.basis, sent.grounds, sent.until, identity.clock.today()))
    if not form.ok:
        return _form_page(request, card, acting, form, status=422)
    wanted = ActingChange(
        party=party,
        person=person,
        basis=form.struct.basis,
        grounds=form.struct.grounds,
        until=form.struct.until,
    )
    done = await change_acting(identity, wanted, by=Origin.of(visitor))
    said = _("Saved.") if done else _("This person does not act for the payer any more.")
    return see_other(request, f"/biuro/kontrahenci/{party}", said)


def _form_page(
    request: HttpRequest, card: PartyCard, acting: Acting, form: Form[ActsFor], status: int = 200
) -> Response[str]:
    return page(
        request,
        "office/acting.html",
        status=status,
        form=form,
        card=card,
        acting=acting,
        bases=list(Basis),
    )


async def _acting(
    party: int, person: int, visitor: Visitor, identity: IdentityContext
) -> tuple[PartyCard, Acting]:
    found = await desk.payer(identity, party, visitor.published)
    if found is None:
        raise NotYours(ObjectKind.PARTY, party)
    today = identity.clock.today()
    for agent in found.agents:
        if agent.acting.person == person and agent.acting.today(today):
            return found.card, agent.acting
    raise NotYours(ObjectKind.PERSON, person)


ROUTES = [acting_form, change]
