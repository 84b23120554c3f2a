"""Taking one's own data along (articles 15 and 20 of the GDPR): what there is, and the file."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.response import Stream

from iok_core.audit.origin import Origin
from iok_core.privacy.looking import resident_of
from iok_core.privacy.portability import gather
from iok_core.privacy.portability_file import photo_name, zipped
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.words import OWN_STEPS, STATES
from iok_core.web.gates import RESIDENT, fresh
from iok_core.web.pages import page, page_in_a_file
from iok_core.web.visitor import Visitor

OWN_DATA_PAGE = "/dostep/moje-dane"

HttpRequest = Request[Any, Any, Any]


@get(OWN_DATA_PAGE, gate=RESIDENT)
async def own_data(request: HttpRequest) -> Response[str]:
    return page(request, "privacy/own_data.html")


@get(f"{OWN_DATA_PAGE}/plik", gate=fresh(RESIDENT, file=True))
async def own_data_file(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    submissions: NamedDependency[SubmissionContext],
) -> Stream:
    own = await gather(submissions, resident_of(visitor), by=Origin.of(visitor))
    words = {"states": STATES, "steps": OWN_STEPS, "photo_name": photo_name}
    index = page_in_a_file(request, "privacy/own_data_index.html", own=own, words=words)
    name = f"moje-dane-{submissions.clock.today()}.zip"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Stream(zipped(own, index), media_type="application/zip", headers=headers)


ROUTES = [own_data, own_data_file]
