"""What anybody sets for themselves: the language, the colours, the size of the text."""

from typing import Any
from urllib.parse import quote

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from msgspec import structs

from iok_core.web import i18n, look
from iok_core.web.forms import Form, read_form
from iok_core.web.gates import OPEN, RESIDENT_HOME, always
from iok_core.web.i18n import gettext as _
from iok_core.web.look import Look
from iok_core.web.pages import STATE_KEY, page, see_other
from iok_core.web.paths import came_from, internal_path

LOOK_PAGE = "/wyglad"

HttpRequest = Request[Any, Any, Any]


class Chosen(Look, frozen=True):
    dalej: str = ""
    """The page from which somebody came to choose."""


@get("/jezyk/{code:str}", gate=OPEN, sync_to_thread=False)
def choose_language(
    request: HttpRequest, code: FromPath[str], dalej: FromQuery[str] = ""
) -> Redirect:
    """A link and no form: all that it changes is in which words this browser is answered."""
    if code not in i18n.OFFERED:
        raise NotFoundException
    back = internal_path(dalej) or came_from(request) or RESIDENT_HOME
    return see_other(request, back, choices={i18n.COOKIE_SUFFIX: code})


@get(LOOK_PAGE, gate=OPEN, sync_to_thread=False)
def look_form(request: HttpRequest, dalej: FromQuery[str] = "") -> Response[str]:
    now: Look = request.app.state[STATE_KEY].look_of(request)
    given = structs.asdict(now) | {"dalej": internal_path(dalej) or ""}
    return _form_page(request, Form(Chosen, given))


@post(LOOK_PAGE, gate=always(OPEN))
async def choose_look(request: HttpRequest) -> Response[Any]:
    form = await read_form(request, Chosen)
    if not form.ok:
        return _form_page(request, form, status=422)
    back = internal_path(form.struct.dalej)
    return see_other(
        request,
        f"{LOOK_PAGE}?dalej={quote(back, safe='/')}" if back else LOOK_PAGE,
        _("Saved. This is how pages look from now on."),
        choices={look.COOKIE_SUFFIX: look.written(form.struct)},
    )


def _form_page(request: HttpRequest, form: Form[Chosen], status: int = 200) -> Response[str]:
    back = internal_path(form.value("dalej")) or RESIDENT_HOME
    return page(request, "look.html", status=status, form=form, back=back)


ROUTES = [choose_language, look_form, choose_look]
