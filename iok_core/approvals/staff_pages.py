"""What waits for a second person: read in full, then approved, rejected or withdrawn."""

from collections.abc import Iterable
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import PermissionDeniedException
from litestar.params import FromPath
from msgspec import Meta

from iok_core.approvals import service, viewing
from iok_core.approvals.attention import APPROVALS_PAGE
from iok_core.approvals.service import ApprovalKind, Approvals, Outcome, Refusal, Refused
from iok_core.approvals.viewing import Told
from iok_core.audit.actions import ObjectKind
from iok_core.audit.origin import Origin
from iok_core.web.forms import Form, Lines, asks, read_form
from iok_core.web.gates import STAFF, NotYours
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.navigation import NavItem
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

ONE_APPROVAL = f"{APPROVALS_PAGE}/{{approval:int}}"
_AGAIN = msgid("Open this page again")

HttpRequest = Request[Any, Any, Any]


class Seen(msgspec.Struct):
    seen: Annotated[str, Meta(max_length=64), asks(_AGAIN)]
    """The SHA-256 that stood on the page."""


class Rejected(msgspec.Struct):
    seen: Annotated[str, Meta(max_length=64), asks(_AGAIN)]
    why: Annotated[Lines, asks(msgid("Write why: whoever asked will read it here"))]


def navigation(kinds: Iterable[ApprovalKind]) -> list[NavItem]:
    return [
        NavItem(
            href=APPROVALS_PAGE,
            label=msgid("To approve"),
            icon="list-checks",
            group="staff",
            any_of=frozenset(kind.permission for kind in kinds),
        )
    ]


@get(APPROVALS_PAGE, gate=STAFF)
async def approval_list(
    request: HttpRequest, visitor: NamedDependency[Visitor], approvals: NamedDependency[Approvals]
) -> Response[str]:
    return page(
        request,
        "office/approvals.html",
        rows=await viewing.listed(approvals, visitor),
        opens=bool(viewing.open_to(approvals, visitor)),
        switches=await viewing.switches(approvals, visitor),
    )


@get(ONE_APPROVAL, gate=STAFF)
async def one_approval(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    approvals: NamedDependency[Approvals],
    approval: FromPath[int],
) -> Response[str]:
    one = await _told(approvals, approval, visitor)
    return _page(request, one, Form(Rejected, {"seen": one.row.payload_sha256}))


@post(f"{ONE_APPROVAL}/zatwierdz", gate=STAFF)
async def approve(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    approvals: NamedDependency[Approvals],
    approval: FromPath[int],
) -> Response[Any]:
    one = await _told(approvals, approval, visitor)
    form = await read_form(request, Seen)
    if not form.ok:
        return _page(request, one, Form(Rejected, {"seen": one.row.payload_sha256}), status=422)
    by = Origin.of(visitor)
    outcome = await service.approve(approvals, approval, form.struct.seen, by=by)
    if isinstance(outcome, Refused):
        return _refused(request, approvals, one, outcome)
    if outcome is Outcome.FAILED:
        said = _("Approved, but it could not be done any more. Read below why.")
        return see_other(request, _address(approval), said)
    return see_other(request, APPROVALS_PAGE, _("Approved and done."))


@post(f"{ONE_APPROVAL}/odrzuc", gate=STAFF)
async def reject(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    approvals: NamedDependency[Approvals],
    approval: FromPath[int],
) -> Response[Any]:
    one = await _told(approvals, approval, visitor)
    form = await read_form(request, Rejected)
    if not form.ok:
        return _page(request, one, form, status=422)
    seen, why, by = form.struct.seen, form.struct.why, Origin.of(visitor)
    refused = await service.reject(approvals, approval, seen, why, by=by)
    if refused is not None:
        return _refused(request, approvals, one, refused)
    return see_other(request, APPROVALS_PAGE, _("Rejected. Nothing was changed."))


@post(f"{ONE_APPROVAL}/wycofaj", gate=STAFF)
async def withdraw(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    approvals: NamedDependency[Approvals],
    approval: FromPath[int],
) -> Response[Any]:
    one = await _told(approvals, approval, visitor)
    refused = await service.withdraw(approvals, approval, by=Origin.of(visitor))
    if refused is not None:
        return _refused(request, approvals, one, refused)
    return see_other(request, APPROVALS_PAGE, _("Withdrawn. Nothing was changed."))


async def _told(approvals: Approvals, approval: int, visitor: Visitor) -> Told:
    try:
        row = await service.one_approval(approval)
    except LookupError:
        raise NotYours(ObjectKind.APPROVAL, approval) from None
    if row.kind not in viewing.open_to(approvals, visitor):
        raise NotYours(ObjectKind.APPROVAL, approval)
    return await viewing.told(approvals, row, visitor, await approvals.names())


def _refused(
    request: HttpRequest, approvals: Approvals, one: Told, refused: Refused
) -> Response[Any]:
    if refused.code == Refusal.NOT_PERMITTED:
        raise PermissionDeniedException
    said = viewing.refusal_words(approvals, one.row.kind, refused.code)
    return see_other(request, _address(one.row.id), said)


def _page(
    request: HttpRequest, one: Told, form: Form[Rejected], status: int = 200
) -> Response[str]:
    return page(request, "office/approval.html", status=status, one=one, form=form)


def _address(approval: int) -> str:
    return f"{APPROVALS_PAGE}/{approval}"


ROUTES = [approval_list, one_approval, approve, reject, withdraw]
