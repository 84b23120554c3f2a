"""Giving an access out: the clerk ticks what was checked, and the answer is the slip itself."""

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
from iok_core.demands.service import JOURNAL_LENGTH, DemandKind, open_demand
from iok_core.identity import desk, receipts, service
from iok_core.identity.context import IdentityContext
from iok_core.identity.desk import Recipient
from iok_core.identity.issuing import needs_demand
from iok_core.identity.permissions import Permission
from iok_core.identity.service import DocumentKind, IssueRefusal
from iok_core.identity.sign_in_pages import answered
from iok_core.identity.slips import SlipForm, SlipPrinter
from iok_core.web.forms import Errors, Form, asks, read_form
from iok_core.web.gates import NotYours, staff
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.pages import page
from iok_core.web.pdf_answer import pdf
from iok_core.web.visitor import Visitor

PAGE = "/biuro/osoby/{person:int}/dostep"
GATE = staff(Permission.ISSUE_CREDENTIALS)

HttpRequest = Request[Any, Any, Any]


class Issue(msgspec.Struct):
    """There is no field for a number, a note or a scan of a document, and none may be added."""

    identity_checked: bool
    document: Annotated[DocumentKind, asks(msgid("Choose the document that you looked at"))]
    after_issue: Annotated[int, asks(msgid("Open this form again"))]
    paper: SlipForm = SlipForm.SHEET
    journal: Annotated[str, Meta(max_length=JOURNAL_LENGTH)] = ""
    """Of a demand that the person signs now: a new password is given on no other ground."""


class InHand(msgspec.Struct):
    """Of a slip from a batch both are needed, as nobody was looked at before."""

    seen: bool
    seen_document: DocumentKind | None = None


@get(PAGE, gate=GATE)
async def issue_form(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    person: FromPath[int],
) -> Response[str]:
    who = await recipient(person, visitor, identity)
    async with transaction():
        await identity.log.record(
            Action.PERSON_VIEW,
            by=Origin.of(visitor),
            on=ObjectKind.PERSON,
            object_id=person,
            meta={"purpose": "access"},
        )
    return await access_page(request, identity, who)


@post(PAGE, gate=GATE, status_code=200)
async def issue(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    slip_printer: NamedDependency[SlipPrinter],
    person: FromPath[int],
) -> Response[Any]:
    """The slip is the answer itself, no redirection: its password is kept nowhere to go to."""
    who = await recipient(person, visitor, identity)
    form = await read_form(request, Issue)
    if not form.ok:
        if not form.value("identity_checked"):
            form.add_error("identity_checked", not_checked())
        return await access_page(request, identity, who, form, status=422)
    wanted = service.IssueRequest(
        person=person,
        document=form.struct.document,
        identity_checked=form.struct.identity_checked,
        after_issue=form.struct.after_issue,
        journal=form.struct.journal,
    )
    with answered():
        outcome = await service.issue_access(identity, wanted, by=Origin.of(visitor))
    if isinstance(outcome, IssueRefusal):
        return await _refused(request, identity, who, form, outcome)
    now = identity.clock.now()
    signing = receipts.receipt(who.name, outcome.identifier, who.cards, now)
    to = desk.addressee(who.name, who.cards)
    slip = await slip_printer.slips([(to, outcome)], form.struct.paper, now, signing)
    return pdf(slip, "wydruk")


async def _refused(
    request: HttpRequest,
    identity: IdentityContext,
    who: Recipient,
    form: Form[Issue],
    refusal: IssueRefusal,
) -> Response[str]:
    match refusal:
        case IssueRefusal.NOT_PERMITTED:
            raise PermissionDeniedException
        case IssueRefusal.ALREADY_ISSUED:
            return page(request, "office/already_shown.html", status=409, who=who)
        case IssueRefusal.BLOCKED | IssueRefusal.ONESELF:
            return await access_page(request, identity, who, form, status=409)
        case IssueRefusal.IDENTITY_NOT_CHECKED:
            form.add_error("identity_checked", not_checked())
        case IssueRefusal.NO_DEMAND:
            form.add_error("journal", _("Enter the number of the written demand in the journal"))
    return await access_page(request, identity, who, form, status=422)


def not_checked() -> str:
    return _("Check who stands before you, then tick this box")


async def recipient(person: int, visitor: Visitor, identity: IdentityContext) -> Recipient:
    who = await desk.recipient(identity, person, visitor.published, Origin.of(visitor))
    if who is None:
        raise NotYours(ObjectKind.PERSON, person)
    return who


async def access_page(
    request: HttpRequest,
    identity: IdentityContext,
    who: Recipient,
    form: Form[Issue] | None = None,
    in_hand: Form[InHand] | None = None,
    status: int = 200,
) -> Response[str]:
    """Either form as it was sent, or both as they are at first."""
    number = str(who.access.issue_number if who.access else 0)
    form = form or Form(Issue, {"after_issue": number})
    in_hand = in_hand or Form(InHand)
    return page(
        request,
        "office/issue.html",
        status=status,
        errors=Errors.of(form, in_hand),
        form=form,
        in_hand=in_hand,
        who=who,
        documents=list(DocumentKind),
        needs_demand=await needs_demand(who.person),
        demand=await open_demand(who.person, DemandKind.NEW_PASSWORD),
        valid_days=identity.settings.start_password_valid.days,
        today=identity.clock.today(),
        now=identity.clock.now(),
    )


ROUTES = [issue_form, issue]
