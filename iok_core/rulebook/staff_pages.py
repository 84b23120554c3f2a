"""The regulations at the office: what is in force, announced and drafted; the text of a draft."""

from typing import Any, Literal

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import PermissionDeniedException
from litestar.params import FromPath

from iok_core.audit.actions import ObjectKind
from iok_core.audit.origin import Origin
from iok_core.identity.service import Permission
from iok_core.regulations import service as regulations
from iok_core.rulebook import drafts
from iok_core.rulebook.counting import counts
from iok_core.rulebook.draft_form import DraftForm, read_draft
from iok_core.rulebook.drafts import DraftView, Refusal
from iok_core.rulebook.overseeing import Rulebook, warnings_of_information, warnings_today
from iok_core.rulebook.words import REFUSALS, warning
from iok_core.web.body import BadForm, form_fields, is_form
from iok_core.web.forms import read_form
from iok_core.web.gates import NotYours, staff
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.navigation import NavItem
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

REGULATIONS_PAGE = "/biuro/regulamin"
DRAFTS = f"{REGULATIONS_PAGE}/projekty"
DRAFT = f"{DRAFTS}/{{draft:int}}"
EDITS = staff(Permission.EDIT_REGULATIONS)

NAVIGATION = [
    NavItem(
        href=REGULATIONS_PAGE,
        label=msgid("Regulations"),
        icon="scroll-text",
        group="staff",
        permission=Permission.EDIT_REGULATIONS,
    ),
]

HttpRequest = Request[Any, Any, Any]


class Begun(msgspec.Struct):
    kind: Literal["new", "correction"] = "new"


@get(REGULATIONS_PAGE, gate=EDITS)
async def overview(
    request: HttpRequest,
    rulebook: NamedDependency[Rulebook],
) -> Response[str]:
    today = rulebook.tools.clock.today()
    current = await regulations.in_force(today)
    return page(
        request,
        "office/regulations.html",
        current=current,
        announced=await regulations.announced(today),
        drafts=await drafts.open_drafts(),
        counts=await counts(today),
        warnings=await warnings_today(rulebook),
        of_information=await warnings_of_information(rulebook),
        warning=warning,
        notice_days=rulebook.notice_days,
    )


@post(DRAFTS, gate=EDITS)
async def begin(
    request: HttpRequest, visitor: NamedDependency[Visitor], rulebook: NamedDependency[Rulebook]
) -> Response[Any]:
    form, today = await read_form(request, Begun), rulebook.tools.clock.today()
    correction = form.ok and form.struct.kind == "correction"
    current = await regulations.in_force(today)
    if not correction:
        current = await regulations.announced(today) or current
    if current is None or not form.ok:
        return see_other(request, REGULATIONS_PAGE, _("There is nothing to begin with."))
    by = Origin.of(visitor)
    begun = await drafts.start(current.number, rulebook.tools, correction=correction, by=by)
    if isinstance(begun, Refusal):
        raise PermissionDeniedException
    return see_other(request, f"{DRAFTS}/{begun}")


@get(DRAFT, gate=EDITS)
async def draft_form(request: HttpRequest, draft: FromPath[int]) -> Response[Any]:
    found = await drafts.draft(draft)
    if found is None:
        raise NotYours(ObjectKind.DRAFT, draft)
    if found.approved or not found.open:
        return see_other(request, review_page(draft))
    return _form_page(request, found, DraftForm.of(found))


@post(DRAFT, gate=EDITS)
async def save_draft(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    rulebook: NamedDependency[Rulebook],
    draft: FromPath[int],
) -> Response[Any]:
    """Saves what was typed; a button beside a clause adds, removes or moves one as well."""
    found = await drafts.draft(draft)
    if found is None:
        raise NotYours(ObjectKind.DRAFT, draft)
    if not is_form(request):
        raise BadForm
    form = read_draft(await form_fields(request))
    if form.errors:
        return _form_page(request, found, form, status=422)
    wording = form.wording.moved(*form.move) if form.move else form.wording
    by = Origin.of(visitor)
    refusal = await drafts.save(draft, form.revision, wording, rulebook.tools, by=by)
    if refusal is Refusal.CHANGED:
        form.revision = found.revision
        form.add_error("", _("Somebody has saved this draft meanwhile. If you save, yours stays"))
        return _form_page(request, found, form, status=422)
    if refusal is not None:
        return see_other(request, review_page(draft), _(REFUSALS[refusal]))
    return see_other(request, *_after(draft, form))


def _after(draft: int, form: DraftForm) -> tuple[str, str | None]:
    if form.move is None:
        return review_page(draft), _("The draft is saved.")
    move, number = form.move
    place = {"add": number + 1, "up": max(number - 1, 1), "down": number + 1, "remove": number}
    return f"{DRAFTS}/{draft}#clause-{place[move]}", None


def _form_page(
    request: HttpRequest, found: DraftView, form: DraftForm, status: int = 200
) -> Response[str]:
    return page(request, "office/draft.html", status=status, draft=found, form=form)


def review_page(draft: int) -> str:
    return f"{DRAFTS}/{draft}/podglad"


ROUTES = [overview, begin, draft_form, save_draft]
