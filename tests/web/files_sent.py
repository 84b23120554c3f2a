"""Pages that take files, and bodies as browsers send them."""

from typing import Any

from litestar import Request, Response, get, post

from iok_core.web.file_limits import FileLimits
from iok_core.web.files import read_files
from iok_core.web.forms import Errors, read_form
from iok_core.web.gates import OPEN, RESIDENT
from tests.web.sample import Sample

OWN = {"origin": "http://testserver.local"}
MIB = 1024 * 1024
LIMITS = FileLimits(files=3, mib=1)
EDGE = b"--edge"
FORM = {"name": "Łucja Żak", "password": "p"}
TEXTS = (('name="name"', "Łucja Żak".encode()), ('name="password"', b"p"))


async def _answer(request: Request[Any, Any, Any]) -> Response[Any]:
    form = await read_form(request, Sample)
    files = await read_files(request, "photos")
    answer = {
        "typed": form.value("name"),
        "errors": Errors.of(form, files).errors,
        "beside": files.error("photos"),
        "files": [(file.number, len(file.content)) for file in files.taken],
    }
    return Response(answer, status_code=200 if form.ok and files.ok else 422)


@post("/with", gate=OPEN, files=True)
async def with_files(request: Request[Any, Any, Any]) -> Response[Any]:
    return await _answer(request)


@post("/without", gate=OPEN)
async def without_files(request: Request[Any, Any, Any]) -> Response[Any]:
    return await _answer(request)


@post("/resident", gate=RESIDENT, files=True)
async def for_residents(request: Request[Any, Any, Any]) -> Response[Any]:
    return await _answer(request)


@get("/resident", gate=RESIDENT, sync_to_thread=False)
def form_page() -> str:
    return ""


def multipart(*parts: tuple[str, bytes], end: bytes = EDGE + b"--\r\n") -> bytes:
    """Each part: what stands after `form-data; `, and its content."""
    written = (
        EDGE + b"\r\nContent-Disposition: form-data; " + head.encode() + b"\r\n\r\n" + content
        for head, content in parts
    )
    return b"".join(part + b"\r\n" for part in written) + end
