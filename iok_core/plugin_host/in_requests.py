"""What plugins bring into requests, put together for the application."""

from collections.abc import Mapping
from typing import Any

from jinja2 import BaseLoader
from litestar import Request, Response, Router
from litestar.di import Provide

from iok_core.api import Render, Viewer
from iok_core.db import Clock
from iok_core.plugin_host.board import BOARD_KEY, Board, template_of, viewer_of
from iok_core.plugin_host.guard import Guard
from iok_core.plugin_host.pages import OWNER, PREFIX
from iok_core.plugin_host.registry import PluginRegistry
from iok_core.plugin_host.serving import PAGES_KEY, PageService, page_routers
from iok_core.plugin_host.settings import PluginSettings
from iok_core.plugin_host.templates import template_loader
from iok_core.plugin_host.trace import Trace
from iok_core.web.pages import page
from iok_core.web.visitor import visitor_of


class InRequests:
    def __init__(
        self, registry: PluginRegistry, clock: Clock, settings: PluginSettings, trace: Trace
    ) -> None:
        guard = Guard(clock, trace)
        self.routers: list[Router] = page_routers(registry)
        self.state: Mapping[str, object] = {
            PAGES_KEY: PageService(registry, guard, settings.page_seconds),
            BOARD_KEY: Board(registry, guard, settings.panel_seconds),
        }
        """For the application to hold as it is."""
        self.templates: Mapping[str, BaseLoader] = {
            PREFIX[1:]: template_loader(
                {plugin.name: plugin.templates for plugin in registry.ready if plugin.templates}
            )
        }

    @property
    def given(self) -> dict[str, Provide]:
        """What a plugin's page may ask for by name."""
        return {
            "render": Provide(_render, sync_to_thread=False),
            "viewer": Provide(_viewer, sync_to_thread=False),
        }


def _viewer(request: Request[Any, Any, Any]) -> Viewer:
    return viewer_of(visitor_of(request))


def _render(request: Request[Any, Any, Any]) -> Render:
    plugin = request.route_handler.opt[OWNER]

    def render(template: str, /, *, status: int = 200, **context: object) -> Response[str]:
        return page(request, template_of(plugin, template), status, **context)

    return render
