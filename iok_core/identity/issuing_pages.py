"""Giving an access out: the clerk ticks what was checked, and the slip is printed once."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import PermissionDeniedException
from litestar.params import FromPath

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.db import transaction
from iok_core.identity import desk, service
from iok_core.identity.context import IdentityContext
from iok_core.identity.desk import Recipient
from iok_core.identity.permissions import Permission
from iok_core.identity.service import DocumentKind, IssueRefusal
from iok_core.identity.sign_in_pages import answered
from iok_core.web.forms import Form, asks, read_form
from iok_core.web.gates import NotYours, staff
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.pages import page
from iok_core.web.visitor import Visitor

HttpRequest = Request[Any, Any, Any]


class Issue(msgspec.Struct):
    """There is no field for a number, a note or a scan of a document, and none may be added."""

    identity_checked: bool
    document: Annotated[DocumentKind, asks(msgid("Choose the document that you looked at"))]
    after_issue: Annotated[int, asks(msgid("Open this form again"))]


@get("/biuro/osoby/{person:int}/dostep", gate=staff(Permission.ISSUE_CREDENTIALS))
async def issue_form(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    person: FromPath[int],
) -> Response[str]:
    who = await _recipient(person, visitor, identity)
    async with transaction():
        await identity.log.record(
            Action.PERSON_VIEW,
            by=Origin.of(visitor),
            on=ObjectKind.PERSON,
            object_id=person,
            meta={"purpose": "access"},
        )
    number = who.access.issue_number if who.access else 0
    return _form_page(request, identity, who, Form(Issue, {"after_issue": str(number)}))


@post("/biuro/osoby/{person:int}/dostep", gate=staff(Permission.ISSUE_CREDENTIALS), status_code=200)
async def issue(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    public_url: NamedDependency[str],
    person: FromPath[int],
) -> Response[str]:
    """The slip is the answer itself, no redirection: its password is kept nowhere to go to."""
    who = await _recipient(person, visitor, identity)
    form = await read_form(request, Issue)
    if not form.ok:
        if not form.value("identity_checked"):
            form.add_error("identity_checked", _not_checked())
        return _form_page(request, identity, who, form, status=422)
    wanted = service.IssueRequest(person=person, **msgspec.structs.asdict(form.struct))
    with answered():
        outcome = await service.issue_access(identity, wanted, by=Origin.of(visitor))
    if isinstance(outcome, IssueRefusal):
        return _refused(request, identity, who, form, outcome)
    return page(
        request,
        "office/slip.html",
        who=who,
        issued=outcome,
        address=public_url,
        today=identity.clock.today(),
    )


def _refused(
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
        case IssueRefusal.BLOCKED:
            return _form_page(request, identity, who, form, status=409)
        case IssueRefusal.IDENTITY_NOT_CHECKED:
            form.add_error("identity_checked", _not_checked())
            return _form_page(request, identity, who, form, status=422)


def _not_checked() -> str:
    return _("Check who stands before you, then tick this box")


async def _recipient(person: int, visitor: Visitor, identity: IdentityContext) -> Recipient:
    who = await desk.recipient(identity, person, visitor.published)
    if who is None:
        raise NotYours(ObjectKind.PERSON, person)
    return who


def _form_page(
    request: HttpRequest,
    identity: IdentityContext,
    who: Recipient,
    form: Form[Issue],
    status: int = 200,
) -> Response[str]:
    return page(
        request,
        "office/issue.html",
        status=status,
        form=form,
        who=who,
        documents=list(DocumentKind),
        valid_days=identity.settings.start_password_valid.days,
        today=identity.clock.today(),
        now=identity.clock.now(),
    )


ROUTES = [issue_form, issue]
