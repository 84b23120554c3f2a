"""The register of written demands: what waits, one of them, closing it, the letter."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.lists import record_list
from iok_core.audit.origin import Origin
from iok_core.db import transaction
from iok_core.db.collation import sort_key
from iok_core.demand_desk.attention import DEMANDS_PAGE
from iok_core.demand_desk.papers import confirmation
from iok_core.demand_desk.words import FORMS, KINDS, STATES
from iok_core.demands import service
from iok_core.demands.service import DemandLine, DemandState
from iok_core.identity.service import IdentityContext, Permission, holds_document_number
from iok_core.identity.slips import SlipPrinter
from iok_core.identity.staff import staff_names
from iok_core.web.forms import Form, Lines, asks, read_form
from iok_core.web.gates import NotYours, staff
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.lists import Choice, Column, Keys, Outline
from iok_core.web.navigation import NavItem
from iok_core.web.pages import page, see_other
from iok_core.web.pdf_answer import pdf
from iok_core.web.visitor import Visitor

GATE = staff(Permission.BLOCK_ACCESS)
DEMAND = f"{DEMANDS_PAGE}/{{demand:int}}"

NAVIGATION = [
    NavItem(
        href=DEMANDS_PAGE,
        label=msgid("Demands"),
        icon="file-text",
        group="staff",
        permission=Permission.BLOCK_ACCESS,
    ),
]
SHOWN = {
    "do-wykonania": (DemandState.OPEN, DemandState.OVERDUE),
    "po-terminie": (DemandState.OVERDUE,),
    "wykonane": (DemandState.EXECUTED,),
    "zamkniete": (DemandState.CLOSED,),
}
DEMANDS = Outline(
    path=DEMANDS_PAGE,
    columns=(
        Column("wplynelo", msgid("Received"), "nowrap", sorts=True),
        Column("osoba", msgid("Person"), sorts=True),
        Column("czego", msgid("What for")),
        Column("numer", msgid("Number in the journal"), "nowrap"),
        Column("termin", msgid("Due"), "nowrap", sorts=True),
        Column("stan", msgid("State")),
    ),
    choices=(
        Choice(
            "stan",
            msgid("State"),
            {
                "do-wykonania": STATES[DemandState.OPEN],
                "po-terminie": STATES[DemandState.OVERDUE],
                "wykonane": STATES[DemandState.EXECUTED],
                "zamkniete": STATES[DemandState.CLOSED],
            },
        ),
    ),
)
_KEYS: Keys[DemandLine] = {
    "wplynelo": lambda line: (-line.received_on.toordinal(), -line.id),
    "osoba": lambda line: sort_key(line.name),
    "termin": lambda line: line.due_on,
}

MailReaches = Callable[[Collection[int]], Awaitable[Collection[int]]]
HttpRequest = Request[Any, Any, Any]


class Closing(msgspec.Struct):
    reason: Annotated[Lines, asks(msgid("Write why it is not carried out"))]


class Nothing(msgspec.Struct):
    pass


@get(DEMANDS_PAGE, gate=GATE)
async def demand_list(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
) -> Response[str]:
    asked, today = DEMANDS.read(request.query_params), identity.clock.today()
    wanted = SHOWN.get(asked.chosen.get("stan", ""), tuple(DemandState))
    lines = [one for one in await service.all_demands() if one.state(today) in wanted]
    shown = asked.show(lines, _KEYS)
    ids, by = [line.person for line in shown.rows], Origin.of(visitor)
    log, kind = identity.log, ObjectKind.PERSON
    await record_list(log, Action.DEMANDS_VIEW, by=by, kind=kind, ids=ids)
    return page(request, "office/demands.html", shown=shown, today=today, kinds=KINDS)


@get(DEMAND, gate=GATE)
async def demand_page(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    mail_reaches: NamedDependency[MailReaches],
    demand: FromPath[int],
) -> Response[str]:
    line = await _line(demand)
    async with transaction():
        await identity.log.record(
            Action.DEMAND_VIEW,
            by=Origin.of(visitor),
            on=ObjectKind.PERSON,
            object_id=line.person,
            meta={"demand": demand},
        )
    return await _shown(request, identity, mail_reaches, line, Form(Closing))


@post(f"{DEMAND}/zamknij", gate=GATE)
async def close(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    mail_reaches: NamedDependency[MailReaches],
    demand: FromPath[int],
) -> Response[Any]:
    line, form = await _line(demand), await read_form(request, Closing)
    if holds_document_number(form.value("reason")):
        form.add_error("reason", _("Take out the PESEL or the number of the identity document"))
    if not form.ok:
        return await _shown(request, identity, mail_reaches, line, form, 422)
    async with transaction():
        reason, by = form.struct.reason, Origin.of(visitor)
        done = await service.close(identity.registrar, demand, reason, by=by)
    return _told(request, demand, _("The demand is closed.") if done else _over())


@get(f"{DEMAND}/potwierdzenie", gate=GATE)
async def letter(
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    slip_printer: NamedDependency[SlipPrinter],
    demand: FromPath[int],
) -> Response[bytes]:
    """To print and post: it goes another way than what was changed (K09-5)."""
    line, now = await _line(demand), identity.clock.now()
    async with transaction():
        await identity.log.record(
            Action.PERSON_VIEW, by=Origin.of(visitor), on=ObjectKind.PERSON, object_id=line.person
        )
    signing = confirmation(line, identity.clock.today())
    return pdf(await slip_printer.signing(signing, now), "pismo")


@post(f"{DEMAND}/potwierdzenie", gate=GATE)
async def letter_posted(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    demand: FromPath[int],
) -> Response[Any]:
    await _line(demand)
    await read_form(request, Nothing)
    async with transaction():
        done = await service.confirm(identity.registrar, demand, by=Origin.of(visitor))
    return _told(request, demand, _("Recorded: the letter was posted.") if done else _over())


def _over() -> str:
    return _("Somebody has done this before.")


def _told(request: HttpRequest, demand: int, said: str) -> Response[Any]:
    return see_other(request, f"{DEMANDS_PAGE}/{demand}", said)


async def _shown(
    request: HttpRequest,
    identity: IdentityContext,
    mail_reaches: MailReaches,
    line: DemandLine,
    form: Form[Closing],
    status: int = 200,
) -> Response[str]:
    names: Mapping[int, str] = await staff_names()
    return page(
        request,
        "office/demand.html",
        status=status,
        line=line,
        form=form,
        state=line.state(identity.clock.today()),
        left=identity.term.calendar.left(identity.clock.today(), line.due_on),
        names=names,
        by_mail=line.person in await mail_reaches([line.person]),
        kinds=KINDS,
        forms=FORMS,
    )


async def _line(demand: int) -> DemandLine:
    try:
        return await service.one_demand(demand)
    except LookupError:
        raise NotYours(ObjectKind.DEMAND, demand) from None


ROUTES = [demand_list, demand_page, close, letter, letter_posted]
