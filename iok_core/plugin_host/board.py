"""The panels of plugins on a page of the portal: side by side, and none can keep it waiting."""

import asyncio
from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Request
from markupsafe import Markup

from iok_core.api import PanelPlace, Viewer
from iok_core.db import DatabaseUnavailable
from iok_core.plugin_host.failures import Failing, Part, failing
from iok_core.plugin_host.guard import Guard, PartFailedError
from iok_core.plugin_host.markup import disorder
from iok_core.plugin_host.pages import PREFIX
from iok_core.plugin_host.panels import PanelType
from iok_core.plugin_host.registry import PluginRegistry
from iok_core.web.i18n import language
from iok_core.web.pages import STATE_KEY, Pages
from iok_core.web.visitor import Visitor, visitor_of

BOARD_KEY = "iok_board"
MOST_CHARACTERS = 20_000
"""Of one panel."""


class Shown(msgspec.Struct, frozen=True):
    id: str
    title: str
    html: Markup | None
    """None: it has nothing to say now but that it does not work."""


class WrongPanelError(Exception):
    """It answered with something that the page cannot hold."""


class Board:
    def __init__(self, registry: PluginRegistry, guard: Guard, seconds: float) -> None:
        self._registry = registry
        self._guard = guard
        self._seconds = seconds

    async def shown(self, place: PanelPlace, visitor: Visitor, pages: Pages) -> list[Shown]:
        """In the order of the plugins' names; a panel without content is left out."""
        panels = [
            (plugin.name, panel)
            for plugin in self._registry.ready
            for panel in plugin.panels
            if panel.place is place
        ]
        if not panels:
            return []
        known = await failing()
        showing = [self._show(*panel, visitor, pages, known) for panel in panels]
        return [one for one in await asyncio.gather(*showing) if one is not None]

    async def _show(
        self,
        plugin: str,
        panel: PanelType,
        visitor: Visitor,
        pages: Pages,
        known: Mapping[Part, Failing],
    ) -> Shown | None:
        part = Part(plugin, f"panel {panel.name}")
        out_of_order = Shown(f"{plugin}-{panel.name}", panel.title, None)
        if part in known and known[part].paused_at:
            return out_of_order
        work = _html(plugin, panel, visitor, pages)
        try:
            html = await self._guard.call(part, work, self._seconds)
        except (PartFailedError, DatabaseUnavailable):
            return out_of_order
        if part in known:
            await self._guard.succeeded(part)
        return None if html is None else msgspec.structs.replace(out_of_order, html=html)


async def panels_on(request: Request[Any, Any, Any], place: PanelPlace) -> list[Shown]:
    board: Board | None = request.app.state.get(BOARD_KEY)
    if board is None:
        return []
    return await board.shown(place, visitor_of(request), request.app.state[STATE_KEY])


def viewer_of(visitor: Visitor) -> Viewer:
    return Viewer(
        kind=visitor.kind, person=visitor.person, staff=visitor.staff, language=language()
    )


def template_of(plugin: str, template: str) -> str:
    """Its name among all templates."""
    return f"{PREFIX[1:]}/{plugin}/{template}"


async def _html(plugin: str, panel: PanelType, visitor: Visitor, pages: Pages) -> Markup | None:
    content = await panel().show(viewer_of(visitor))
    if content is None:
        return None
    template = template_of(plugin, content.template)
    html = pages.fragment(template, visitor, content.context, MOST_CHARACTERS)
    if wrong := disorder(html):
        raise WrongPanelError(wrong)
    return html
