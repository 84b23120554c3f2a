"""Photos of submissions: of one's own draft, of one's own submission, and for the office."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from iok_core.audit.actions import ObjectKind
from iok_core.photos.service import photo_content, photos_for, photos_with
from iok_core.submissions.case_pages import CASE, case_of
from iok_core.submissions.form_pages import NEW
from iok_core.submissions.own_pages import ONE, own_submission
from iok_core.submissions.queue_pages import GATE
from iok_core.submissions.sending import holder
from iok_core.web.gates import RESIDENT, NotYours
from iok_core.web.jpeg_answer import jpeg
from iok_core.web.visitor import Visitor

SMALL = "mala"
"""In the query: the thumbnail is enough."""

HttpRequest = Request[Any, Any, Any]


@get(f"{NEW}/zdjecia/{{photo:int}}", gate=RESIDENT)
async def draft_photo(
    request: HttpRequest, visitor: NamedDependency[Visitor], photo: FromPath[int]
) -> Response[bytes]:
    found = await photos_with([photo])
    if visitor.person is None or not found or not found[0].free_for(visitor.person):
        raise NotYours(ObjectKind.PHOTO, photo)
    return await _answer(request, photo)


@get(f"{ONE}/zdjecia/{{kept_photo:int}}", gate=RESIDENT)
async def own_photo(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    submission: FromPath[int],
    kept_photo: FromPath[int],
) -> Response[bytes]:
    line = await own_submission(visitor, submission)
    return await _of_submission(request, line.id, kept_photo)


@get(f"{CASE}/zdjecia/{{kept_photo:int}}", gate=GATE)
async def office_photo(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    submission: FromPath[int],
    kept_photo: FromPath[int],
) -> Response[bytes]:
    line = await case_of(visitor, submission)
    return await _of_submission(request, line.id, kept_photo)


async def _of_submission(request: HttpRequest, submission: int, photo: int) -> Response[bytes]:
    if photo not in {one.id for one in await photos_for(holder(submission))}:
        raise NotYours(ObjectKind.PHOTO, photo)
    return await _answer(request, photo)


async def _answer(request: HttpRequest, photo: int) -> Response[bytes]:
    small = SMALL in request.query_params
    return jpeg(await photo_content(photo, "thumbnail" if small else "jpeg"), f"zdjecie-{photo}")


ROUTES = [draft_photo, own_photo, office_photo]
