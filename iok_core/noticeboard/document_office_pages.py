"""Documents at the office: the list, adding one, and what is done with it."""

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
from iok_core.identity.service import Permission, staff_names
from iok_core.noticeboard import filing
from iok_core.noticeboard.documents import DocumentView, content_of, document, documents, takers
from iok_core.noticeboard.filing import NewDocument
from iok_core.noticeboard.kinds import Category, Circle
from iok_core.noticeboard.sent_pdfs import one_pdf
from iok_core.noticeboard.staff_pages import GATE
from iok_core.noticeboard.tables import TITLE_LENGTH
from iok_core.noticeboard.words import CATEGORIES, CIRCLES, REFUSALS, STATES
from iok_core.noticeboard.writing import Board, Refusal
from iok_core.web.files import Files, no_files, read_files
from iok_core.web.forms import Errors, Form, asks, read_form
from iok_core.web.gates import NotYours
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.lists import Choice, Column, Keys, Outline
from iok_core.web.navigation import NavItem
from iok_core.web.pages import page, see_other
from iok_core.web.pdf_answer import attached_pdf
from iok_core.web.visitor import Visitor

OFFICE_PAGE = "/biuro/dokumenty"
NEW = f"{OFFICE_PAGE}/nowy"
ONE = f"{OFFICE_PAGE}/{{document:int}}"
FIELD = "plik"

NAVIGATION = [
    NavItem(
        href=OFFICE_PAGE,
        label=msgid("Documents"),
        icon="file-text",
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
        Column("rodzaj", msgid("Category")),
        Column("komu", msgid("For whom")),
        Column("pobrane", msgid("Taken by"), "num"),
    ),
    choices=(
        Choice("stan", msgid("State"), STATES),
        Choice("rodzaj", msgid("Category"), CATEGORIES),
    ),
)
_KEYS: Keys[DocumentView] = {"od": lambda one: (-one.since.toordinal(), -one.id)}
_A_DAY = msgid("Enter the day, for example 24.11.2026")

HttpRequest = Request[Any, Any, Any]


class Added(msgspec.Struct):
    title: Annotated[str, Meta(max_length=TITLE_LENGTH), asks(msgid("Enter the title"))]
    category: Annotated[Category, asks(msgid("Choose the category"))]
    circle: Annotated[Circle, asks(msgid("Choose for whom it is"))]
    since: Annotated[date, asks(_A_DAY)]
    until: Annotated[date | None, asks(_A_DAY)] = None


class Nothing(msgspec.Struct):
    pass


@get(OFFICE_PAGE, gate=GATE)
async def office_list(request: HttpRequest, board: NamedDependency[Board]) -> Response[str]:
    asked = LIST.read(request.query_params)
    state, category = asked.chosen.get("stan"), asked.chosen.get("rodzaj")
    rows = [
        one
        for one in await documents()
        if state in (None, one.state) and category in (None, one.category)
    ]
    shown, today = asked.show(rows, _KEYS), board.clock.today()
    return page(
        request, "office/documents.html", shown=shown, takers=await takers(), today=today, **WORDS
    )


@get(NEW, gate=GATE)
async def new_form(request: HttpRequest, board: NamedDependency[Board]) -> Response[str]:
    form = Form(Added, {"since": board.clock.today().isoformat(), "circle": "holders"})
    return _form_page(request, form, no_files(request, FIELD))


@post(NEW, gate=GATE, files=True)
async def add(
    request: HttpRequest, visitor: NamedDependency[Visitor], board: NamedDependency[Board]
) -> Response[Any]:
    form, files = await read_form(request, Added), await read_files(request, FIELD)
    content = one_pdf(files)
    if form.ok and form.struct.until is not None and form.struct.until < form.struct.since:
        form.add_error("until", _("The last day cannot be before the first one, or in the past"))
    if not form.ok or content is None:
        return _form_page(request, form, files, status=422)
    new = NewDocument(**msgspec.structs.asdict(form.struct), content=content)
    added = await filing.add(board, new, by=Origin.of(visitor))
    if isinstance(added, Refusal):
        raise PermissionDeniedException
    return see_other(request, f"{OFFICE_PAGE}/{added}")


@get(ONE, gate=GATE)
async def review(
    request: HttpRequest, board: NamedDependency[Board], document: FromPath[int]
) -> Response[str]:
    return page(
        request,
        "office/document.html",
        one=await _known(document),
        taken=(await takers()).get(document, 0),
        names=await staff_names(),
        today=board.clock.today(),
        **WORDS,
    )


@get(f"{ONE}/plik", gate=GATE)
async def file(document: FromPath[int]) -> Response[bytes]:
    """As residents get it."""
    found = await _known(document)
    return attached_pdf(await content_of(document), found.file_name)


@post(f"{ONE}/pokaz", gate=GATE)
async def show(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    board: NamedDependency[Board],
    document: FromPath[int],
) -> Response[Any]:
    await _read(request, document)
    refusal = await filing.show(board, document, by=Origin.of(visitor))
    said = _("The document is shown.") if refusal is None else _said(refusal)
    return see_other(request, f"{OFFICE_PAGE}/{document}", said)


@post(f"{ONE}/wycofaj", gate=GATE)
async def withdraw(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    board: NamedDependency[Board],
    document: FromPath[int],
) -> Response[Any]:
    await _read(request, document)
    refusal = await filing.withdraw(board, document, by=Origin.of(visitor))
    said = _("The document is withdrawn. Nobody can take it now.")
    return see_other(request, f"{OFFICE_PAGE}/{document}", _said(refusal) if refusal else said)


@post(f"{ONE}/usun", gate=GATE)
async def discard(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    board: NamedDependency[Board],
    document: FromPath[int],
) -> Response[Any]:
    await _read(request, document)
    refusal = await filing.discard(board, document, by=Origin.of(visitor))
    if refusal is not None:
        return see_other(request, f"{OFFICE_PAGE}/{document}", _said(refusal))
    return see_other(request, OFFICE_PAGE, _("The draft is thrown away."))


async def _read(request: HttpRequest, document: int) -> None:
    await _known(document)
    await read_form(request, Nothing)


async def _known(id_: int) -> DocumentView:
    found = await document(id_)
    if found is None:
        raise NotYours(ObjectKind.DOCUMENT, id_)
    return found


def _said(refusal: Refusal) -> str:
    if refusal is Refusal.NOT_PERMITTED:
        raise PermissionDeniedException
    return _(REFUSALS[refusal])


def _form_page(
    request: HttpRequest, form: Form[Added], files: Files, status: int = 200
) -> Response[str]:
    return page(
        request,
        "office/document_form.html",
        status=status,
        form=form,
        files=files,
        errors=Errors.of(form, files),
        **WORDS,
    )


WORDS: dict[str, Any] = {"states": STATES, "categories": CATEGORIES, "circles": CIRCLES}

ROUTES = [office_list, new_form, add, review, file, show, withdraw, discard]
