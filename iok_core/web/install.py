"""The web machinery as one plugin of Litestar: `Litestar(routes, plugins=[Web(...)])`."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import BaseLoader
from litestar import Request
from litestar.config.app import AppConfig
from litestar.di import Provide
from litestar.plugins import InitPlugin
from litestar.types import Scope

from iok_core.web import csrf, i18n
from iok_core.web.cookies import Cookies
from iok_core.web.cooperative import Cooperative
from iok_core.web.errors import exception_handlers
from iok_core.web.file_limits import FileLimits
from iok_core.web.file_room import STATE_KEY as FILE_ROOM
from iok_core.web.file_room import FileRoom
from iok_core.web.gates import NotYours, check_routes, gate_guard
from iok_core.web.middleware import KeepTyped, Resolve, VisitorMiddleware, safety_headers
from iok_core.web.navigation import NavItem
from iok_core.web.pages import STATE_KEY, pages
from iok_core.web.read_only import read_only_guard
from iok_core.web.static import read_static, static_route
from iok_core.web.templates import NOBODYS
from iok_core.web.themes import theme_folders
from iok_core.web.visitor import STRANGER, VISITOR_KEY, Visitor, visitor_of

OnDenied = Callable[[Visitor, str, int | str], Awaitable[None]]
"""Told the visitor, the kind and the id of an object that was not theirs: the audit's entry."""


NONE: Mapping[str, Callable[..., object]] = {}
ANY_FILES = FileLimits()


class Web(InitPlugin):
    """`public_url` is the address as people type it; https makes cookies and headers strict.

    `owned`: templates of others, by the first part of their names; no theme may replace them.
    `functions`: of subjects, for the pages that tell why something did not open.
    """

    def __init__(
        self,
        *,
        resolve: Resolve,
        public_url: str,
        cooperative: Cooperative,
        on_denied: OnDenied,
        unavailable: type[Exception],
        navigation: Sequence[NavItem] = (),
        folders: Sequence[Path] | None = None,
        owned: Mapping[str, BaseLoader] = NOBODYS,
        functions: Mapping[str, Callable[..., object]] = NONE,
        files: FileLimits = ANY_FILES,
        keep_typed: KeepTyped | None = None,
    ) -> None:
        self._public_url = public_url
        self._resolve = resolve
        self._on_denied = on_denied
        self._unavailable = unavailable
        self._files = files
        self._keep_typed = keep_typed
        self._cookies = Cookies(secure=self._https)
        found = theme_folders() if folders is None else list(folders)
        self._static = read_static(found)
        self._pages = pages(found, self._static, self._cookies, cooperative, navigation, owned)
        self._pages.env.globals.update(functions)
        for lang in i18n.OFFERED:
            i18n.catalogue(lang)

    @property
    def _https(self) -> bool:
        return urlsplit(self._public_url).scheme == "https"

    @property
    def cookies(self) -> Cookies:
        """How the sign-in writes and clears the session's cookie."""
        return self._cookies

    def on_app_init(self, app_config: AppConfig) -> AppConfig:
        guards = [csrf.guard(self._public_url), gate_guard, read_only_guard]
        middleware = VisitorMiddleware(self._resolve, self._cookies, guards, self._keep_typed)
        app_config.middleware.insert(0, middleware)
        app_config.before_send.append(safety_headers(self._https))
        app_config.after_exception.append(_tell(self._on_denied))
        app_config.exception_handlers.update(exception_handlers(self._unavailable))
        app_config.on_startup.insert(0, check_routes)
        app_config.route_handlers.append(static_route(self._static))
        app_config.dependencies["visitor"] = Provide(_visitor, sync_to_thread=False)
        app_config.state[STATE_KEY] = self._pages
        app_config.state[FILE_ROOM] = FileRoom(self._files)
        return app_config


def _visitor(request: Request[Any, Any, Any]) -> Visitor:
    return visitor_of(request)


def _tell(on_denied: OnDenied) -> Callable[[Exception, Scope], Awaitable[None]]:
    async def tell(error: Exception, scope: Scope) -> None:
        if isinstance(error, NotYours):
            visitor = scope["state"].get(VISITOR_KEY, STRANGER)
            await on_denied(visitor, error.kind, error.object_id)

    return tell
