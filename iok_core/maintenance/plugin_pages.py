"""The plugins as the administrator sees them: which work, what is wrong with the others."""

from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from iok_core.audit.actions import Action
from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.db import transaction
from iok_core.identity.service import Permission
from iok_core.plugin_host import Plugin, PluginRegistry, PluginState, failures
from iok_core.plugin_host.standings import Standing, standings_now
from iok_core.plugin_host.words import STATES, sentence
from iok_core.setup.words import KINDS
from iok_core.web.gates import staff
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid, ngettext
from iok_core.web.navigation import NavItem
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

PLUGINS_PAGE = "/biuro/wtyczki"

NAVIGATION = [
    NavItem(
        href=PLUGINS_PAGE,
        label=msgid("Plugins"),
        icon="puzzle",
        group="staff",
        permission=Permission.MANAGE_PLUGINS,
    ),
]
HttpRequest = Request[Any, Any, Any]


class Row(msgspec.Struct, frozen=True):
    standing: Standing
    state: str
    sentence: str
    brings: list[str]


@get(PLUGINS_PAGE, gate=staff(Permission.MANAGE_PLUGINS))
async def plugins(
    request: HttpRequest, plugin_registry: NamedDependency[PluginRegistry]
) -> Response[str]:
    found = await standings_now(plugin_registry)
    return page(
        request,
        "office/plugins.html",
        rows=[_row(one) for one in sorted(found, key=lambda one: one.well)],
        safe_mode=plugin_registry.safe_mode,
    )


@post(f"{PLUGINS_PAGE}/{{plugin:str}}/wznow", gate=staff(Permission.MANAGE_PLUGINS))
async def resume(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    audit: NamedDependency[AuditLog],
    plugin_registry: NamedDependency[PluginRegistry],
    plugin: FromPath[str],
) -> Response[Any]:
    if all(one.name != plugin for one in plugin_registry.plugins):
        raise NotFoundException
    async with transaction():
        await failures.resume(plugin)
        by = Origin.of(visitor)
        await audit.record(Action.PLUGIN_RESUME, by=by, meta={"plugin": plugin})
    return see_other(request, PLUGINS_PAGE, _("The plugin is in use again."))


def _row(standing: Standing) -> Row:
    paused = standing.plugin.state is PluginState.READY and standing.paused
    return Row(
        standing=standing,
        state=_("partly paused") if paused else _(STATES[standing.plugin.state]),
        sentence=_(sentence(standing)),
        brings=_brings(standing.plugin),
    )


def _brings(plugin: Plugin) -> list[str]:
    """What people meet of it, in a few words each."""
    brings = [f"{_(KINDS[info.kind])} „{info.title}”" for info in plugin.extensions]
    brings += [f"{_('panel')} „{_(panel.title)}”" for panel in plugin.panels]
    if plugin.pages:
        count = sum(len(one.paths) for one in plugin.pages)
        brings.append(ngettext("%(n)s page", "%(n)s pages", count) % {"n": count})
    return brings


ROUTES = [plugins, resume]
