"""Flagging a possible breach of personal data on the page of a loss, and what was decided."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import PermissionDeniedException
from litestar.params import FromPath

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.lists import record_list
from iok_core.audit.origin import Origin
from iok_core.identity.service import Permission
from iok_core.losses.attention import LOSSES_PAGE
from iok_core.losses.breaches import (
    Outcome,
    all_breaches,
    breach_of,
    decide_breach,
    open_breach,
)
from iok_core.losses.context import LossContext
from iok_core.losses.kinds import Refusal
from iok_core.losses.words import OUTCOMES, REFUSALS
from iok_core.web.forms import Form, Lines, asks, read_form
from iok_core.web.gates import NotYours, staff
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

GATE = staff(Permission.BLOCK_ACCESS)
BREACH = f"{LOSSES_PAGE}/{{loss:int}}/naruszenie"
REGISTER = "/biuro/naruszenia"

HttpRequest = Request[Any, Any, Any]


class Nothing(msgspec.Struct):
    pass


class Decided(msgspec.Struct):
    outcome: Annotated[Outcome, asks(msgid("Choose how it ended"))]
    reason: Annotated[Lines, asks(msgid("Write why"))]


@get(REGISTER, gate=GATE)
async def breach_list(
    request: HttpRequest, visitor: NamedDependency[Visitor], losses: NamedDependency[LossContext]
) -> Response[str]:
    lines = await all_breaches()
    log, by, ids = losses.identity.log, Origin.of(visitor), [line.id for line in lines]
    await record_list(log, Action.LOSSES_VIEW, by=by, kind=ObjectKind.BREACH, ids=ids)
    now = losses.identity.clock.now()
    return page(request, "office/breaches.html", lines=lines, now=now, outcomes=OUTCOMES)


@post(BREACH, gate=GATE)
async def flag(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    losses: NamedDependency[LossContext],
    loss: FromPath[int],
) -> Response[Any]:
    await read_form(request, Nothing)
    try:
        outcome = await open_breach(losses, loss, by=Origin.of(visitor))
    except LookupError:
        raise NotYours(ObjectKind.LOSS, loss) from None
    if isinstance(outcome, Refusal):
        raise PermissionDeniedException
    return see_other(request, f"{LOSSES_PAGE}/{loss}/naruszenie")


@get(BREACH, gate=GATE)
async def breach_page(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    losses: NamedDependency[LossContext],
    loss: FromPath[int],
) -> Response[str]:
    return await _shown(request, visitor, losses, loss, Form(Decided))


@post(f"{BREACH}/decyzja", gate=GATE)
async def decide(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    losses: NamedDependency[LossContext],
    loss: FromPath[int],
) -> Response[Any]:
    line, form = await breach_of(loss), await read_form(request, Decided)
    if line is None:
        raise NotYours(ObjectKind.LOSS, loss)
    if not form.ok:
        return await _shown(request, visitor, losses, loss, form, 422)
    told, by = form.struct, Origin.of(visitor)
    outcome = await decide_breach(losses, line.id, told.outcome, told.reason, by=by)
    if outcome is Refusal.NOT_PERMITTED:
        raise PermissionDeniedException
    if outcome is not None and outcome in REFUSALS:
        form.add_error("reason", _(REFUSALS[outcome]))
        return await _shown(request, visitor, losses, loss, form, 422)
    said = _("Recorded.") if outcome is None else _("Somebody has decided this before.")
    return see_other(request, f"{LOSSES_PAGE}/{loss}/naruszenie", said)


async def _shown(
    request: HttpRequest,
    visitor: Visitor,
    losses: LossContext,
    loss: int,
    form: Form[Decided],
    status: int = 200,
) -> Response[str]:
    line = await breach_of(loss)
    if line is None:
        raise NotYours(ObjectKind.LOSS, loss)
    log, by = losses.identity.log, Origin.of(visitor)
    await record_list(log, Action.LOSS_VIEW, by=by, kind=ObjectKind.BREACH, ids=[line.id])
    now = losses.identity.clock.now()
    return page(
        request,
        "office/breach.html",
        status=status,
        line=line,
        form=form,
        now=now,
        outcomes=OUTCOMES,
    )


ROUTES = [breach_list, flag, breach_page, decide]
