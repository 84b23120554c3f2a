"""What went wrong, told plainly: a page for browsers, problem+json (RFC 9457) for other clients.

An error page shows no visitor, so it looks the same for a foreign object and an unknown address,
and needs neither the database nor the session. Only who is blocked may sign out on theirs.
"""

import logging
import secrets
from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import MediaType, Request, Response
from litestar.datastructures.headers import Accept
from litestar.exceptions import HTTPException, ValidationException
from litestar.response import Redirect
from litestar.types import ExceptionHandlersMap
from markupsafe import Markup

from iok_core.web import htmx, i18n
from iok_core.web.blocked import BLOCKED, sentences
from iok_core.web.body import BadForm
from iok_core.web.csrf import ForeignRequest
from iok_core.web.error_words import (
    FOREIGN_REQUEST,
    PART_UNAVAILABLE,
    READ_ONLY,
    Words,
    words_for,
)
from iok_core.web.gates import Blocked, Elsewhere, NotYours
from iok_core.web.i18n import gettext as _
from iok_core.web.pages import STATE_KEY, Frame, Pages
from iok_core.web.parts import PartUnavailable
from iok_core.web.read_only import ReadOnly
from iok_core.web.visitor import STRANGER, BlockNotice, visitor_of

PROBLEM = "application/problem+json"
RETRY_SECONDS = "30"
_BARE = Markup(
    '<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>{title}</title>'
    "<h1>{title}</h1><p>{text}</p><p>{advice}</p><p>{error_id}</p><p>{name}, {phone}</p></html>"
)
log = logging.getLogger(__name__)


class Told(msgspec.Struct, frozen=True):
    """What an exception comes to for the person who asked."""

    status: int
    words: Words
    headers: Mapping[str, str] = {}
    notice: BlockNotice | None = None
    """Of who is blocked: their page says more."""
    read_only: ReadOnly | None = None


def exception_handlers(unavailable: type[Exception]) -> ExceptionHandlersMap:
    """`unavailable` is what the database raises when it cannot be reached."""

    def answer(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
        if isinstance(error, Elsewhere) and htmx.wants_part(request):
            return htmx.go(error.location)
        if isinstance(error, Elsewhere) and _wants_html(request):
            return Redirect(error.location, status_code=303)
        told = _told(error, request, unavailable)
        error_id = secrets.token_hex(4)
        _record(told, error, request, error_id)
        return _answer(told, request, error_id)

    return {HTTPException: answer, Exception: answer}


def _told(error: Exception, request: Request[Any, Any, Any], unavailable: type[Exception]) -> Told:
    match error:
        case Blocked():
            return Told(403, BLOCKED, notice=error.notice)
        case ReadOnly():
            headers = {"Retry-After": str(error.pause.seconds_left)}
            return Told(503, READ_ONLY, headers, read_only=error)
        case ForeignRequest():
            return Told(403, FOREIGN_REQUEST)
        case PartUnavailable():
            return Told(503, PART_UNAVAILABLE, {"Retry-After": RETRY_SECONDS})
        case ValidationException() if _in_path(error, request):
            return Told(404, words_for(404))
        case HTTPException():
            return Told(error.status_code, words_for(error.status_code), error.headers or {})
    if isinstance(error, unavailable):
        return Told(503, words_for(503), {"Retry-After": RETRY_SECONDS})
    return Told(500, words_for(500))


def _in_path(error: ValidationException, request: Request[Any, Any, Any]) -> bool:
    """A malformed id in an address is an unknown address."""
    found = error.extra if isinstance(error.extra, list) else []
    return any(problem.get("key") in request.path_params for problem in found)


def _record(told: Told, error: Exception, request: Request[Any, Any, Any], error_id: str) -> None:
    """The address as declared, without ids; never what was sent."""
    place = f"{request.method} {request.scope.get('path_template', '(unknown)')}"
    if told.status == 503 and told.read_only is None:
        log.warning("unavailable %s at %s: %s", error_id, place, type(error).__name__)
    elif told.status >= 500 and told.read_only is None:
        log.error("error %s at %s", error_id, place, exc_info=error)
    elif isinstance(error, ForeignRequest | BadForm | NotYours):
        log.warning("refused %s at %s: %s", error_id, place, type(error).__name__)


def _answer(told: Told, request: Request[Any, Any, Any], error_id: str) -> Response[Any]:
    pages: Pages = request.app.state[STATE_KEY]
    cookie = pages.cookies.read(request, i18n.COOKIE_SUFFIX)
    with i18n.speaking(i18n.language_of(request, cookie)):
        context = _context(told, error_id)
        headers = dict(told.headers)
        if not _wants_html(request):
            problem = _problem(context, request.scope["path"])
            return Response(problem, status_code=told.status, media_type=PROBLEM, headers=headers)
        html = _html(pages, request, context)
        return Response(html, status_code=told.status, media_type=MediaType.HTML, headers=headers)


def _context(told: Told, error_id: str) -> dict[str, Any]:
    return {
        "title": _(told.words.title),
        "text": _(told.words.text),
        "advice": _(told.words.advice),
        "notice": told.notice,
        "read_only": told.read_only,
        "status": told.status,
        "error_id": error_id,
    }


def _problem(context: dict[str, Any], path: str) -> bytes:
    notice: BlockNotice | None = context["notice"]
    detail = sentences(notice) if notice else context["text"]
    told = {"title": context["title"], "detail": detail, "status": context["status"]}
    named = {"instance": path, "error_id": context["error_id"]}
    days = {"since": notice.since, "until": notice.until} if notice else {}
    return msgspec.json.encode({"type": "about:blank", **told, **named, **days})


def _html(pages: Pages, request: Request[Any, Any, Any], context: dict[str, Any]) -> str:
    """Names no address to come back to: that of a foreign object would tell it from others."""
    name, visitor = "error.html", STRANGER
    if context["notice"] is not None:
        name, visitor = "blocked.html", visitor_of(request)
    elif context["read_only"] is not None:
        name, visitor = "read_only.html", visitor_of(request)
    try:
        frame = Frame(path=request.scope["path"], look=pages.look_of(request))
        return pages.render(name, visitor, frame, context)
    except Exception:
        log.exception("the theme cannot show error %s", context["error_id"])
        us = pages.cooperative
        return _BARE.format(lang=i18n.language(), name=us.name, phone=us.phone, **context)


def _wants_html(request: Request[Any, Any, Any]) -> bool:
    accept = Accept(request.headers.get("accept", "*/*"))
    return accept.best_match(["text/html", PROBLEM, "application/json"]) == "text/html"
