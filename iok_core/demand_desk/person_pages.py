"""Registering a written demand of one person; then straight on to what it wants."""

from datetime import date
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from msgspec import Meta

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.blocking.service import Clause, blocks_of
from iok_core.db import hold, transaction
from iok_core.demand_desk.words import FORMS, KINDS
from iok_core.demands.service import JOURNAL_LENGTH, DemandForm, DemandKind, NewDemand, register
from iok_core.identity import desk
from iok_core.identity.desk import Recipient
from iok_core.identity.service import IdentityContext, Permission, holds_document_number
from iok_core.web.forms import Form, asks, read_form
from iok_core.web.gates import NotYours, staff
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

PERSON_DEMAND = "/biuro/osoby/{person:int}/zadanie"
GATE = staff(Permission.BLOCK_ACCESS)

HttpRequest = Request[Any, Any, Any]


class Received(msgspec.Struct):
    kind: Annotated[DemandKind, asks(msgid("Choose what is demanded"))]
    form: Annotated[DemandForm, asks(msgid("Choose in what form it came"))]
    received_on: Annotated[date, asks(msgid("Enter the day, for example 24.11.2026"))]
    journal: Annotated[
        str, Meta(max_length=JOURNAL_LENGTH), asks(msgid("Enter the number in the journal"))
    ]


@get(PERSON_DEMAND, gate=GATE)
async def demand_form(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    person: FromPath[int],
    rodzaj: FromQuery[str] = "",
) -> Response[str]:
    who = await _who(person, visitor, identity)
    async with transaction():
        await identity.log.record(
            Action.PERSON_VIEW,
            by=Origin.of(visitor),
            on=ObjectKind.PERSON,
            object_id=person,
            meta={"purpose": "demand"},
        )
    known = {"received_on": identity.clock.today().isoformat(), "form": DemandForm.IN_PERSON.value}
    if rodzaj in [kind.value for kind in DemandKind]:
        known["kind"] = rodzaj
    return _form_page(request, identity, who, Form(Received, known))


@post(PERSON_DEMAND, gate=GATE)
async def demand(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    person: FromPath[int],
) -> Response[Any]:
    who, form = await _who(person, visitor, identity), await read_form(request, Received)
    _check(form, identity.clock.today())
    if not form.ok:
        return _form_page(request, identity, who, form, 422)
    new = NewDemand(person=person, **msgspec.structs.asdict(form.struct))
    async with transaction():
        await hold("access of person", person)
        await register(identity.registrar, new, by=Origin.of(visitor))
    said = _("The demand is registered. Now carry it out.")
    return see_other(request, await _place(person, new.kind, identity.clock.today()), said)


def _check(form: Form[Received], today: date) -> None:
    if not form.error("received_on") and form.value("received_on") > today.isoformat():
        form.add_error("received_on", _("Enter today or an earlier day"))
    if holds_document_number(form.value("journal")):
        form.add_error("journal", _("Take out the PESEL or the number of the identity document"))


async def _place(person: int, kind: DemandKind, today: date) -> str:
    """Where it is carried out."""
    if kind is DemandKind.NEW_PASSWORD:
        return f"/biuro/osoby/{person}/dostep"
    if kind is DemandKind.BLOCK:
        return f"/biuro/osoby/{person}/blokady/nowa"
    for line in await blocks_of(person):
        if line.clause is Clause.OWN_DEMAND and line.open(today):
            return f"/biuro/blokady/{line.id}/zdejmij"
    return f"/biuro/osoby/{person}/blokady"


def _form_page(
    request: HttpRequest,
    identity: IdentityContext,
    who: Recipient,
    form: Form[Received],
    status: int = 200,
) -> Response[str]:
    return page(
        request,
        "office/demand_form.html",
        status=status,
        form=form,
        who=who,
        now=identity.clock.now(),
        kinds=KINDS,
        forms=FORMS,
        days=identity.term.settings.working_days,
    )


async def _who(person: int, visitor: Visitor, identity: IdentityContext) -> Recipient:
    who = await desk.recipient(identity, person, visitor.published)
    if who is None:
        raise NotYours(ObjectKind.PERSON, person)
    return who


ROUTES = [demand_form, demand]
