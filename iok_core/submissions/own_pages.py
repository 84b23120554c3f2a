"""What a resident has sent in: the list, one with its answers, and going on with it."""

from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from iok_core.audit.actions import ObjectKind
from iok_core.audit.origin import Origin
from iok_core.identity.slips import SlipPrinter
from iok_core.ledger.sheets import Reader
from iok_core.photos.service import photos_for
from iok_core.submissions import following
from iok_core.submissions.answers import stored_lines
from iok_core.submissions.consent import asked_of, state_of
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.declared import Declared, declared_by
from iok_core.submissions.drafts import drafts_of
from iok_core.submissions.form_pages import PAGE
from iok_core.submissions.joining import follow
from iok_core.submissions.kinds import Refusal
from iok_core.submissions.papers import receipt
from iok_core.submissions.places import have_meters
from iok_core.submissions.rows import (
    SubmissionView,
    followed_by,
    one_submission,
    steps_of,
    submissions_of,
)
from iok_core.submissions.sending import holder
from iok_core.submissions.words import CONTACTS, OWN_STEPS, REFUSALS, STATES, TONES, naming
from iok_core.web.forms import Form, Lines, asks, read_form
from iok_core.web.gates import RESIDENT, NotYours
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.navigation import NavItem
from iok_core.web.pages import page, see_other
from iok_core.web.pdf_answer import pdf
from iok_core.web.visitor import Visitor, visitor_of

ONE = PAGE + "/{submission:int}"
NAVIGATION = [
    NavItem(href=PAGE, label=msgid("Submissions"), icon="wrench", group="resident"),
]

HttpRequest = Request[Any, Any, Any]


class Writing(msgspec.Struct):
    text: Annotated[Lines, asks(REFUSALS[Refusal.NO_TEXT])]


class Rating(msgspec.Struct):
    stars: Annotated[Literal["1", "2", "3", "4", "5"], asks(msgid("Choose a rating"))]


class Sure(msgspec.Struct):
    sure: Literal["1"]


@get(PAGE, gate=RESIDENT)
async def own_list(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    visitor: NamedDependency[Visitor],
) -> Response[str]:
    if visitor.person is None:
        raise NotFoundException
    reader = await Reader.of(visitor.person, visitor.published, submissions.reading)
    offers = {one.name: one for one in await submissions.forms.offers()}
    if not await have_meters(reader):
        offers = {name: one for name, one in offers.items() if not one.form.meters}
    begun = [one for one in await drafts_of(visitor.person) if one.form in offers]
    return page(
        request,
        "submission/list.html",
        offers=list(offers.values()),
        drafts=[(offers[one.form], one) for one in begun],
        lines=await submissions_of(visitor.person),
        followed=await followed_by(visitor.person),
        shared=await asked_of(reader),
        named=naming(submissions.forms, STATES),
        tones=TONES,
    )


@post(PAGE + "/{neighbours:int}/sledz", gate=RESIDENT)
async def follow_one(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    visitor: NamedDependency[Visitor],
    neighbours: FromPath[int],
) -> Response[Any]:
    """Of a neighbour, on the common part."""
    if visitor.person is None:
        raise NotFoundException
    await read_form(request, Sure)
    reader = await Reader.of(visitor.person, visitor.published, submissions.reading)
    if not await follow(submissions, neighbours, reader, by=Origin.of(visitor)):
        raise NotYours(ObjectKind.SUBMISSION, neighbours)
    return see_other(request, PAGE, _("You follow it: a notice tells you when something changes."))


@get(ONE, gate=RESIDENT)
async def own_page(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    visitor: NamedDependency[Visitor],
    submission: FromPath[int],
) -> Response[str]:
    line = await own_submission(visitor, submission)
    return await _shown(request, submissions, line, Form(Writing))


@get(f"{ONE}/potwierdzenie", gate=RESIDENT)
async def receipt_file(
    submissions: NamedDependency[SubmissionContext],
    visitor: NamedDependency[Visitor],
    slip_printer: NamedDependency[SlipPrinter],
    submission: FromPath[int],
) -> Response[bytes]:
    line = await own_submission(visitor, submission)
    lines = stored_lines(submissions.forms.known(line.extension), line.answers)
    paper = receipt(line, lines, naming(submissions.forms, STATES)(line))
    content = await slip_printer.signing(paper, submissions.clock.now())
    return pdf(content, f"zgloszenie-{line.number.replace('/', '-')}")


@post(f"{ONE}/napisz", gate=RESIDENT)
async def write(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    visitor: NamedDependency[Visitor],
    submission: FromPath[int],
) -> Response[Any]:
    line, form = await own_submission(visitor, submission), await read_form(request, Writing)
    if not form.ok:
        return await _shown(request, submissions, line, form)
    by = Origin.of(visitor)
    refusal = await following.write(submissions, line.id, form.struct.text, by=by)
    return _answered(request, line, refusal, _("The office will read your message."))


@post(f"{ONE}/otworz-ponownie", gate=RESIDENT)
async def open_again(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    visitor: NamedDependency[Visitor],
    submission: FromPath[int],
) -> Response[Any]:
    line, form = await own_submission(visitor, submission), await read_form(request, Writing)
    if not form.ok:
        return await _shown(request, submissions, line, form)
    by = Origin.of(visitor)
    refusal = await following.reopen(submissions, line.id, form.struct.text, by=by)
    return _answered(request, line, refusal, _("It is open again. The office will look into it."))


@post(f"{ONE}/wycofaj", gate=RESIDENT)
async def take_back(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    visitor: NamedDependency[Visitor],
    submission: FromPath[int],
) -> Response[Any]:
    line = await own_submission(visitor, submission)
    if not (await read_form(request, Sure)).ok:
        return await _shown(request, submissions, line, Form(Writing))
    refusal = await following.withdraw(submissions, line.id, by=Origin.of(visitor))
    return _answered(request, line, refusal, _("It is withdrawn."))


@post(f"{ONE}/ocen", gate=RESIDENT)
async def give_rating(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    visitor: NamedDependency[Visitor],
    submission: FromPath[int],
) -> Response[Any]:
    line, form = await own_submission(visitor, submission), await read_form(request, Rating)
    if not form.ok:
        return await _shown(request, submissions, line, Form(Writing), form)
    stars, by = int(form.struct.stars), Origin.of(visitor)
    refusal = await following.rate(submissions, line.id, stars, by=by)
    return _answered(request, line, refusal, _("Thank you for the rating."))


async def own_submission(visitor: Visitor, submission: int) -> SubmissionView:
    """Raises NotYours, whether it exists or not."""
    line = await one_submission(submission)
    if line is None or line.person != visitor.person:
        raise NotYours(ObjectKind.SUBMISSION, submission)
    return line


async def _declared(request: HttpRequest, line: SubmissionView) -> Declared | None:
    if line.premises is None:
        return None
    return await declared_by(line.person, line.premises, visitor_of(request).published)


def _answered(
    request: HttpRequest, line: SubmissionView, refusal: Refusal | None, said: str
) -> Response[Any]:
    told = said if refusal is None else _(REFUSALS[refusal])
    return see_other(request, f"{PAGE}/{line.id}", told)


async def _shown(
    request: HttpRequest,
    ctx: SubmissionContext,
    line: SubmissionView,
    form: Form[Writing],
    rating: Form[Rating] | None = None,
) -> Response[str]:
    rating = rating or Form(Rating, {"stars": str(line.rating or "")})
    known = ctx.forms.known(line.extension)
    return page(
        request,
        "submission/one.html",
        status=422 if form.errors or rating.errors else 200,
        line=line,
        form=form,
        rating=rating,
        lines=stored_lines(known, line.answers),
        worked_out=msgspec.json.decode(line.shown, type=list[tuple[str, str]]),
        attached=msgspec.json.decode(line.attached, type=list[tuple[str, str]]),
        photos=await photos_for(holder(line.id)),
        steps=[one for one in await steps_of(line.id) if not one.inside],
        step_words=OWN_STEPS,
        named=naming(ctx.forms, STATES),
        tones=TONES,
        contacts=CONTACTS,
        declared=await _declared(request, line),
        consent=await state_of(line, visitor_of(request).published, ctx.clock.today()),
        may_reopen=following.may_reopen(ctx, line),
        just_sent="wyslane" in request.query_params,
    )


ROUTES = [own_list, follow_one, own_page, receipt_file, write, open_again, take_back, give_rating]
