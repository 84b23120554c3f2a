"""Accepting the version in force, what is left to who does not, and what somebody accepted."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from msgspec import Meta

from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.db import Clock
from iok_core.regulations import service
from iok_core.regulations.resident_pages import none_yet
from iok_core.regulations.service import TextChangedError
from iok_core.regulations.sheets import changes, text_of
from iok_core.web.forms import Form, read_form
from iok_core.web.gates import ACCEPTANCE_PAGE, OWN_PASSWORD, RESIDENT_HOME, STAFF_HOME
from iok_core.web.i18n import gettext as _
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

REFUSAL_PAGE = "/regulamin/odmowa"
OWN_PAGE = "/regulamin/moje-akceptacje"

HttpRequest = Request[Any, Any, Any]


class AcceptedText(msgspec.Struct):
    """Which text was shown, and whether the box below it was ticked."""

    number: int
    sha256: Annotated[str, Meta(max_length=64)]
    accepts: bool = False


@get(ACCEPTANCE_PAGE, gate=OWN_PASSWORD)
async def acceptance_form(
    request: HttpRequest, visitor: NamedDependency[Visitor], clock: NamedDependency[Clock]
) -> Response[Any]:
    if not visitor.must_accept:
        return see_other(request, _home(visitor))
    return await _acceptance_page(request, visitor, clock, Form(AcceptedText))


@post(ACCEPTANCE_PAGE, gate=OWN_PASSWORD)
async def accept(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    clock: NamedDependency[Clock],
    audit: NamedDependency[AuditLog],
) -> Response[Any]:
    if visitor.person is None or visitor.identity is None:
        return see_other(request, _home(visitor))
    form = await read_form(request, AcceptedText)
    if form.ok and not form.struct.accepts:
        form.add_error("accepts", _("Tick the box if you accept the regulations"))
    if form.ok:
        number, sha256 = form.struct.number, form.struct.sha256
        by = Origin.of(visitor)
        try:
            await service.accept(visitor.person, number, sha256, by=by, audit=audit, clock=clock)
        except TextChangedError:
            form.add_error("", _("The regulations have changed meanwhile. Read the new text"))
        else:
            return see_other(request, RESIDENT_HOME, _("Your acceptance has been saved."))
    return await _acceptance_page(request, visitor, clock, form, status=422)


@get(REFUSAL_PAGE, gate=OWN_PASSWORD)
async def refusal(
    request: HttpRequest, visitor: NamedDependency[Visitor], clock: NamedDependency[Clock]
) -> Response[Any]:
    """What is open to somebody who does not accept. Nothing is written down: no is no act."""
    if not visitor.must_accept:
        return see_other(request, _home(visitor))
    current = await service.in_force(clock.today())
    if current is None:
        return none_yet(request)
    versions = await service.all_versions()
    return page(request, "regulations/refuse.html", version=current, versions=versions)


@get(OWN_PAGE, gate=OWN_PASSWORD)
async def own_acceptances(request: HttpRequest, visitor: NamedDependency[Visitor]) -> Response[Any]:
    if visitor.person is None:
        return see_other(request, _home(visitor))
    proofs = await service.acceptances_of(visitor.person)
    versions = {one.number: one for one in await service.all_versions()}
    return page(request, "regulations/own.html", proofs=proofs, versions=versions)


async def _acceptance_page(
    request: HttpRequest,
    visitor: Visitor,
    clock: Clock,
    form: Form[AcceptedText],
    status: int = 200,
) -> Response[str]:
    current = await service.in_force(clock.today())
    if current is None:
        return none_yet(request)
    last = await service.latest_acceptance(visitor.person) if visitor.person else None
    before = await service.version(last.number) if last else None
    return page(
        request,
        "regulations/accept.html",
        status=status,
        form=form,
        before=before,
        changes=changes(before, current),
        **text_of(current),
    )


def _home(visitor: Visitor) -> str:
    return STAFF_HOME if visitor.kind == "staff" else RESIDENT_HOME


ROUTES = [acceptance_form, accept, refusal, own_acceptances]
