"""Around every request: who asks, in which language; around every answer: the safety headers."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from litestar import Request
from litestar.exceptions import NotFoundException
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from iok_core.web import i18n
from iok_core.web.cookies import Cookies
from iok_core.web.fields import MAX_INTEGER
from iok_core.web.file_room import leave_room
from iok_core.web.gates import Elsewhere, Gate, Guard
from iok_core.web.visitor import STRANGER, VISITOR_KEY, Visitor

Resolve = Callable[[str | None], Awaitable[Visitor]]
"""The token of the session cookie → the visitor. What it raises is answered as an error page."""

KeepTyped = Callable[[Request[Any, Any, Any], str], Awaitable[None]]
"""Told the form that came too late and the token of the session that has ended by itself."""

BeforeSend = Callable[[Message, Scope], Awaitable[None]]

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "manifest-src 'self'"
)
SAFETY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
TWO_YEARS = "max-age=63072000; includeSubDomains"
CLEAR_SITE_DATA = {"Clear-Site-Data": '"cache", "storage"'}
"""For the answer to a sign-out."""


class VisitorMiddleware(ASGIMiddleware):
    """Resolves who asks, and lets them on to the route if no guard raises.

    The guards are called here and not by Litestar, which copies the whole route for each of them.
    """

    def __init__(
        self,
        resolve: Resolve,
        cookies: Cookies,
        guards: Sequence[Guard],
        keep_typed: KeepTyped | None = None,
    ) -> None:
        self._resolve = resolve
        self._keep_typed = keep_typed
        self._cookies = cookies
        self._guards = guards

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        request: Request[Any, Any, Any] = Request(scope, receive)
        _check_ids(request)
        lang = i18n.language_of(request, self._cookies.read(request, i18n.COOKIE_SUFFIX))
        scope["state"][VISITOR_KEY] = await self._visitor(request)
        try:
            await self._judge(request)
            with i18n.speaking(lang):
                await next_app(scope, receive, send)
        finally:
            leave_room(scope)

    async def _visitor(self, request: Request[Any, Any, Any]) -> Visitor:
        gate = request.route_handler.opt.get("gate")
        if isinstance(gate, Gate) and gate.anonymous:
            return STRANGER
        return await self._resolve(self._cookies.read(request))

    async def _judge(self, request: Request[Any, Any, Any]) -> None:
        """What was typed in a page that says `keeps_typed=True` outlives the end of the session."""
        try:
            for guard in self._guards:
                await guard(request, request.route_handler)
        except Elsewhere:
            token = self._cookies.read(request)
            if self._keep_typed and token and request.route_handler.opt.get("keeps_typed"):
                await self._keep_typed(request, token)
            raise


def _check_ids(request: Request[Any, Any, Any]) -> None:
    """An id that no database column can hold is an unknown address."""
    if any(isinstance(v, int) and abs(v) > MAX_INTEGER for v in request.path_params.values()):
        raise NotFoundException


def safety_headers(https: bool) -> BeforeSend:
    """Set on every answer, whoever made it. Pages are private unless they say otherwise."""
    named = SAFETY_HEADERS | ({"Strict-Transport-Security": TWO_YEARS} if https else {})
    ours = [(name.lower().encode(), value.encode()) for name, value in named.items()]
    names = frozenset(name for name, _ in ours)

    async def add(message: Message, _: Scope) -> None:
        if message["type"] != "http.response.start":
            return
        kept = [(name, value) for name, value in message["headers"] if name.lower() not in names]
        if not any(name.lower() == b"cache-control" for name, _ in kept):
            kept.append((b"cache-control", b"no-store"))
        message["headers"] = [*kept, *ours]

    return add
