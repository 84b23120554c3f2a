"""Losses at the office: what was told, who was in since, and blocking with one click."""

from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import PermissionDeniedException
from litestar.params import FromPath

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.lists import record_list
from iok_core.audit.origin import Origin
from iok_core.db import transaction
from iok_core.identity.people import PersonLine, find_people
from iok_core.identity.service import Permission
from iok_core.losses.attention import LOSSES_PAGE
from iok_core.losses.breaches import breach_of
from iok_core.losses.context import LossContext
from iok_core.losses.handling import block_from_report, close_report
from iok_core.losses.kinds import Refusal
from iok_core.losses.rows import LossLine, all_losses, one_loss
from iok_core.losses.timeline import timeline
from iok_core.losses.words import MOMENTS, OUTCOMES, REFUSALS, WAYS
from iok_core.web.forms import Form, Lines, asks, read_form
from iok_core.web.gates import NotYours, always, staff
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.lists import Choice, Column, Keys, Outline
from iok_core.web.navigation import NavItem
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

GATE = staff(Permission.BLOCK_ACCESS)
REPORT = f"{LOSSES_PAGE}/{{loss:int}}"
CANDIDATES = 10
"""More people of one name than this: the office has to look further in the list of people."""

NAVIGATION = [
    NavItem(
        href=LOSSES_PAGE,
        label=msgid("Losses"),
        icon="circle-alert",
        group="staff",
        permission=Permission.BLOCK_ACCESS,
    ),
]
STATES = {"czeka": msgid("waits"), "zalatwione": msgid("settled")}
LOSSES = Outline(
    path=LOSSES_PAGE,
    columns=(
        Column("zgloszono", msgid("Reported"), "nowrap", sorts=True),
        Column("kto", msgid("Whose access")),
        Column("jak", msgid("How")),
        Column("stan", msgid("State")),
        Column("termin", msgid("By the next working day")),
    ),
    choices=(Choice("stan", msgid("State"), STATES),),
)
_KEYS: Keys[LossLine] = {"zgloszono": lambda line: -line.reported_at.timestamp()}

HttpRequest = Request[Any, Any, Any]


class Found(msgspec.Struct):
    person: int


class Closing(msgspec.Struct):
    reason: Annotated[Lines, asks(REFUSALS[Refusal.NO_REASON])]


@get(LOSSES_PAGE, gate=GATE)
async def loss_list(
    request: HttpRequest, visitor: NamedDependency[Visitor], losses: NamedDependency[LossContext]
) -> Response[str]:
    asked = LOSSES.read(request.query_params)
    wanted = asked.chosen.get("stan")
    lines = [one for one in await all_losses() if wanted is None or one.open is (wanted == "czeka")]
    shown = asked.show(lines, _KEYS)
    ids = [line.id for line in shown.rows]
    log, by = losses.identity.log, Origin.of(visitor)
    await record_list(log, Action.LOSSES_VIEW, by=by, kind=ObjectKind.LOSS, ids=ids)
    return page(request, "office/losses.html", shown=shown, ways=WAYS)


@get(REPORT, gate=GATE)
async def loss_report(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    losses: NamedDependency[LossContext],
    loss: FromPath[int],
) -> Response[str]:
    return await _shown(request, visitor, losses, await _line(loss), Form(Closing))


@post(f"{REPORT}/zablokuj", gate=always(GATE))
async def block(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    losses: NamedDependency[LossContext],
    loss: FromPath[int],
) -> Response[Any]:
    line = await _line(loss)
    form = await read_form(request, Found)
    if not form.ok:
        return await _shown(request, visitor, losses, line, Form(Closing), 422)
    person = form.struct.person
    outcome = await block_from_report(losses, loss, person, by=Origin.of(visitor))
    if outcome is Refusal.NO_SUCH_PERSON:
        raise NotYours(ObjectKind.PERSON, person)
    return _answered(request, loss, outcome, _("The access is blocked, all devices signed out."))


@post(f"{REPORT}/zamknij", gate=GATE)
async def close(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    losses: NamedDependency[LossContext],
    loss: FromPath[int],
) -> Response[Any]:
    line = await _line(loss)
    form = await read_form(request, Closing)
    if not form.ok:
        return await _shown(request, visitor, losses, line, form, 422)
    outcome = await close_report(losses, loss, form.struct.reason, by=Origin.of(visitor))
    if outcome is not None and outcome in REFUSALS:
        form.add_error("reason", _(REFUSALS[outcome]))
        return await _shown(request, visitor, losses, line, form, 422)
    return _answered(request, loss, outcome, _("The report is closed."))


def _answered(request: HttpRequest, loss: int, outcome: object, said: str) -> Response[Any]:
    if outcome is Refusal.NOT_PERMITTED:
        raise PermissionDeniedException
    if outcome is Refusal.CLOSED:
        said = _("Somebody has dealt with this report meanwhile.")
    return see_other(request, f"{LOSSES_PAGE}/{loss}", said)


async def _shown(
    request: HttpRequest,
    visitor: Visitor,
    tools: LossContext,
    line: LossLine,
    form: Form[Closing],
    status: int = 200,
) -> Response[str]:
    candidates = await _candidates(tools, line, visitor) if line.open else []
    await _record_look(tools, line, candidates, visitor)
    return page(
        request,
        "office/loss.html",
        status=status,
        line=line,
        form=form,
        candidates=candidates[:CANDIDATES],
        more=len(candidates) > CANDIDATES,
        breach=await breach_of(line.id),
        outcomes=OUTCOMES,
        moments=await timeline(tools.identity, line),
        moment_words=MOMENTS,
        ways=WAYS,
        now=tools.identity.clock.now(),
    )


async def _candidates(tools: LossContext, line: LossLine, visitor: Visitor) -> Sequence[PersonLine]:
    """Whose access it may be: by the identifier, and only if there is none such, by the name."""
    for words in filter(None, (line.identifier, line.name)):
        found = await find_people(tools.identity, words, visitor.published)
        if found:
            return found
    return []


async def _record_look(
    tools: LossContext, line: LossLine, found: Sequence[PersonLine], visitor: Visitor
) -> None:
    """Of whom the page is, where it is of one; else of the report."""
    shown = {one.who.id for one in found[:CANDIDATES]} or {line.person} - {None}
    one = next(iter(shown)) if len(shown) == 1 else None
    async with transaction():
        await tools.identity.log.record(
            Action.LOSS_VIEW,
            by=Origin.of(visitor),
            on=ObjectKind.LOSS if one is None else ObjectKind.PERSON,
            object_id=line.id if one is None else one,
            meta={"loss": line.id, "rows": len(shown)},
        )


async def _line(loss: int) -> LossLine:
    try:
        return await one_loss(loss)
    except LookupError:
        raise NotYours(ObjectKind.LOSS, loss) from None


ROUTES = [loss_list, loss_report, block, close]
