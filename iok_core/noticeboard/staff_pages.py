"""Announcements at the office: the list, the form of a draft."""

from collections.abc import Collection
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import PermissionDeniedException
from litestar.params import FromPath, FromQuery

from iok_core.audit.actions import ObjectKind
from iok_core.audit.origin import Origin
from iok_core.identity.service import Permission
from iok_core.noticeboard import writing
from iok_core.noticeboard.announcements import AnnouncementView, announcement, announcements, sights
from iok_core.noticeboard.attaching import BOX, FIELD, Attaching
from iok_core.noticeboard.attachments import attachments_of
from iok_core.noticeboard.form import Aims, Written, typed_of, wording_of
from iok_core.noticeboard.kinds import State
from iok_core.noticeboard.words import GROUPS, OUTAGES, REACHES, STATES
from iok_core.noticeboard.writing import Board, Refusal
from iok_core.premises.holders import places
from iok_core.web.files import no_files, read_files
from iok_core.web.forms import Errors, Form, numbered_boxes, read_forms, ticked
from iok_core.web.gates import NotYours, staff
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.lists import Choice, Column, Keys, Outline
from iok_core.web.navigation import NavItem
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

OFFICE_PAGE = "/biuro/ogloszenia"
NEW = f"{OFFICE_PAGE}/nowe"
ONE = f"{OFFICE_PAGE}/{{announcement:int}}"
TEXT = f"{ONE}/tekst"
GATE = staff(Permission.ANNOUNCE)

NAVIGATION = [
    NavItem(
        href=OFFICE_PAGE,
        label=msgid("Announcements"),
        icon="megaphone",
        group="staff",
        permission=Permission.ANNOUNCE,
    ),
]
LIST = Outline(
    path=OFFICE_PAGE,
    columns=(
        Column("tytul", msgid("Title")),
        Column("od", msgid("Shown from"), "nowrap", sorts=True),
        Column("do", msgid("To"), "nowrap"),
        Column("stan", msgid("State")),
        Column("komu", msgid("Whom it is about")),
        Column("otwarte", msgid("Opened by"), "num"),
    ),
    choices=(Choice("stan", msgid("State"), STATES),),
)
_KEYS: Keys[AnnouncementView] = {
    "od": lambda one: (-one.since.toordinal(), -one.id),
}

HttpRequest = Request[Any, Any, Any]


@get(OFFICE_PAGE, gate=GATE)
async def office_list(request: HttpRequest, board: NamedDependency[Board]) -> Response[str]:
    asked = LIST.read(request.query_params)
    wanted = asked.chosen.get("stan")
    rows = [one for one in await announcements() if wanted in (None, one.state)]
    return page(
        request,
        "office/announcements.html",
        shown=asked.show(rows, _KEYS),
        sights=await sights(),
        today=board.clock.today(),
        **WORDS,
    )


@get(NEW, gate=GATE)
async def new_form(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    board: NamedDependency[Board],
    z: FromQuery[int | None] = None,
) -> Response[str]:
    """Empty, or with the text of another one."""
    pattern = await announcement(z) if z is not None else None
    today = board.clock.today()
    if pattern is None:
        known = {"since": today.isoformat(), "reach": "all", "group": "everybody"}
        form, attaching = Form(Written, known), Attaching.begun(no_files(request, FIELD))
        return await _form_page(request, visitor, form, attaching, NEW)
    known = await typed_of(pattern, visitor.published) | {"since": today.isoformat(), "until": ""}
    aims = Aims.of(await places(visitor.published))
    chosen = aims.names(pattern.audience.places)
    attaching = Attaching.begun(no_files(request, FIELD), await attachments_of(pattern.id))
    return await _form_page(request, visitor, Form(Written, known), attaching, NEW, chosen)


@post(NEW, gate=GATE, files=True)
async def save_new(
    request: HttpRequest, visitor: NamedDependency[Visitor], board: NamedDependency[Board]
) -> Response[Any]:
    return await _save(request, visitor, board, None)


@get(TEXT, gate=GATE)
async def text_form(
    request: HttpRequest, visitor: NamedDependency[Visitor], announcement: FromPath[int]
) -> Response[Any]:
    found = await known(announcement)
    if found.state is not State.DRAFT:
        return see_other(request, page_of(announcement))
    aims = Aims.of(await places(visitor.published))
    form = Form(Written, await typed_of(found, visitor.published))
    chosen = aims.names(found.audience.places)
    attaching = Attaching.begun(no_files(request, FIELD), await attachments_of(announcement))
    action = text_of(announcement)
    return await _form_page(request, visitor, form, attaching, action, chosen)


@post(TEXT, gate=GATE, files=True)
async def save_text(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    board: NamedDependency[Board],
    announcement: FromPath[int],
) -> Response[Any]:
    await known(announcement)
    return await _save(request, visitor, board, announcement)


async def _save(
    request: HttpRequest, visitor: Visitor, board: Board, id_: int | None
) -> Response[Any]:
    aims, by = Aims.of(await places(visitor.published)), Origin.of(visitor)
    kept, files = await numbered_boxes(request, BOX), await read_files(request, FIELD)
    form, attaching = Form(Written), await Attaching.sent(files, kept, id_, by)
    boxes = {*aims.boxes, *attaching.boxes}
    await read_forms(request, form, attaching.form, boxes=boxes)
    chosen = await ticked(request, aims.boxes)
    today = board.clock.today()
    wording = await wording_of(form, aims.ticked(chosen), visitor.published, today)
    another = attaching.another
    if await attaching.keep_file(board, by) is Refusal.NOT_PERMITTED:
        raise PermissionDeniedException
    if wording is None or not attaching.ok:
        action = NEW if id_ is None else text_of(id_)
        return await _form_page(request, visitor, form, attaching, action, chosen, status=422)
    saved = await writing.save(board, id_, wording, attaching.stay, by=by)
    if saved is Refusal.NOT_PERMITTED:
        raise PermissionDeniedException
    if isinstance(saved, Refusal):
        return see_other(request, page_of(id_ or 0), _("Somebody has shown it meanwhile."))
    return see_other(request, f"{text_of(saved)}#zalaczniki" if another else page_of(saved))


async def _form_page(
    request: HttpRequest,
    visitor: Visitor,
    form: Form[Written],
    attaching: Attaching,
    action: str,
    chosen: Collection[str] = (),
    status: int = 200,
) -> Response[str]:
    aims = Aims.of(await places(visitor.published))
    return page(
        request,
        "office/announcement_form.html",
        status=status,
        form=form,
        attaching=attaching,
        errors=Errors.of(form, attaching.form, attaching.files),
        action=action,
        boxes=aims.boxes,
        chosen=chosen,
        **WORDS,
    )


async def known(id_: int) -> AnnouncementView:
    found = await announcement(id_)
    if found is None:
        raise NotYours(ObjectKind.ANNOUNCEMENT, id_)
    return found


def page_of(id_: int) -> str:
    return f"{OFFICE_PAGE}/{id_}"


def text_of(id_: int) -> str:
    return f"{page_of(id_)}/tekst"


WORDS: dict[str, Any] = {
    "states": STATES,
    "reaches": REACHES,
    "groups": GROUPS,
    "outages": OUTAGES,
}

ROUTES = [office_list, new_form, save_new, text_form, save_text]
