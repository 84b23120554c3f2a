"""HTML pages: the template, what every template may use, and POST–redirect–GET."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2
import msgspec
from litestar import MediaType, Request, Response
from litestar.datastructures import Cookie
from litestar.response import Redirect
from markupsafe import Markup

from iok_core.web import csrf, i18n, look
from iok_core.web.cookies import YEAR, Cookies
from iok_core.web.cooperative import Cooperative
from iok_core.web.look import Look
from iok_core.web.navigation import NavItem, beside_accounts, navigation, sections
from iok_core.web.paths import CONFIRM_PAGE, page_of
from iok_core.web.static import StaticFiles
from iok_core.web.templates import NOBODYS, environment
from iok_core.web.visitor import Visitor, visitor_of

STATE_KEY = "iok_pages"
FLASH_SUFFIX = "-flash"
FLASH_SECONDS = 60
TYPED_SUFFIX = "-typed"
FLASH_LENGTH = 200
NOTHING: Mapping[str, str] = {}


class Frame(msgspec.Struct, frozen=True):
    """What goes around a page: where it stands and how its reader wants it."""

    path: str
    here: str = ""
    """The address to come back to, quoted for a query; empty where there is none."""
    flash: str = ""
    look: Look = look.PLAIN


class TooLongError(Exception):
    """A template makes more text than its place has room for."""


class Pages(msgspec.Struct, frozen=True):
    env: jinja2.Environment
    cookies: Cookies
    cooperative: Cooperative
    items: Sequence[NavItem]

    def render(self, name: str, visitor: Visitor, frame: Frame, context: Any) -> str:
        nav = navigation(self.items, visitor, frame.path)
        shared = {
            "visitor": visitor,
            "lang": i18n.language(),
            "path": frame.path,
            "here": frame.here,
            "look": frame.look,
            "nav": nav,
            "nav_sections": sections(nav),
            "beside_accounts": beside_accounts(self.items),
            "flash": frame.flash,
        }
        with csrf.rendering_for(visitor):
            return self.env.get_template(name).render(shared | context)

    def look_of(self, request: Request[Any, Any, Any]) -> Look:
        return look.read(self.cookies.read(request, look.COOKIE_SUFFIX))

    def fragment(
        self, name: str, visitor: Visitor, context: Mapping[str, object], most: int
    ) -> Markup:
        """A piece of a page. Raises TooLongError as soon as it has more than `most` characters."""
        pieces: list[str] = []
        shared = {"visitor": visitor, "lang": i18n.language()}
        with csrf.rendering_for(visitor):
            for piece in self.env.get_template(name).generate(shared | dict(context)):
                pieces.append(piece)
                most -= len(piece)
                if most < 0:
                    raise TooLongError(name)
        return Markup("").join(map(Markup, pieces))


def pages(
    folders: Sequence[Path],
    static: StaticFiles,
    cookies: Cookies,
    cooperative: Cooperative,
    items: Sequence[NavItem],
    owned: Mapping[str, jinja2.BaseLoader] = NOBODYS,
) -> Pages:
    env = environment(folders, owned)
    env.globals.update(static=static.url, cooperative=cooperative, languages=i18n.LANGUAGES)
    return Pages(env, cookies, cooperative, items)


def page(
    request: Request[Any, Any, Any], template: str, status: int = 200, **context: Any
) -> Response[str]:
    """The page for this visitor. A form with errors is 422, so that nobody takes it for done."""
    own: Pages = request.app.state[STATE_KEY]
    frame = Frame(
        path=request.scope["path"],
        here=quote(page_of(request) or "", safe="/"),
        flash=_read_flash(own.cookies.read(request, FLASH_SUFFIX)),
        look=own.look_of(request),
    )
    html = own.render(template, visitor_of(request), frame, context)
    used = [own.cookies.clear(FLASH_SUFFIX)] if frame.flash else []
    if (
        not frame.path.startswith(CONFIRM_PAGE)
        and own.cookies.name(TYPED_SUFFIX) in request.cookies
    ):
        used.append(own.cookies.clear(TYPED_SUFFIX))
    return Response(html, status_code=status, media_type=MediaType.HTML, cookies=used)


def page_in_a_file(request: Request[Any, Any, Any], template: str, **context: Any) -> str:
    """For this visitor, as no answer of its own: without a frame and without cookies."""
    own: Pages = request.app.state[STATE_KEY]
    return own.render(template, visitor_of(request), Frame(path=request.scope["path"]), context)


def see_other(
    request: Request[Any, Any, Any],
    path: str,
    flash: str | None = None,
    choices: Mapping[str, str] = NOTHING,
) -> Redirect:
    """The answer to a form that did something. `flash` is shown once, on the next page.

    It is a plain text in a cookie of this host: no other site can set it, templates escape it.
    Put no personal data in it. `choices` are kept for a year, each in the cookie of its suffix.
    """
    own: Pages = request.app.state[STATE_KEY]
    kept = [own.cookies.write(value, suffix, max_age=YEAR) for suffix, value in choices.items()]
    if flash is not None:
        kept.append(_flash_cookie(own.cookies, flash))
    return Redirect(path, status_code=303, cookies=kept)


def _flash_cookie(cookies: Cookies, text: str) -> Cookie:
    value = base64.urlsafe_b64encode(text[:FLASH_LENGTH].encode()).decode()
    return cookies.write(value, FLASH_SUFFIX, max_age=FLASH_SECONDS)


def _read_flash(cookie: str | None) -> str:
    if not cookie:
        return ""
    try:
        return base64.urlsafe_b64decode(cookie).decode()
    except (ValueError, binascii.Error):
        return ""
