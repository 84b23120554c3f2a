"""The page that says what an act will do, before it is done or asked for.

    outcome = await asked(request, approvals, visitor, wanted, form)
    if isinstance(outcome, Response):
        return outcome

The form's Struct begins with `Asking`.
"""

from collections.abc import Mapping
from typing import Any, Literal

import msgspec
from litestar import Request, Response

from iok_core.approvals import service
from iok_core.approvals.attention import APPROVALS_PAGE
from iok_core.approvals.service import Approvals, Asked, Done, Refused
from iok_core.audit.origin import Origin
from iok_core.web.forms import Form, Lines
from iok_core.web.i18n import gettext as _
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

HttpRequest = Request[Any, Any, Any]


class Asking(msgspec.Struct, kw_only=True):
    reason: Lines = ""
    step: Literal["send", "confirm"] = "send"


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """An act on its way."""

    code: str
    payload: msgspec.Struct
    title: str
    button: str
    """When no second person is needed."""
    action: str
    """Where its form goes."""
    back: str
    sent: Mapping[str, str] = msgspec.field(default_factory=dict)
    """What the confirmation sends once more."""
    danger: bool = False


async def asked(
    request: HttpRequest,
    approvals: Approvals,
    visitor: Visitor,
    wanted: Wanted,
    form: Form[Any],
) -> Response[Any] | Done | Refused:
    """The page to confirm on, or that a second person is asked now; else what became of it."""
    by = Origin.of(visitor)
    needs = await service.needs_second(approvals, wanted.code, wanted.payload, by=by)
    confirmed = form.struct.step == "confirm"
    if needs and confirmed and not form.struct.reason:
        form.add_error("reason", _("Write why: the second person will read it"))
    refusal = await approvals.kinds[wanted.code].refusal(wanted.payload, by)
    if needs and refusal is None and not (confirmed and form.ok):
        return await review(request, approvals, visitor, wanted, form)
    outcome = await service.act(approvals, wanted.code, wanted.payload, form.struct.reason, by=by)
    if isinstance(outcome, Asked):
        said = _("A second person has to approve this within 24 hours. Until then nothing changes.")
        return see_other(request, f"{APPROVALS_PAGE}/{outcome.approval}", said)
    return outcome


async def review(
    request: HttpRequest, approvals: Approvals, visitor: Visitor, wanted: Wanted, form: Form[Any]
) -> Response[str]:
    by = Origin.of(visitor)
    needs = await service.needs_second(approvals, wanted.code, wanted.payload, by=by)
    return page(
        request,
        "office/act.html",
        status=422 if form.errors else 200,
        form=form,
        wanted=wanted,
        sentences=await approvals.kinds[wanted.code].sentences(wanted.payload),
        needs_second=needs,
    )
