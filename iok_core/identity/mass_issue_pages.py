"""Accesses for a building: whom they are for, the slips as one file, and handing them over."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import PermissionDeniedException
from litestar.params import FromQuery
from msgspec import Meta

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.lists import record_list
from iok_core.audit.origin import Origin
from iok_core.identity.context import IdentityContext
from iok_core.identity.issue_batches import newest_batches
from iok_core.identity.issuing_pages import GATE
from iok_core.identity.mass_issue import (
    MOST,
    MassIssue,
    MassRefusal,
    issue_batch,
    newest_batch,
)
from iok_core.identity.mass_plan import plan_for
from iok_core.identity.permissions import Permission
from iok_core.identity.sign_in_pages import answered
from iok_core.identity.slips import SlipForm, SlipPrinter
from iok_core.identity.words import addressed, place_words, way_words
from iok_core.premises.holders import Place, places
from iok_core.web.forms import Form, asks, read_form
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.navigation import NavItem
from iok_core.web.pages import page, see_other
from iok_core.web.pdf_answer import pdf
from iok_core.web.visitor import Visitor

PAGE = "/biuro/wydania"
NEW = PAGE + "/nowe"

NAVIGATION = [
    NavItem(
        href=PAGE,
        label=msgid("Mass issue"),
        icon="list-checks",
        group="staff",
        permission=Permission.ISSUE_CREDENTIALS,
    ),
]

HttpRequest = Request[Any, Any, Any]


class NewBatch(msgspec.Struct):
    place: Annotated[str, Meta(max_length=200), asks(msgid("Choose the building"))]
    after_batch: Annotated[int, asks(msgid("Open this form again"))]
    checks_on_handing_over: bool
    adds_payers: bool
    paper: SlipForm = SlipForm.SHEET


@get(PAGE, gate=GATE)
async def batches(request: HttpRequest, visitor: NamedDependency[Visitor]) -> Response[str]:
    return page(
        request,
        "office/batches.html",
        batches=[
            (line, place_words(Place(line.building, line.staircase)))
            for line in await newest_batches()
        ],
        places=[(_code(one), place_words(one)) for one in await places(visitor.published)],
    )


@get(NEW, gate=GATE)
async def new_batch(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    gdzie: FromQuery[str] = "",
    dodaj: FromQuery[str] = "",
) -> Response[Any]:
    newest = str(await newest_batch())
    values = {"place": gdzie, "after_batch": newest, "adds_payers": "1" if dodaj == "1" else ""}
    return await _form_page(request, visitor, identity, Form(NewBatch, values))


@post(NEW, gate=GATE, status_code=200)
async def issue(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    slip_printer: NamedDependency[SlipPrinter],
) -> Response[Any]:
    """The slips are the answer itself: they are kept nowhere to go to."""
    form = await read_form(request, NewBatch)
    place = await _place(form.value("place"), visitor)
    if not form.ok or place is None:
        return await _form_page(request, visitor, identity, form, status=422)
    sent = form.struct
    wanted = MassIssue(
        place=place,
        after_batch=sent.after_batch,
        checks_on_handing_over=sent.checks_on_handing_over,
        adds_payers=sent.adds_payers,
    )
    with answered():
        outcome = await issue_batch(identity, wanted, visitor.published, by=Origin.of(visitor))
    if isinstance(outcome, MassRefusal):
        return await _refused(request, visitor, identity, form, outcome)
    file = await slip_printer.slips(addressed(outcome), sent.paper, identity.clock.now())
    return pdf(file, f"wydruki-{outcome.batch}")


async def _refused(
    request: HttpRequest,
    visitor: Visitor,
    identity: IdentityContext,
    form: Form[NewBatch],
    refusal: MassRefusal,
) -> Response[Any]:
    match refusal:
        case MassRefusal.NOT_PERMITTED:
            raise PermissionDeniedException
        case MassRefusal.IDENTITY_NOT_CHECKED:
            form.add_error(
                "checks_on_handing_over",
                _("Tick this box: whoever gets a slip has to be looked at first"),
            )
        case MassRefusal.TOO_MANY:
            told = {"n": str(MOST)}
            form.add_error("", _("One file holds %(n)s slips at most: choose a staircase") % told)
        case MassRefusal.NOBODY:
            form.add_error("", _("Nobody here needs a slip now"))
        case MassRefusal.ALREADY_ISSUED:
            return page(request, "office/batch_changed.html", status=409, form=form)
    return await _form_page(request, visitor, identity, form, status=422)


async def _form_page(
    request: HttpRequest,
    visitor: Visitor,
    identity: IdentityContext,
    form: Form[NewBatch],
    status: int = 200,
) -> Response[Any]:
    place = await _place(form.value("place"), visitor)
    if place is None:
        return see_other(request, PAGE, _("Choose the building"))
    adds_payers, by = bool(form.value("adds_payers")), Origin.of(visitor)
    plan = await plan_for(identity, place, visitor.published, by=by, adds_payers=adds_payers)
    lines = [*plan.slips, *(line for line, _reason in plan.left_out)]
    payers = [line.party for line in lines]
    await record_list(identity.log, Action.PERSONS_VIEW, by=by, kind=ObjectKind.PARTY, ids=payers)
    return page(
        request,
        "office/new_batch.html",
        status=status,
        form=form,
        place=place_words(place),
        slips=[(line, way_words(line.holder)) for line in plan.slips],
        left_out=[(line, way_words(line.holder), reason) for line, reason in plan.left_out],
        most=MOST,
        today=identity.clock.today(),
    )


async def _place(code: str, visitor: Visitor) -> Place | None:
    return next((one for one in await places(visitor.published) if _code(one) == code), None)


def _code(place: Place) -> str:
    return f"{place.building}|{place.staircase}"


ROUTES = [batches, new_batch, issue]
