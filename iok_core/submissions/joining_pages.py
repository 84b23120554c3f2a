"""Several submissions of the queue about the same: in which of them it goes on, and then joined."""

from collections.abc import Collection, Sequence
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import PermissionDeniedException

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.lists import record_list
from iok_core.audit.origin import Origin
from iok_core.submissions.case_pages import case_of
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.desks import QUEUE
from iok_core.submissions.kinds import Refusal
from iok_core.submissions.merging import merge_all
from iok_core.submissions.queue_pages import GATE
from iok_core.submissions.rows import SubmissionView
from iok_core.submissions.words import OFFICE_STATES, REFUSALS, TONES, naming
from iok_core.web.forms import Form, Lines, asks, numbered, numbered_boxes, read_form
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

JOINING = f"{QUEUE}/laczenie"
BOX = "z-"
_LEAST, _MOST = 2, 20

HttpRequest = Request[Any, Any, Any]


class Joining(msgspec.Struct):
    main: Annotated[int, asks(msgid("Choose in which one it goes on"))]
    told: Lines = ""


@get(JOINING, gate=GATE)
async def choose_main(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    visitor: NamedDependency[Visitor],
) -> Response[Any]:
    ids = numbered(request.query_params, BOX)
    if not _LEAST <= len(ids) <= _MOST:
        return _choose_others(request)
    lines = await _chosen(visitor, ids)
    known = {"main": str(_likely(lines).id)}
    return await _page(request, submissions, visitor, lines, Form(Joining, known))


@post(JOINING, gate=GATE)
async def join_all(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    visitor: NamedDependency[Visitor],
) -> Response[Any]:
    ids = await numbered_boxes(request, BOX)
    if len(ids) > _MOST:
        return _choose_others(request)
    form = await read_form(request, Joining, [f"{BOX}{one}" for one in ids])
    lines = await _chosen(visitor, ids)
    if form.ok and form.struct.main not in {one.id for one in lines}:
        form.add_error("main", _("Choose in which one it goes on"))
    if not form.ok:
        return await _page(request, submissions, visitor, lines, form)
    main, by = form.struct.main, Origin.of(visitor)
    doubles = [one.id for one in lines if one.id != main]
    refusal = await merge_all(submissions, doubles, main, form.struct.told, by=by)
    if refusal is Refusal.NOT_PERMITTED:
        raise PermissionDeniedException
    if refusal is not None:
        form.add_error("main", _(REFUSALS[refusal]))
        return await _page(request, submissions, visitor, lines, form)
    said = _("They are joined: this is where it goes on.")
    return see_other(request, f"{QUEUE}/{main}", said)


async def _chosen(visitor: Visitor, ids: Collection[int]) -> list[SubmissionView]:
    """The earliest first. Raises NotYours."""
    return [await case_of(visitor, one) for one in sorted(ids)]


def _choose_others(request: HttpRequest) -> Response[Any]:
    """None of those that are ticked is left out without a word."""
    said = _("Choose at least %(least)s and at most %(most)s submissions to join.")
    return see_other(request, f"{QUEUE}?stan=otwarte", said % {"least": _LEAST, "most": _MOST})


def _likely(lines: Sequence[SubmissionView]) -> SubmissionView:
    """In which the office has done something already, else the earliest."""
    return next((one for one in lines if one.assigned), lines[0])


async def _page(
    request: HttpRequest,
    ctx: SubmissionContext,
    visitor: Visitor,
    lines: Sequence[SubmissionView],
    form: Form[Joining],
) -> Response[str]:
    people = [one.person for one in lines]
    by, action = Origin.of(visitor), Action.SUBMISSIONS_VIEW
    await record_list(ctx.log, action, by=by, kind=ObjectKind.PERSON, ids=people)
    return page(
        request,
        "office/joining.html",
        status=422 if form.errors else 200,
        lines=lines,
        form=form,
        named=naming(ctx.forms, OFFICE_STATES),
        tones=TONES,
    )


ROUTES = [choose_main, join_all]
