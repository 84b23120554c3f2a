"""What people are told about their data: open to everybody, and no part of any acceptance."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from iok_core.db import Clock
from iok_core.regulations import service
from iok_core.regulations.service import Information
from iok_core.web.gates import OPEN
from iok_core.web.pages import page

INFORMATION_PAGE = "/dane-osobowe"

HttpRequest = Request[Any, Any, Any]


@get(INFORMATION_PAGE, gate=OPEN)
async def information(request: HttpRequest, clock: NamedDependency[Clock]) -> Response[str]:
    """Without a text yet: who the controller is, and whom to ask."""
    current = await service.informs_on(clock.today())
    return await _page(request, current, current)


@get("/dane-osobowe/{number:int}", gate=OPEN)
async def information_version(
    request: HttpRequest, clock: NamedDependency[Clock], number: FromPath[int]
) -> Response[str]:
    found = {one.number: one for one in await service.informations()}.get(number)
    if found is None:
        raise NotFoundException
    return await _page(request, found, await service.informs_on(clock.today()))


async def _page(
    request: HttpRequest, shown: Information | None, current: Information | None
) -> Response[str]:
    versions = await service.informations()
    return page(
        request,
        "regulations/information.html",
        information=shown,
        current=current,
        versions=versions,
    )


ROUTES = [information, information_version]
