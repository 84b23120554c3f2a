"""Looking over what was filled in, and sending it: once, however often the button is pressed."""

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, field

from iok_core.api import Judgement
from iok_core.audit.origin import Origin
from iok_core.plugin_host.guard import PartFailedError
from iok_core.submissions.answers import lines_of_answers
from iok_core.submissions.consent import asks_consent
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.filling import Filling
from iok_core.submissions.form_pages import FORM, NEW, PAGE, begun, shown_form
from iok_core.submissions.forms import MOST_CONFIRMATIONS
from iok_core.submissions.joining import alike
from iok_core.submissions.kinds import Refusal
from iok_core.submissions.sending import Sent, made_of, send
from iok_core.submissions.tables import TOKEN_LENGTH
from iok_core.submissions.words import REFUSALS, STATES, TONES, naming
from iok_core.web.forms import Errors, read_form, ticked
from iok_core.web.gates import RESIDENT
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import speaking
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

REVIEW = FORM + "/sprawdz"
EMERGENCY = "_pogotowie"
"""The box by which somebody confirms that they read the emergency number."""
CONFIRMATIONS = tuple(f"_potwierdzam{number}" for number in range(MOST_CONFIRMATIONS))
BOXES = (EMERGENCY, *CONFIRMATIONS)

HttpRequest = Request[Any, Any, Any]


class Sending(msgspec.Struct):
    token: Annotated[str, Meta(max_length=TOKEN_LENGTH)] = field(default="", name="_szkic")


@get(REVIEW, gate=RESIDENT)
async def review_page(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    visitor: NamedDependency[Visitor],
    form: FromPath[str],
) -> Response[Any]:
    filling = await begun(submissions, visitor, form)
    if filling.draft is None:
        return see_other(request, f"{NEW}/{filling.offer.name}")
    filling.read_draft()
    try:
        said = await filling.judge(submissions)
    except PartFailedError:
        return shown_form(request, filling, failed=True)
    return await _review(request, submissions, filling, said, {})


@post(REVIEW, gate=RESIDENT)
async def send_in(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    visitor: NamedDependency[Visitor],
    form: FromPath[str],
) -> Response[Any]:
    filling = await begun(submissions, visitor, form)
    sending = await read_form(request, Sending, boxes=BOXES)
    token = sending.struct.token if sending.ok else ""
    if (made := await made_of(token, filling.person)) is not None:
        return see_other(request, sent_address(made))
    if filling.draft is None or filling.draft.token != token:
        return see_other(request, f"{NEW}/{filling.offer.name}")
    filling.read_draft()
    try:
        with speaking("pl"):  # what the office reads
            said = await filling.judge(submissions)
    except PartFailedError:
        return shown_form(request, filling, failed=True)
    wrong = unticked(said, await ticked(request, BOXES)) if said else {}
    if said is None or wrong:
        return await _review(request, submissions, filling, said, wrong)
    try:
        outcome = await _sent(submissions, filling, said, by=Origin.of(visitor))
    except LookupError:  # a photo was taken out in another window a moment ago
        return see_other(request, f"{NEW}/{filling.offer.name}")
    if isinstance(outcome, Refusal):
        wrong = {"": _(REFUSALS[outcome])}
        return await _review(request, submissions, filling, said, wrong)
    return see_other(request, sent_address(outcome))


def sent_address(submission: int) -> str:
    """Of the page that confirms it; it can be kept as a bookmark."""
    return f"{PAGE}/{submission}?wyslane=1"


async def _sent(
    ctx: SubmissionContext, filling: Filling, said: Judgement, *, by: Origin
) -> int | Refusal:
    if filling.choice is None or filling.draft is None:
        raise LookupError("nothing is filled in")
    sent = Sent(
        offer=filling.offer,
        token=filling.draft.token,
        choice=filling.choice,
        answers=filling.form.struct,
        said=said,
        photos=filling.photos,
        attached=filling.attached,
    )
    return await send(ctx, filling.person, sent, by=by)


async def _review(
    request: HttpRequest,
    ctx: SubmissionContext,
    filling: Filling,
    said: Judgement | None,
    wrong: Mapping[str, str],
) -> Response[Any]:
    """Without a judgement: the form, which says what to mend."""
    if said is None or filling.choice is None:
        return shown_form(request, filling)
    return page(
        request,
        "submission/review.html",
        status=422 if wrong else 200,
        filling=filling,
        said=said,
        lines=lines_of_answers(filling.offer.form, filling.form.struct),
        boxes=list(zip(CONFIRMATIONS, said.confirmations, strict=False)),
        emergency=EMERGENCY,
        wrong=wrong,
        errors=Errors(list(wrong.items())),
        alike=await alike(ctx, filling),
        asks_consent=await asks_consent(ctx, filling.person, said, filling.choice),
        named=naming(ctx.forms, STATES),
        tones=TONES,
    )


def unticked(said: Judgement, on: set[str]) -> dict[str, str]:
    """Each box that has to be ticked and is not, with what to do."""
    names = CONFIRMATIONS[: len(said.confirmations)]
    wrong = {name: _("Tick this to send it") for name in names if name not in on}
    if said.emergency and EMERGENCY not in on:
        wrong[EMERGENCY] = _("Confirm that you have read the emergency number")
    return wrong


ROUTES = [review_page, send_in]
