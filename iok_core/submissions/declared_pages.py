"""What was accepted and has to be typed into the accounting system: a list, a file, a tick."""

from collections.abc import Sequence
from typing import Any, Literal

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import PermissionDeniedException
from litestar.params import FromPath

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.lists import record_list
from iok_core.audit.origin import Origin
from iok_core.db.clock import WARSAW
from iok_core.handovers.words import said
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.desks import TO_ENTER
from iok_core.submissions.kinds import Refusal
from iok_core.submissions.to_enter import (
    MAY_HAND_OVER,
    Item,
    ToEnter,
    is_declaration,
    mark_entered,
    to_enter,
    try_again,
)
from iok_core.submissions.words import REFUSALS
from iok_core.web.csv_answer import csv_answer
from iok_core.web.forms import read_form
from iok_core.web.gates import NotYours, staff_with_one_of
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.navigation import NavItem
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

GATE = staff_with_one_of(*MAY_HAND_OVER)
NAVIGATION = [
    NavItem(
        href=TO_ENTER,
        label=msgid("To enter by hand"),
        icon="list-checks",
        group="staff",
        any_of=frozenset(MAY_HAND_OVER),
    ),
]
COLUMNS = (
    msgid("Where"),
    msgid("From whom"),
    msgid("Number"),
    msgid("Accepted on"),
    msgid("Hand-over"),
)
OF_ITEMS = (msgid("What"), msgid("In the accounting system"), msgid("To enter"))

HttpRequest = Request[Any, Any, Any]


class Sure(msgspec.Struct):
    sure: Literal["1"]


@get(TO_ENTER, gate=GATE)
async def list_page(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    visitor: NamedDependency[Visitor],
) -> Response[str]:
    return await _shown(request, submissions, visitor)


@get(f"{TO_ENTER}.csv", gate=GATE)
async def list_file(
    submissions: NamedDependency[SubmissionContext], visitor: NamedDependency[Visitor]
) -> Response[bytes]:
    lines = await to_enter(visitor.published)
    await _record(submissions, visitor, Action.SUBMISSIONS_EXPORT, lines)
    rows = [
        (
            one.address,
            one.name,
            one.number,
            one.accepted_at.astimezone(WARSAW).date().isoformat(),
            _in_one_line(item),
            item.what,
            item.now,
            item.declared,
        )
        for one in lines
        for item in one.items
    ]
    return csv_answer("do-wpisania.csv", [_(label) for label in (*COLUMNS, *OF_ITEMS)], rows)


@post(f"{TO_ENTER}/{{declared:int}}", gate=GATE)
async def entered(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    visitor: NamedDependency[Visitor],
    declared: FromPath[int],
) -> Response[Any]:
    if not await is_declaration(declared):
        raise NotYours(ObjectKind.SUBMISSION, declared)
    form = await read_form(request, Sure)
    if not form.ok:
        return await _shown(request, submissions, visitor, status=422)
    refusal = await mark_entered(submissions, declared, by=Origin.of(visitor))
    return _answered(request, refusal, _("Marked as entered."))


@post(f"{TO_ENTER}/{{declared:int}}/ponow", gate=GATE)
async def again(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    visitor: NamedDependency[Visitor],
    declared: FromPath[int],
) -> Response[Any]:
    if not await is_declaration(declared):
        raise NotYours(ObjectKind.SUBMISSION, declared)
    form = await read_form(request, Sure)
    if not form.ok:
        return await _shown(request, submissions, visitor, status=422)
    refusal = await try_again(submissions, declared, by=Origin.of(visitor))
    return _answered(request, refusal, _("The connector will be handed it again."))


def _answered(request: HttpRequest, refusal: Refusal | None, done: str) -> Response[Any]:
    if refusal is Refusal.NOT_PERMITTED:
        raise PermissionDeniedException
    return see_other(request, TO_ENTER, done if refusal is None else _(REFUSALS[refusal]))


def _in_one_line(item: Item) -> str:
    if item.hand_over is None:
        return ""
    told = said(item.hand_over)
    return " ".join(filter(None, [told.state, *told.sentences, told.detail]))


async def _shown(
    request: HttpRequest, ctx: SubmissionContext, visitor: Visitor, status: int = 200
) -> Response[str]:
    lines = await to_enter(visitor.published)
    await _record(ctx, visitor, Action.SUBMISSIONS_VIEW, lines)
    columns = [_(label) for label in COLUMNS]
    return page(
        request,
        "office/to_enter.html",
        status=status,
        by_hand=[one for one in lines if one.by_hand],
        on_their_way=[one for one in lines if not one.by_hand],
        columns=columns[:-1],
        said=said,
    )


async def _record(
    ctx: SubmissionContext, visitor: Visitor, action: Action, lines: Sequence[ToEnter]
) -> None:
    ids = [line.person for line in lines]
    await record_list(ctx.log, action, by=Origin.of(visitor), kind=ObjectKind.PERSON, ids=ids)


ROUTES = [list_page, list_file, entered, again]
