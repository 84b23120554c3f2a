"""A draft before it is published: what it changes, what is wrong with it, and the next step."""

from datetime import date
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import PermissionDeniedException
from litestar.params import FromPath
from msgspec import Meta

from iok_core.audit.actions import ObjectKind
from iok_core.audit.origin import Origin
from iok_core.regulations import service as regulations
from iok_core.rulebook import drafts, publication
from iok_core.rulebook.drafts import DraftView, Refusal
from iok_core.rulebook.overseeing import Rulebook, warnings_of_draft
from iok_core.rulebook.publication import Announcement, Resolution
from iok_core.rulebook.staff_pages import DRAFT, EDITS, REGULATIONS_PAGE, review_page
from iok_core.rulebook.wording import text_flaws
from iok_core.rulebook.words import REFUSALS, TEXT_FLAWS, warning
from iok_core.web.forms import Form, Lines, asks, read_form
from iok_core.web.gates import NotYours
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

HttpRequest = Request[Any, Any, Any]

_A_DAY = msgid("Enter the day, for example 24.11.2026")


class Seen(msgspec.Struct, kw_only=True):
    """Which state of the draft was looked at."""

    revision: int


class Approved(Seen, kw_only=True):
    approved_by: Annotated[str, Meta(max_length=120), asks(msgid("Enter who approved the text"))]
    approved_on: Annotated[date, asks(_A_DAY)]
    resolution: Annotated[
        str, Meta(max_length=120), asks(msgid("Enter the number of the resolution or the minutes"))
    ]


class Announced(Seen, kw_only=True):
    in_force_from: Annotated[date, asks(_A_DAY)]
    summary: Annotated[Lines, asks(msgid("Write what changes, in a few words for residents"))]
    despite: bool = False


class Corrected(Seen, kw_only=True):
    reason: Annotated[Lines, asks(msgid("Write what was wrong: residents read it in the history"))]
    despite: bool = False


@get(f"{DRAFT}/podglad", gate=EDITS)
async def review(
    request: HttpRequest, rulebook: NamedDependency[Rulebook], draft: FromPath[int]
) -> Response[Any]:
    found = await _draft(draft)
    if found.published_as is not None:
        return see_other(request, f"/regulamin/{found.published_as}")
    return await _review_page(request, rulebook, found, _next_form(found, rulebook))


@post(f"{DRAFT}/zatwierdzenie", gate=EDITS)
async def approve(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    rulebook: NamedDependency[Rulebook],
    draft: FromPath[int],
) -> Response[Any]:
    found, form = await _draft(draft), await read_form(request, Approved)
    if not form.ok:
        return await _review_page(request, rulebook, found, form, status=422)
    sent = form.struct
    resolution = Resolution(
        approved_by=sent.approved_by, approved_on=sent.approved_on, resolution=sent.resolution
    )
    outcome = await publication.approve(
        draft, sent.revision, resolution, rulebook.tools, by=Origin.of(visitor)
    )
    if isinstance(outcome, Refusal):
        return await _refused(request, rulebook, draft, form, outcome)
    return see_other(request, review_page(draft), _("The approval is recorded. Now announce it."))


@post(f"{DRAFT}/cofniecie", gate=EDITS)
async def reopen(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    rulebook: NamedDependency[Rulebook],
    draft: FromPath[int],
) -> Response[Any]:
    await _draft(draft)
    form = await read_form(request, Seen)
    revision = form.struct.revision if form.ok else 0
    outcome = await publication.reopen(draft, revision, rulebook.tools, by=Origin.of(visitor))
    if isinstance(outcome, Refusal):
        return await _refused(request, rulebook, draft, form, outcome)
    return see_other(request, review_page(draft), _("The text can be changed again."))


@post(f"{DRAFT}/ogloszenie", gate=EDITS)
async def announce(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    rulebook: NamedDependency[Rulebook],
    draft: FromPath[int],
) -> Response[Any]:
    found, form = await _draft(draft), await read_form(request, Announced)
    await _heed(rulebook, found, form)
    if not form.ok:
        return await _review_page(request, rulebook, found, form, status=422)
    sent = form.struct
    announcement = Announcement(in_force_from=sent.in_force_from, summary=sent.summary)
    outcome = await publication.announce(
        draft, sent.revision, announcement, rulebook, by=Origin.of(visitor)
    )
    if isinstance(outcome, Refusal):
        return await _refused(request, rulebook, draft, form, outcome)
    said = _("Version %(number)s is announced. Residents read what will change.")
    return see_other(request, REGULATIONS_PAGE, said % {"number": outcome})


@post(f"{DRAFT}/sprostowanie", gate=EDITS)
async def correct(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    rulebook: NamedDependency[Rulebook],
    draft: FromPath[int],
) -> Response[Any]:
    found, form = await _draft(draft), await read_form(request, Corrected)
    await _heed(rulebook, found, form)
    if not form.ok:
        return await _review_page(request, rulebook, found, form, status=422)
    sent = form.struct
    outcome = await publication.correct(
        draft, sent.revision, sent.reason, rulebook, by=Origin.of(visitor)
    )
    if isinstance(outcome, Refusal):
        return await _refused(request, rulebook, draft, form, outcome)
    said = _("Version %(number)s is published. Nobody has to accept it anew.")
    return see_other(request, REGULATIONS_PAGE, said % {"number": outcome})


@post(f"{DRAFT}/usuniecie", gate=EDITS)
async def discard(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    rulebook: NamedDependency[Rulebook],
    draft: FromPath[int],
) -> Response[Any]:
    await _draft(draft)
    form = await read_form(request, Seen)
    revision = form.struct.revision if form.ok else 0
    outcome = await drafts.discard(draft, revision, rulebook.tools, by=Origin.of(visitor))
    if isinstance(outcome, Refusal):
        return await _refused(request, rulebook, draft, form, outcome)
    return see_other(request, REGULATIONS_PAGE, _("The draft is thrown away."))


async def _draft(draft: int) -> DraftView:
    found = await drafts.draft(draft)
    if found is None:
        raise NotYours(ObjectKind.DRAFT, draft)
    return found


async def _heed(rulebook: Rulebook, found: DraftView, form: Form[Any]) -> None:
    """Warnings forbid nothing, but somebody has to have read them."""
    warned = await warnings_of_draft(rulebook, found)
    if warned and not form.value("despite"):
        form.add_error("despite", _("Tick the box when you have read the warnings"))


async def _refused(
    request: HttpRequest, rulebook: Rulebook, draft: int, form: Form[Any], why: Refusal
) -> Response[Any]:
    if why is Refusal.NOT_PERMITTED:
        raise PermissionDeniedException
    fields = {Refusal.TOO_SOON: "in_force_from", Refusal.APPROVED_LATER: "approved_on"}
    form.add_error(fields.get(why, ""), _(REFUSALS[why]))
    return await _review_page(request, rulebook, await _draft(draft), form, status=422)


def _next_form(found: DraftView, rulebook: Rulebook) -> Form[Any]:
    if found.is_correction:
        return Form(Corrected)
    if not found.approved:
        return Form(Approved)
    return Form(Announced, {"in_force_from": rulebook.earliest().isoformat()})


async def _review_page(
    request: HttpRequest, rulebook: Rulebook, found: DraftView, form: Form[Any], status: int = 200
) -> Response[Any]:
    base = await regulations.version(found.based_on)
    wanted, newest = _next_form(found, rulebook), max(await regulations.versions(), default=0)
    return page(
        request,
        "office/draft_review.html",
        status=status,
        draft=found,
        form=form,
        asked=form if form.fields.keys() == wanted.fields.keys() else wanted,
        base=base,
        overtaken_by=newest if newest > found.based_on else None,
        changes=regulations.difference(regulations.parse(base.text), found.wording.document)
        if base
        else None,
        flaws=[(name, _(TEXT_FLAWS[flaw])) for name, flaw in text_flaws(found.wording)],
        warnings=await warnings_of_draft(rulebook, found),
        warning=warning,
        earliest=rulebook.earliest(),
        notice_days=rulebook.notice_days,
    )


ROUTES = [review, approve, reopen, announce, correct, discard]
