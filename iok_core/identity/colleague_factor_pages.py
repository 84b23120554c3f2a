"""A colleague who lost the telephone: two administrators take the second factors away (S46)."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import PermissionDeniedException
from litestar.params import FromPath

from iok_core.approvals.asking_pages import Asking, Wanted, asked, review
from iok_core.approvals.service import Approvals, Refused
from iok_core.identity.colleague_pages import MANAGE, ONE, address_of, found
from iok_core.identity.colleagues import Colleague
from iok_core.identity.factors.resetting import FactorRemoval
from iok_core.identity.staff_acts import StaffRefusal
from iok_core.identity.staff_approvals import FACTOR
from iok_core.identity.staff_words import REFUSALS
from iok_core.web.forms import Form, read_form
from iok_core.web.i18n import gettext as _
from iok_core.web.pages import see_other
from iok_core.web.visitor import Visitor

REMOVAL = f"{ONE}/drugi-krok"

HttpRequest = Request[Any, Any, Any]


@get(REMOVAL, gate=MANAGE)
async def ask_removal(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    approvals: NamedDependency[Approvals],
    colleague_id: FromPath[int],
) -> Response[str]:
    wanted = _removal(await found(colleague_id))
    return await review(request, approvals, visitor, wanted, Form(Asking))


@post(REMOVAL, gate=MANAGE, status_code=200)
async def remove_factor(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    approvals: NamedDependency[Approvals],
    colleague_id: FromPath[int],
) -> Response[Any]:
    wanted, form = _removal(await found(colleague_id)), await read_form(request, Asking)
    if not form.ok:
        return await review(request, approvals, visitor, wanted, form)
    outcome = await asked(request, approvals, visitor, wanted, form)
    if isinstance(outcome, Response):
        return outcome
    if isinstance(outcome, Refused):
        if outcome.code == StaffRefusal.NOT_PERMITTED:
            raise PermissionDeniedException
        form.add_error("", _(REFUSALS[outcome.code]))
        return await review(request, approvals, visitor, wanted, form)
    return see_other(request, wanted.back, _("The second step is removed."))


def _removal(who: Colleague) -> Wanted:
    address = address_of(who.id)
    return Wanted(
        code=FACTOR,
        payload=FactorRemoval.of(who),
        title=_("Remove the second step of %(name)s?") % {"name": who.name},
        button=_("Remove"),
        action=f"{address}/drugi-krok",
        back=address,
        danger=True,
    )


ROUTES = [ask_removal, remove_factor]
