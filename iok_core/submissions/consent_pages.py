"""A number that another holder of one's premises has declared: read, confirmed, objected to."""

from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from iok_core.audit.actions import ObjectKind
from iok_core.audit.origin import Origin
from iok_core.ledger.sheets import Reader
from iok_core.submissions.consent import Shared, shared_with
from iok_core.submissions.consenting import say
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.form_pages import PAGE
from iok_core.submissions.kinds import Consent
from iok_core.submissions.words import REFUSALS
from iok_core.web.forms import Form, Lines, asks, read_form
from iok_core.web.gates import RESIDENT, NotYours
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor, visitor_of

SHARED = PAGE + "/wspolne/{co_held:int}"
DONE = {
    Consent.AGREED: msgid("You have confirmed it. The office will see it."),
    Consent.OBJECTED: msgid("You have objected. The office will read why."),
}

HttpRequest = Request[Any, Any, Any]


class Sure(msgspec.Struct):
    sure: Literal["1"]


class Objecting(msgspec.Struct):
    reason: Annotated[Lines, asks(msgid("Write why you object"))]


@get(SHARED, gate=RESIDENT)
async def shared_page(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    visitor: NamedDependency[Visitor],
    co_held: FromPath[int],
) -> Response[str]:
    _reader, one = await _asked(submissions, visitor, co_held)
    return _shown(request, one, Form(Objecting))


@post(f"{SHARED}/potwierdz", gate=RESIDENT)
async def confirm(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    visitor: NamedDependency[Visitor],
    co_held: FromPath[int],
) -> Response[Any]:
    reader, one = await _asked(submissions, visitor, co_held)
    if not (await read_form(request, Sure)).ok:
        return _shown(request, one, Form(Objecting))
    return await _said(request, submissions, (reader, one), Consent.AGREED, "")


@post(f"{SHARED}/sprzeciw", gate=RESIDENT)
async def object_to(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    visitor: NamedDependency[Visitor],
    co_held: FromPath[int],
) -> Response[Any]:
    asked = await _asked(submissions, visitor, co_held)
    form = await read_form(request, Objecting)
    if not form.ok:
        return _shown(request, asked[1], form)
    return await _said(request, submissions, asked, Consent.OBJECTED, form.struct.reason)


async def _said(
    request: HttpRequest,
    ctx: SubmissionContext,
    asked: tuple[Reader, Shared],
    said: Consent,
    reason: str,
) -> Response[Any]:
    (reader, one), by = asked, Origin.of(visitor_of(request))
    try:
        refusal = await say(ctx, one.id, said, reason, reader, by=by)
    except LookupError:  # the title has ended a moment ago
        raise NotYours(ObjectKind.SUBMISSION, one.id) from None
    return see_other(request, one.href, _(DONE[said] if refusal is None else REFUSALS[refusal]))


async def _asked(ctx: SubmissionContext, visitor: Visitor, co_held: int) -> tuple[Reader, Shared]:
    """Raises NotYours: for the sender, too, who has a page of their own."""
    if visitor.person is not None:
        reader = await Reader.of(visitor.person, visitor.published, ctx.reading)
        if (one := await shared_with(reader, co_held)) is not None:
            return reader, one
    raise NotYours(ObjectKind.SUBMISSION, co_held)


def _shown(request: HttpRequest, one: Shared, form: Form[Objecting]) -> Response[str]:
    status = 422 if form.errors else 200
    return page(request, "submission/shared.html", status=status, one=one, form=form)


ROUTES = [shared_page, confirm, object_to]
