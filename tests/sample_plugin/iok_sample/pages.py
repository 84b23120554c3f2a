"""The note, to read and to write."""

from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from iok_core.api import Gate, Render, Viewer
from iok_sample.tables import keep_note, note_of

PAGE = "/wtyczki/sample/notatka"


@get(PAGE, gate=Gate.RESIDENT)
async def note(viewer: NamedDependency[Viewer], render: NamedDependency[Render]) -> Any:
    return render("note.html", note=await note_of(viewer.person))


@post(PAGE, gate=Gate.RESIDENT)
async def write(request: Request[Any, Any, Any], viewer: NamedDependency[Viewer]) -> Redirect:
    sent = await request.form()
    if viewer.person is not None:
        await keep_note(viewer.person, str(sent.get("text", "")))
    return Redirect(PAGE, status_code=303)


PAGES = [note, write]
