"""A loss that somebody tells by telephone or at the desk: recorded and blocked in one act."""

from datetime import date
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import PermissionDeniedException
from litestar.params import FromPath
from msgspec import Meta

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.db import transaction
from iok_core.identity import desk
from iok_core.identity.desk import Recipient
from iok_core.identity.service import Permission
from iok_core.losses.attention import LOSSES_PAGE
from iok_core.losses.context import LossContext
from iok_core.losses.handling import report_at_the_office
from iok_core.losses.kinds import Caller, Happened, Refusal
from iok_core.losses.public_pages import A_DAY, AN_HOUR, note_future
from iok_core.web.forms import Form, asks, read_form
from iok_core.web.gates import NotYours, always, staff
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

PERSON_LOSS = "/biuro/osoby/{person:int}/utrata"
GATE = staff(Permission.BLOCK_ACCESS)

HttpRequest = Request[Any, Any, Any]


class Told(msgspec.Struct):
    happened_on: Annotated[date, asks(A_DAY)]
    happened_at: Annotated[
        str, Meta(pattern=AN_HOUR), asks(msgid("Enter the hour, for example 17:30"))
    ] = ""
    phone: Annotated[str, Meta(max_length=30)] = ""


@get(PERSON_LOSS, gate=GATE)
async def loss_form(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    losses: NamedDependency[LossContext],
    person: FromPath[int],
) -> Response[str]:
    who = await _who(person, visitor, losses)
    async with transaction():
        await losses.identity.log.record(
            Action.PERSON_VIEW,
            by=Origin.of(visitor),
            on=ObjectKind.PERSON,
            object_id=person,
            meta={"purpose": "loss"},
        )
    form = Form(Told, {"happened_on": losses.identity.clock.today().isoformat()})
    return _form_page(request, losses, who, form)


@post(PERSON_LOSS, gate=always(GATE))
async def loss(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    losses: NamedDependency[LossContext],
    person: FromPath[int],
) -> Response[Any]:
    who = await _who(person, visitor, losses)
    form = await read_form(request, Told)
    note_future(form, losses.identity.clock.today())
    if not form.ok:
        return _form_page(request, losses, who, form, 422)
    told = form.struct
    happened, caller = Happened(told.happened_on, told.happened_at), Caller(phone=told.phone)
    outcome = await report_at_the_office(losses, person, caller, happened, by=Origin.of(visitor))
    if isinstance(outcome, Refusal):
        raise PermissionDeniedException
    said = _("The access is blocked, all devices signed out.")
    return see_other(request, f"{LOSSES_PAGE}/{outcome}", said)


def _form_page(
    request: HttpRequest, losses: LossContext, who: Recipient, form: Form[Told], status: int = 200
) -> Response[str]:
    now = losses.identity.clock.now()
    return page(request, "office/loss_of_person.html", status=status, form=form, who=who, now=now)


async def _who(person: int, visitor: Visitor, losses: LossContext) -> Recipient:
    who = await desk.recipient(losses.identity, person, visitor.published)
    if who is None:
        raise NotYours(ObjectKind.PERSON, person)
    return who


ROUTES = [loss_form, loss]
