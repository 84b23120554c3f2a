"""A plugin's pages among the portal's: the same order, and a deadline; whole, or an error page."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, Router
from litestar.exceptions import HTTPException
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from litestar.utils.scope.state import ScopeState

from iok_core.db import DatabaseUnavailable
from iok_core.db.text import storable
from iok_core.plugin_host.failures import Part, failing
from iok_core.plugin_host.guard import Guard, PartFailedError, PartOverdueError, described
from iok_core.plugin_host.pages import OWNER
from iok_core.plugin_host.registry import PluginRegistry
from iok_core.plugin_host.tables import PART_LENGTH
from iok_core.web.body import form_fields, is_form
from iok_core.web.gates import SAFE_METHODS
from iok_core.web.parts import PartUnavailable

PAGES_KEY = "iok_plugin_pages"
MOST_BYTES = 8 * 1024 * 1024
"""Of one answer: it is kept until it is whole."""
_RAISED = "iok.raised_in_page"


class PageMiddleware(ASGIMiddleware):
    """Litestar copies a middleware with all that it holds, so this one holds nothing."""

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        service: PageService = scope["litestar_app"].state[PAGES_KEY]
        await service.answer(scope, receive, send, next_app)


class PageService:
    def __init__(self, registry: PluginRegistry, guard: Guard, seconds: float) -> None:
        self._registry = registry
        self._guard = guard
        self._seconds = seconds

    async def answer(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        request: Request[Any, Any, Any] = Request(scope, receive)
        part = Part(request.route_handler.opt[OWNER], _name(request))
        known = await self._require_on(part)
        await _read_body(request)
        answer = _Answer()
        page = next_app(scope, receive, answer.take)
        try:
            await self._guard.call(part, page, self._seconds)  # type: ignore[arg-type]
            await self._judge(part, answer, scope)
        except PartFailedError as error:
            ScopeState.from_scope(scope).response_started = False  # nothing was sent yet
            raise (PartUnavailable if isinstance(error, PartOverdueError) else error) from error
        if answer.status < 400 and part in known:
            await self._guard.succeeded(part)
        for message in answer.messages:
            await send(message)

    async def _require_on(self, part: Part) -> Mapping[Part, Any]:
        """Raises PartUnavailable for a page that is paused, or whose plugin is set aside."""
        known = await failing()
        on = any(plugin.name == part.plugin for plugin in self._registry.ready)
        if not on or (part in known and known[part].paused_at):
            raise PartUnavailable
        return known

    async def _judge(self, part: Part, answer: "_Answer", scope: Scope) -> None:
        """What it raised was answered with the error page before it could reach the guard."""
        error = scope["state"].pop(_RAISED, None)
        if answer.status >= 500 and not isinstance(error, DatabaseUnavailable):
            reason = described(error) if error else f"it answered {answer.status}"
            await self._guard.failed(part, reason)


class TooMuchError(Exception):
    """An answer of more than `MOST_BYTES`."""


class _Answer:
    """What the page sends, kept until it is whole; what comes after its deadline goes nowhere."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.status = 0
        self.size = 0

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        elif message["type"] == "http.response.body":
            self.size += len(message["body"])
        if self.size > MOST_BYTES:
            raise TooMuchError
        self.messages.append(message)


async def remember(error: Exception, scope: Scope) -> None:
    """Told of every exception before its error page is made; keeps what a plugin's page raised."""
    handler = scope.get("route_handler")
    told = isinstance(error, HTTPException) and error.status_code < 500
    if handler and OWNER in handler.opt and not told:
        scope["state"][_RAISED] = error


def page_routers(registry: PluginRegistry) -> list[Router]:
    return [
        Router(path="/", route_handlers=list(plugin.pages), middleware=[PageMiddleware()])
        for plugin in registry.ready
        if plugin.pages
    ]


def _name(request: Request[Any, Any, Any]) -> str:
    name = f"{request.method} {request.scope.get('path_template', '')}"
    return storable(name, PART_LENGTH)


async def _read_body(request: Request[Any, Any, Any]) -> None:
    """Before the deadline begins: a visitor with a slow line is not the plugin's failure."""
    if request.method in SAFE_METHODS:
        return
    if is_form(request):
        await form_fields(request)
    else:
        await request.body()
