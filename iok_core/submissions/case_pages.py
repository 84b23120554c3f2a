"""One submission at the office: what was sent, what happened since, and the answer."""

from datetime import date
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import PermissionDeniedException
from litestar.params import FromPath

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.db import transaction
from iok_core.db.collation import sort_key
from iok_core.identity.colleagues import colleagues
from iok_core.identity.permissions import permissions_of
from iok_core.identity.slips import SlipPrinter
from iok_core.photos.service import photos_for
from iok_core.submissions import answering
from iok_core.submissions.answer_templates import templates_of
from iok_core.submissions.answering import Answer
from iok_core.submissions.answers import stored_lines
from iok_core.submissions.case_forms import Answering, Assigning, CaseForms, Inserting, Noting
from iok_core.submissions.consent import opinions_on, state_of
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.desks import PERMISSIONS, QUEUE, desks_of
from iok_core.submissions.doubles import likely_doubles
from iok_core.submissions.kinds import Refusal, State
from iok_core.submissions.papers import work_order
from iok_core.submissions.queue_pages import GATE
from iok_core.submissions.rows import SubmissionView, merged_in, one_submission, steps_of
from iok_core.submissions.sending import holder
from iok_core.submissions.words import (
    CONSENT_TONES,
    CONSENTS,
    CONTACTS,
    DESKS,
    OFFICE_STATES,
    REFUSALS,
    STEPS,
    TONES,
    naming,
)
from iok_core.web.forms import Form, read_form, read_forms
from iok_core.web.gates import NotYours
from iok_core.web.i18n import gettext as _
from iok_core.web.pages import page, see_other
from iok_core.web.pdf_answer import pdf
from iok_core.web.visitor import Visitor

WORDS = {
    "steps": STEPS,
    "states": OFFICE_STATES,
    "tones": TONES,
    "desks": DESKS,
    "contacts": CONTACTS,
    "consents": CONSENTS,
    "consent_tones": CONSENT_TONES,
}
CASE = QUEUE + "/{submission:int}"

HttpRequest = Request[Any, Any, Any]


@get(CASE, gate=GATE)
async def case_page(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    visitor: NamedDependency[Visitor],
    submission: FromPath[int],
) -> Response[str]:
    line = await case_of(visitor, submission)
    await _record_look(submissions, visitor, line)
    return await shown_case(request, submissions, visitor, line)


@get(f"{CASE}/zlecenie", gate=GATE)
async def order_file(
    submissions: NamedDependency[SubmissionContext],
    visitor: NamedDependency[Visitor],
    slip_printer: NamedDependency[SlipPrinter],
    submission: FromPath[int],
) -> Response[bytes]:
    line = await case_of(visitor, submission)
    await _record_look(submissions, visitor, line)
    lines = stored_lines(submissions.forms.known(line.extension), line.answers)
    content = await slip_printer.signing(work_order(line, lines), submissions.clock.now())
    return pdf(content, f"zlecenie-{line.number.replace('/', '-')}")


@post(f"{CASE}/odpowiedz", gate=GATE)
async def answer(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    visitor: NamedDependency[Visitor],
    submission: FromPath[int],
) -> Response[Any]:
    line, form, inserting = await case_of(visitor, submission), Form(Answering), Form(Inserting)
    await read_forms(request, form, inserting)
    if inserting.value("insert"):
        return await shown_case(
            request, submissions, visitor, line, await _filled(line, form, inserting)
        )
    if not form.ok:
        return await shown_case(request, submissions, visitor, line, form)
    sent = form.struct
    given = Answer(text=sent.text, state=State(sent.state), unconfirmed=sent.unconfirmed)
    refusal = await answering.answer(submissions, line.id, given, by=Origin.of(visitor))
    if refusal is Refusal.NOT_CONFIRMED:
        form.add_error("unconfirmed", _(REFUSALS[refusal]))
        return await shown_case(request, submissions, visitor, line, form)
    said = _("The answer is sent.") if line.caller is None else _("Saved.")
    return answered(request, line, refusal, said)


@post(f"{CASE}/notatka", gate=GATE)
async def note(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    visitor: NamedDependency[Visitor],
    submission: FromPath[int],
) -> Response[Any]:
    line, form = await case_of(visitor, submission), await read_form(request, Noting)
    if not form.ok:
        return await shown_case(request, submissions, visitor, line, form)
    by = Origin.of(visitor)
    refusal = await answering.note(submissions, line.id, form.struct.note, by=by)
    return answered(request, line, refusal, _("The note is saved."))


@post(f"{CASE}/przydziel", gate=GATE)
async def assign(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    visitor: NamedDependency[Visitor],
    submission: FromPath[int],
) -> Response[Any]:
    line, form = await case_of(visitor, submission), await read_form(request, Assigning)
    if not form.ok:
        return await shown_case(request, submissions, visitor, line, form)
    by = Origin.of(visitor)
    refusal = await answering.assign(submissions, line.id, form.struct.staff, by=by)
    return answered(request, line, refusal, _("It is assigned."))


async def _filled(
    line: SubmissionView, form: Form[Answering], inserting: Form[Inserting]
) -> Form[Answering]:
    """With the template below what was typed."""
    wanted = inserting.value("insert")
    chosen = [one.text for one in await templates_of([line.desk]) if str(one.id) == wanted]
    texts = [form.value("text"), *chosen]
    typed = {"text": "\n\n".join(filter(None, texts)), "unconfirmed": form.value("unconfirmed")}
    return Form(Answering, typed)


async def case_of(visitor: Visitor, submission: int) -> SubmissionView:
    """Of a desk whose work this visitor does. Raises NotYours."""
    line = await one_submission(submission)
    if line is None or line.desk not in desks_of(visitor.permissions):
        raise NotYours(ObjectKind.SUBMISSION, submission)
    return line


async def _record_look(ctx: SubmissionContext, visitor: Visitor, line: SubmissionView) -> None:
    async with transaction():
        await ctx.log.record(
            Action.SUBMISSION_VIEW,
            by=Origin.of(visitor),
            on=ObjectKind.PERSON,
            object_id=line.person,
            meta={"submission": line.id},
        )


def answered(
    request: HttpRequest, line: SubmissionView, refusal: Refusal | None, said: str
) -> Response[Any]:
    if refusal is Refusal.NOT_PERMITTED:
        raise PermissionDeniedException
    told = said if refusal is None else _(REFUSALS[refusal])
    return see_other(request, f"{QUEUE}/{line.id}", told)


async def shown_case(
    request: HttpRequest,
    ctx: SubmissionContext,
    visitor: Visitor,
    line: SubmissionView,
    sent: Form[Any] | None = None,
) -> Response[str]:
    forms, today = CaseForms(line, visitor, sent), ctx.clock.today()
    return page(
        request,
        "office/submission.html",
        status=422 if forms.errors else 200,
        line=line,
        forms=forms,
        lines=stored_lines(ctx.forms.known(line.extension), line.answers),
        worked_out=msgspec.json.decode(line.shown, type=list[tuple[str, str]]),
        attached=msgspec.json.decode(line.attached, type=list[tuple[str, str]]),
        photos=await photos_for(holder(line.id)),
        steps=await steps_of(line.id),
        named=naming(ctx.forms, OFFICE_STATES),
        done=ctx.forms.done(line.extension),
        colleagues=await _colleagues(line),
        **await _about_the_same(ctx, line),
        **await _of_others(line, visitor, today),
        templates=[(str(one.id), one.title) for one in await templates_of([line.desk])],
        left=ctx.calendar.left(today, line.due_on),
        today=today,
        mine=visitor.staff,
        words=WORDS,
    )


async def _about_the_same(ctx: SubmissionContext, line: SubmissionView) -> dict[str, object]:
    """Where it is dealt with, what is dealt with here, and what perhaps should be."""
    return {
        "main": await one_submission(line.merged_into) if line.merged_into else None,
        "joined": await merged_in(line.id),
        "doubles": await likely_doubles(ctx, line),
    }


async def _of_others(line: SubmissionView, visitor: Visitor, today: date) -> dict[str, object]:
    """Who hold the premises, too, and were asked to confirm a number."""
    return {
        "consent": await state_of(line, visitor.published, today),
        "opinions": await opinions_on(line.id) if line.consent else [],
    }


async def _colleagues(line: SubmissionView) -> list[tuple[str, str]]:
    """Who may have it in hand, by name."""
    wanted = PERMISSIONS[line.desk]
    able = [one for one in await colleagues() if one.active and wanted in permissions_of(one.role)]
    return [(str(one.id), one.name) for one in sorted(able, key=lambda one: sort_key(one.name))]


ROUTES = [case_page, order_file, answer, note, assign]
