"""Documents of the cooperative: for anybody, for holders, for members."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from iok_core.audit.actions import ObjectKind
from iok_core.db import Clock
from iok_core.noticeboard.documents import DocumentView, content_of, open_to, take
from iok_core.noticeboard.kinds import Category
from iok_core.noticeboard.words import CATEGORIES, CIRCLES
from iok_core.web.gates import OPEN, NotYours
from iok_core.web.pages import page
from iok_core.web.pdf_answer import attached_pdf
from iok_core.web.visitor import Visitor

DOCUMENTS_PAGE = "/dokumenty"

HttpRequest = Request[Any, Any, Any]


@get(DOCUMENTS_PAGE, gate=OPEN)
async def documents(
    request: HttpRequest, visitor: NamedDependency[Visitor], clock: NamedDependency[Clock]
) -> Response[str]:
    found = await open_to(visitor, clock.today())
    grouped: list[tuple[Category, list[DocumentView]]] = [
        (category, theirs)
        for category in Category
        if (theirs := [one for one in found if one.category is category])
    ]
    return page(
        request,
        "noticeboard/documents.html",
        grouped=grouped,
        categories=CATEGORIES,
        circles=CIRCLES,
    )


@get(f"{DOCUMENTS_PAGE}/{{document:int}}", gate=OPEN)
async def one_document(
    visitor: NamedDependency[Visitor], clock: NamedDependency[Clock], document: FromPath[int]
) -> Response[bytes]:
    found = await take(visitor, document, clock)
    if found is None:
        raise NotYours(ObjectKind.DOCUMENT, document)
    return attached_pdf(await content_of(found.id), found.file_name)


ROUTES = [documents, one_document]
