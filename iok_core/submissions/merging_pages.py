"""Two submissions about the same: joined, and let go again."""

from typing import Any, Literal

import msgspec
from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from iok_core.audit.origin import Origin
from iok_core.submissions.case_forms import Merging
from iok_core.submissions.case_pages import CASE, answered, case_of, shown_case
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.desks import desks_of
from iok_core.submissions.kinds import Refusal
from iok_core.submissions.merging import merge, split
from iok_core.submissions.queue_pages import GATE
from iok_core.submissions.rows import SubmissionView, by_number, one_submission
from iok_core.submissions.words import REFUSALS
from iok_core.web.forms import read_form
from iok_core.web.i18n import gettext as _
from iok_core.web.visitor import Visitor

_FOR_THE_FIELD = (Refusal.NOT_THE_SAME, Refusal.JOINED_ALREADY, Refusal.CLOSED)

HttpRequest = Request[Any, Any, Any]


class Sure(msgspec.Struct):
    sure: Literal["1"]


@post(f"{CASE}/polacz", gate=GATE)
async def join(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    visitor: NamedDependency[Visitor],
    submission: FromPath[int],
) -> Response[Any]:
    line, form = await case_of(visitor, submission), await read_form(request, Merging)
    main = await _main(visitor, form.struct.number) if form.ok else None
    if form.ok and main is None:
        form.add_error("number", _(REFUSALS[Refusal.NO_SUCH_SUBMISSION]))
    if main is None:
        return await shown_case(request, submissions, visitor, line, form)
    by = Origin.of(visitor)
    refusal = await merge(submissions, line.id, main.id, form.struct.told, by=by)
    if refusal in _FOR_THE_FIELD:
        form.add_error("number", _(REFUSALS[refusal]))
        return await shown_case(request, submissions, visitor, line, form)
    return answered(request, main, refusal, _("They are joined: this is where it goes on."))


@post(f"{CASE}/rozlacz", gate=GATE)
async def let_go(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    visitor: NamedDependency[Visitor],
    submission: FromPath[int],
) -> Response[Any]:
    line = await case_of(visitor, submission)
    if not (await read_form(request, Sure)).ok:
        return await shown_case(request, submissions, visitor, line)
    refusal = await split(submissions, line.id, by=Origin.of(visitor))
    return answered(request, line, refusal, _("It stands by itself again."))


async def _main(visitor: Visitor, typed: str) -> SubmissionView | None:
    """Where that one is dealt with; None: there is none at the desks of this visitor."""
    found = await by_number("".join(typed.split()))
    if found is None or found.desk not in desks_of(visitor.permissions):
        return None
    return await one_submission(found.merged_into or found.id)


ROUTES = [join, let_go]
