"""Filling in a form: typed, looked over, sent. What is typed is kept with each step."""

from collections.abc import Mapping
from typing import Annotated, Any, Generic, TypeVar

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from msgspec import Meta, field

from iok_core.api import Asked, Judgement, WrongAnswersError
from iok_core.audit.origin import Origin
from iok_core.ledger.sheets import Reader
from iok_core.plugin_host.guard import PartFailedError
from iok_core.submissions import drafts
from iok_core.submissions.answers import lines_of_answers
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.forms import MOST_CONFIRMATIONS, FormOffer
from iok_core.submissions.kinds import Refusal
from iok_core.submissions.places import NOWHERE, Choice, choices
from iok_core.submissions.sending import Sent, made_of, send
from iok_core.submissions.tables import TOKEN_LENGTH
from iok_core.submissions.words import REFUSALS
from iok_core.web.forms import Errors, Form, asks, read_form, read_forms, ticked
from iok_core.web.gates import RESIDENT
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import language, msgid, speaking
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

PAGE = "/zgloszenia"
FORM = PAGE + "/nowe/{form:str}"
EMERGENCY = "_pogotowie"
"""The box by which somebody confirms that they read the emergency number."""
CONFIRMATIONS = tuple(f"_potwierdzam{number}" for number in range(MOST_CONFIRMATIONS))

HttpRequest = Request[Any, Any, Any]
T = TypeVar("T", bound=msgspec.Struct)


class WhichPlace(msgspec.Struct):
    """Asked by the portal beside the plugin's own fields."""

    place: Annotated[str, Meta(max_length=40), asks(msgid("Choose the place"))] = field(
        name="_miejsce"
    )


class Sending(msgspec.Struct):
    token: Annotated[str, Meta(max_length=TOKEN_LENGTH)] = field(default="", name="_szkic")


class Filled(Generic[T]):
    """One resident with one form in hand."""

    def __init__(self, offer: FormOffer, reader: Reader, person: int) -> None:
        self.offer, self.person = offer, person
        self.places = choices(reader, offer.form.concerns)
        self.form: Form[Any] = Form(offer.form.answers_type, words=offer.texts)
        self.which = Form(WhichPlace, {"_miejsce": self.places[0].value} if self.places else {})
        self.today = reader.today

    @property
    def forms(self) -> tuple[Form[Any], ...]:
        """Without a choice of places nobody is asked for one."""
        return (self.which, self.form) if self.offer.needs_place else (self.form,)

    @property
    def place_options(self) -> list[tuple[str, str]]:
        return [(one.value, one.label) for one in self.places]

    @property
    def typed(self) -> dict[str, str]:
        return {name: form.value(name) for form in self.forms for name in form.fields}

    @property
    def ok(self) -> bool:
        return all(form.ok for form in self.forms) and self.choice is not None

    @property
    def choice(self) -> Choice | None:
        if not self.offer.needs_place:
            return NOWHERE
        wanted = self.which.value("_miejsce")
        return next((one for one in self.places if one.value == wanted), None)

    def read(self, typed: Mapping[str, str]) -> None:
        for form in self.forms:
            form.read(typed)
        self.look_at_place()

    def look_at_place(self) -> None:
        if self.choice is None and not self.which.error("_miejsce"):
            self.which.add_error("_miejsce", _("Choose the place"))

    async def judge(self, ctx: SubmissionContext) -> Judgement | None:
        """None: the form says what to mend. Raises PartFailedError."""
        if not self.ok or self.choice is None:
            return None
        asked = Asked(today=self.today, place=self.choice.place, language=language())
        try:
            return await ctx.forms.judge(self.offer, self.form.struct, asked)
        except WrongAnswersError as error:
            for name, text in error.problems.items():
                self.form.add_error(name if name in self.form.fields else "", text)
            return None


@get(FORM, gate=RESIDENT)
async def form_page(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    visitor: NamedDependency[Visitor],
    form: FromPath[str],
) -> Response[Any]:
    filled = await _begun(submissions, visitor, form)
    draft = await drafts.draft_of(filled.person, filled.offer.name)
    if draft is not None:
        filled.form = Form(filled.offer.form.answers_type, draft.typed, filled.offer.texts)
        filled.which = Form(WhichPlace, draft.typed)
    return _form_page(request, filled, draft=draft)


@post(FORM, gate=RESIDENT)
async def fill_in(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    visitor: NamedDependency[Visitor],
    form: FromPath[str],
) -> Response[Any]:
    filled = await _begun(submissions, visitor, form)
    await read_forms(request, *filled.forms)
    filled.look_at_place()
    await drafts.save(filled.person, filled.offer.name, filled.typed, submissions.clock)
    try:
        said = await filled.judge(submissions)
    except PartFailedError:
        return _form_page(request, filled, failed=True)
    if said is None:
        return _form_page(request, filled)
    return see_other(request, f"{PAGE}/nowe/{filled.offer.name}/sprawdz")


@get(FORM + "/sprawdz", gate=RESIDENT)
async def review_page(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    visitor: NamedDependency[Visitor],
    form: FromPath[str],
) -> Response[Any]:
    filled = await _begun(submissions, visitor, form)
    draft = await drafts.draft_of(filled.person, filled.offer.name)
    if draft is None:
        return see_other(request, f"{PAGE}/nowe/{filled.offer.name}")
    return await _reviewed(request, submissions, filled, draft, Form(Sending))


@post(FORM + "/sprawdz", gate=RESIDENT)
async def send_in(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    visitor: NamedDependency[Visitor],
    form: FromPath[str],
) -> Response[Any]:
    filled = await _begun(submissions, visitor, form)
    boxes = (EMERGENCY, *CONFIRMATIONS)
    sending = await read_form(request, Sending, boxes=boxes)
    token = sending.value("_szkic")
    made = await made_of(token, filled.person)
    if made is not None:
        return see_other(request, sent_address(made))
    draft = await drafts.draft_of(filled.person, filled.offer.name)
    if draft is None or draft.token != token:
        return see_other(request, f"{PAGE}/nowe/{filled.offer.name}")
    return await _sent(request, submissions, visitor, (filled, draft, await ticked(request, boxes)))


@post(FORM + "/porzuc", gate=RESIDENT)
async def give_up(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    form: FromPath[str],
) -> Response[Any]:
    await read_form(request, Sending)
    await drafts.discard(_person(visitor), form)
    return see_other(request, PAGE, _("What you had begun is thrown away."))


def sent_address(submission: int) -> str:
    """Of the page that confirms it; it can be kept as a bookmark."""
    return f"{PAGE}/{submission}?wyslane=1"


async def _begun(ctx: SubmissionContext, visitor: Visitor, name: str) -> Filled[Any]:
    offer, person = await ctx.forms.offer(name), _person(visitor)
    if offer is None:
        raise NotFoundException
    reader = await Reader.of(person, visitor.published, ctx.reading)
    return Filled(offer, reader, person)


def _person(visitor: Visitor) -> int:
    if visitor.person is None:
        raise NotFoundException
    return visitor.person


def _form_page(
    request: HttpRequest,
    filled: Filled[Any],
    draft: drafts.DraftView | None = None,
    failed: bool = False,
) -> Response[Any]:
    errors = Errors.of(*filled.forms)
    return page(
        request,
        "submission/form.html",
        status=503 if failed else 422 if errors.errors else 200,
        filled=filled,
        errors=errors,
        draft=draft,
        failed=failed,
    )


async def _reviewed(
    request: HttpRequest,
    ctx: SubmissionContext,
    filled: Filled[Any],
    draft: drafts.DraftView,
    form: Form[Sending],
    said: Judgement | None = None,
    boxes: Mapping[str, str] | None = None,
) -> Response[Any]:
    filled.read(draft.typed)
    try:
        said = said or await filled.judge(ctx)
    except PartFailedError:
        return _form_page(request, filled, draft, failed=True)
    if said is None or filled.choice is None:
        return _form_page(request, filled, draft)
    wrong = boxes or {}
    return page(
        request,
        "submission/review.html",
        status=422 if wrong else 200,
        filled=filled,
        form=form,
        draft=draft,
        said=said,
        choice=filled.choice,
        lines=lines_of_answers(filled.offer.form, filled.form.struct),
        boxes=[(name, text) for name, text in zip(CONFIRMATIONS, said.confirmations, strict=False)],
        emergency=EMERGENCY,
        wrong=wrong,
        errors=Errors(list(wrong.items())),
    )


async def _sent(
    request: HttpRequest,
    ctx: SubmissionContext,
    visitor: Visitor,
    with_boxes: tuple[Filled[Any], drafts.DraftView, set[str]],
) -> Response[Any]:
    filled, draft, on = with_boxes
    filled.read(draft.typed)
    try:
        with speaking("pl"):  # what the office reads
            said = await filled.judge(ctx)
    except PartFailedError:
        return _form_page(request, filled, draft, failed=True)
    if said is None or filled.choice is None:
        return _form_page(request, filled, draft)
    wrong = _unticked(said, on)
    if wrong:
        return await _reviewed(request, ctx, filled, draft, Form(Sending), boxes=wrong)
    sent = Sent(
        offer=filled.offer,
        token=draft.token,
        choice=filled.choice,
        answers=filled.form.struct,
        said=said,
    )
    outcome = await send(ctx, filled.person, sent, by=Origin.of(visitor))
    if isinstance(outcome, Refusal):
        form = Form(Sending)
        wrong = {"": _(REFUSALS[outcome])}
        return await _reviewed(request, ctx, filled, draft, form, boxes=wrong)
    return see_other(request, sent_address(outcome))


def _unticked(said: Judgement, on: set[str]) -> dict[str, str]:
    """Each box that has to be ticked and is not, with what to do."""
    names = list(CONFIRMATIONS[: len(said.confirmations)])
    wrong = {name: _("Tick this to send it") for name in names if name not in on}
    if said.emergency and EMERGENCY not in on:
        wrong[EMERGENCY] = _("Confirm that you have read the emergency number")
    return wrong


ROUTES = [form_page, fill_in, review_page, send_in, give_up]
