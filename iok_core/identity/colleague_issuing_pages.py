"""The slip for a colleague: its password is in that one answer and nowhere else."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import PermissionDeniedException
from litestar.params import FromPath

from iok_core.audit.origin import Origin
from iok_core.identity.colleague_pages import MANAGE, ONE, found
from iok_core.identity.colleagues import Colleague
from iok_core.identity.context import IdentityContext
from iok_core.identity.sign_in_pages import answered
from iok_core.identity.staff_acts import StaffRefusal
from iok_core.identity.staff_issuing import StaffIssue, issue_to_colleague
from iok_core.identity.staff_words import REFUSALS
from iok_core.web.forms import Form, asks, read_form
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.pages import page
from iok_core.web.visitor import Visitor

START = f"{ONE}/haslo-startowe"

HttpRequest = Request[Any, Any, Any]


class Issue(msgspec.Struct):
    after_issue: Annotated[int, asks(msgid("Open this form again"))]


@get(START, gate=MANAGE)
async def issue_form(
    request: HttpRequest,
    identity: NamedDependency[IdentityContext],
    colleague_id: FromPath[int],
) -> Response[str]:
    return _form_page(request, identity, await found(colleague_id))


@post(START, gate=MANAGE, status_code=200)
async def issue(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    public_url: NamedDependency[str],
    colleague_id: FromPath[int],
) -> Response[str]:
    who = await found(colleague_id)
    form = await read_form(request, Issue)
    if not form.ok:
        return _form_page(request, identity, who, form, status=422)
    wanted = StaffIssue(staff=who.id, after_issue=form.struct.after_issue)
    with answered():
        outcome = await issue_to_colleague(identity, wanted, by=Origin.of(visitor))
    if outcome is StaffRefusal.NOT_PERMITTED:
        raise PermissionDeniedException
    if isinstance(outcome, StaffRefusal):
        form.add_error("", _(REFUSALS[outcome]))
        return _form_page(request, identity, who, form, status=409)
    today = identity.clock.today()
    return page(
        request, "office/staff_slip.html", who=who, issued=outcome, address=public_url, today=today
    )


def _form_page(
    request: HttpRequest,
    identity: IdentityContext,
    who: Colleague,
    form: Form[Issue] | None = None,
    status: int = 200,
) -> Response[str]:
    return page(
        request,
        "office/staff_issue.html",
        status=status,
        form=form or Form(Issue, {"after_issue": str(who.issue_number or 0)}),
        who=who,
        valid_days=identity.settings.start_password_valid.days,
    )


ROUTES = [issue_form, issue]
