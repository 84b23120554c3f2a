"""Pages of plugins in the office's menu: `@get(…, gate=Gate.STAFF, menu={"pl": "Rowery"})`."""

import msgspec
from litestar.handlers import HTTPRouteHandler

from iok_core.plugin_host.problems import PluginProblem
from iok_core.plugin_host.refusal import PluginRefusedError
from iok_core.plugin_host.registry import PluginRegistry
from iok_core.web.gates import Gate
from iok_core.web.i18n import DEFAULT, Msgid, msgid
from iok_core.web.navigation import NavItem, under
from iok_core.web.one_line import clean

MENU = "menu"
"""The key of a handler's `opt` that holds what the link is called, by language."""
_LONGEST = 30
_HEADING = msgid("Plugins’ pages")


def require_menu(handler: HTTPRouteHandler, gate: Gate) -> None:
    """Raises PluginRefusedError: it cannot stand in the menu as it wants to."""
    if MENU not in handler.opt:
        return
    try:
        texts = msgspec.convert(handler.opt[MENU], dict[str, str])
    except msgspec.ValidationError:
        texts = {}
    if not all(0 < len(clean(text)) <= _LONGEST for text in texts.values()):
        raise _refused(handler, f"a menu entry has 1 to {_LONGEST} letters")
    if DEFAULT not in texts:
        raise _refused(handler, f'names its menu entry in no "{DEFAULT}"')
    if gate.kind != "staff" or "GET" not in handler.http_methods:
        raise _refused(handler, "only a page for staff stands in the menu")
    if any("{" in path for path in handler.paths):
        raise _refused(handler, "a page with a parameter cannot stand in the menu")


def menu_items(plugins: PluginRegistry) -> list[NavItem]:
    """In the order of the plugins, below a heading of their own."""
    pages = (page for plugin in plugins.ready for page in plugin.pages)
    return under(_HEADING, *(_item(page) for page in pages if MENU in page.opt))


def _item(handler: HTTPRouteHandler) -> NavItem:
    gate: Gate = handler.opt["gate"]
    texts = {language: clean(text) for language, text in handler.opt[MENU].items()}
    return NavItem(
        href=min(handler.paths),
        label=Msgid(texts[DEFAULT]),
        texts=texts,
        icon="puzzle",
        group="staff",
        permission=gate.permission,
    )


def _refused(handler: HTTPRouteHandler, why: str) -> PluginRefusedError:
    return PluginRefusedError(PluginProblem.BAD_PAGE, f"{handler}: {why}")
