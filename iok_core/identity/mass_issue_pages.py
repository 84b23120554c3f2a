"""Accesses for a building: whom they are for, the slips as one file, and handing them over."""

from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import PermissionDeniedException
from litestar.params import FromQuery
from msgspec import Meta

from iok_core.approvals.asking_pages import Asking, Wanted, asked
from iok_core.approvals.service import Approvals, Refused
from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.lists import record_list
from iok_core.audit.origin import Origin
from iok_core.identity.context import IdentityContext
from iok_core.identity.issue_batches import newest_batch, newest_batches
from iok_core.identity.issuing_pages import GATE
from iok_core.identity.mass_approvals import MASS_ISSUE, NEW_BATCH_PAGE, Batch, BatchRefusal
from iok_core.identity.mass_issue import MOST, MassIssue, MassRefusal, batch_of, issue_batch
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


class NewBatch(Asking, kw_only=True):
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


@get(NEW_BATCH_PAGE, gate=GATE)
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


@post(NEW_BATCH_PAGE, gate=GATE, status_code=200)
async def issue(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    approvals: NamedDependency[Approvals],
    slip_printer: NamedDependency[SlipPrinter],
) -> Response[Any]:
    """The slips are the answer itself: they are kept nowhere to go to.

    Of many at once it is first the page on which a second person is asked.
    """
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
    if asked_first := await _second(request, visitor, identity, approvals, form, wanted):
        return asked_first
    with answered():
        outcome = await issue_batch(identity, wanted, visitor.published, by=Origin.of(visitor))
    if isinstance(outcome, MassRefusal):
        return await _refused(request, visitor, identity, form, outcome)
    file = await slip_printer.slips(addressed(outcome.slips), sent.paper, identity.clock.now())
    return pdf(file, f"wydruki-{outcome.batch}")


async def _second(
    request: HttpRequest,
    visitor: Visitor,
    identity: IdentityContext,
    approvals: Approvals,
    form: Form[NewBatch],
    issue: MassIssue,
) -> Response[Any] | None:
    """The page that asks somebody else, or None: they may be issued now."""
    if not issue.checks_on_handing_over:
        return None  # whoever issues says so first
    by, adds_payers = Origin.of(visitor), issue.adds_payers
    plan = await plan_for(identity, issue.place, visitor.published, by=by, adds_payers=adds_payers)
    wanted = _wanted(batch_of(issue, plan), form.struct)
    outcome = await asked(request, approvals, visitor, wanted, form)
    if isinstance(outcome, Refused) and outcome.code == BatchRefusal.CHANGED:
        return page(request, "office/batch_changed.html", status=409, form=form)
    return outcome if isinstance(outcome, Response) else None


def _wanted(batch: Batch, sent: NewBatch) -> Wanted:
    return Wanted(
        code=MASS_ISSUE,
        payload=batch,
        title=_("Print so many slips?"),
        button=_("Issue and show the printouts"),
        action=NEW_BATCH_PAGE,
        back=PAGE,
        sent={
            "place": sent.place,
            "after_batch": str(sent.after_batch),
            "checks_on_handing_over": "1",
            "adds_payers": "1" * sent.adds_payers,
            "paper": sent.paper,
        },
    )


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
        case MassRefusal.ALREADY_ISSUED | MassRefusal.NEEDS_SECOND:
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
