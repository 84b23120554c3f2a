"""The regulations, open to everybody in every version."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from iok_core.db import Clock
from iok_core.regulations import service
from iok_core.regulations.pdf import RegulationsPrinter
from iok_core.regulations.service import VersionView
from iok_core.regulations.sheets import changes, sheet_of, text_of
from iok_core.web.cooperative import Cooperative
from iok_core.web.gates import OPEN
from iok_core.web.pages import page

FOR_A_DAY = "public, max-age=86400"

HttpRequest = Request[Any, Any, Any]


@get("/regulamin", gate=OPEN)
async def regulations(request: HttpRequest, clock: NamedDependency[Clock]) -> Response[str]:
    current = await service.in_force(clock.today())
    if current is None:
        return none_yet(request)
    return await _reading_page(request, clock, current)


@get("/regulamin/{number:int}", gate=OPEN)
async def regulations_version(
    request: HttpRequest, clock: NamedDependency[Clock], number: FromPath[int]
) -> Response[str]:
    return await _reading_page(request, clock, await _version(number))


@get("/regulamin/{number:int}/pdf", gate=OPEN)
async def regulations_pdf(
    printer: NamedDependency[RegulationsPrinter],
    cooperative: NamedDependency[Cooperative],
    number: FromPath[int],
) -> Response[bytes]:
    pdf = await printer.print(sheet_of(await _version(number), cooperative))
    return _file(pdf, "application/pdf", f"regulamin-{number}.pdf")


@get("/regulamin/{number:int}/txt", gate=OPEN)
async def regulations_text(number: FromPath[int]) -> Response[bytes]:
    """Byte for byte what the SHA-256 of its acceptances was made of."""
    text = (await _version(number)).text
    return _file(text.encode(), "text/plain", f"regulamin-{number}.txt")


def none_yet(request: HttpRequest) -> Response[str]:
    """Nobody comes in before there is something to accept."""
    return page(request, "regulations/none.html", status=503)


def _file(content: bytes, kind: str, name: str) -> Response[bytes]:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": FOR_A_DAY,
    }
    return Response(content, media_type=kind, headers=headers)


async def _version(number: int) -> VersionView:
    found = await service.version(number)
    if found is None:
        raise NotFoundException
    return found


async def _reading_page(request: HttpRequest, clock: Clock, shown: VersionView) -> Response[str]:
    versions = await service.all_versions()
    before = service.predecessor(shown, versions)
    return page(
        request,
        "regulations/read.html",
        **text_of(shown),
        versions=versions,
        current=await service.in_force(clock.today()),
        before=before,
        changes=changes(before, shown),
        today=clock.today(),
    )


ROUTES = [regulations, regulations_version, regulations_pdf, regulations_text]
