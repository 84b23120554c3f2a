"""What the portal knows of its plugins once they have been asked."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from iok_core.api import Capability, Connector
from iok_core.child.frames import Start, Work
from iok_core.child.options import with_absolute_paths
from iok_core.plugin_host.kinds import KINDS, ExtensionKind, ExtensionType
from iok_core.plugin_host.panels import PanelType
from iok_core.plugin_host.problems import PluginProblem, PluginState
from iok_core.web.i18n import gettext, language


class ExtensionInfo(msgspec.Struct, frozen=True, kw_only=True):
    plugin: str
    kind: ExtensionKind
    extension: ExtensionType

    @property
    def name(self) -> str:
        return self.extension.name

    @property
    def words(self) -> Mapping[str, str]:
        """Its own translations of what it declares, in the reader's language."""
        return self.extension.texts.get(language(), {})

    @property
    def title(self) -> str:
        """In the reader's language."""
        return self.words.get(self.extension.title) or gettext(self.extension.title)

    @property
    def can_check(self) -> bool:
        """A system stands behind it, which may be away; a report has all that it needs."""
        return "check" in KINDS[self.kind].plain

    @property
    def address(self) -> str:
        """`module:Class`, by which a child finds it."""
        return f"{self.extension.__module__}:{self.extension.__qualname__}"

    def start(self, what: Work, options: Mapping[str, object], folder: Path) -> Start:
        """What to send to a child. `folder` is what relative paths in the options start from."""
        absolute = with_absolute_paths(self.extension.options_type, options, folder)
        return Start(what=what, extension=self.address, options=absolute)


class Plugin(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    """Name of its entry point."""
    distribution: str
    version: str
    first_party: bool = False
    """It comes with the portal."""
    state: PluginState
    problem: PluginProblem | None = None
    detail: str = ""
    """For the operator, in English; at most 500 characters."""
    extensions: tuple[ExtensionInfo, ...] = ()
    pages: tuple[Any, ...] = ()
    """Route handlers with the portal's gates; of Litestar, which not every process loads."""
    panels: tuple[PanelType, ...] = ()
    templates: Path | None = None
    tables: str | None = None
    """The module of its Piccolo app."""


class PluginRegistry(msgspec.Struct, kw_only=True):
    plugins: tuple[Plugin, ...]
    safe_mode: bool = False

    @property
    def ready(self) -> tuple[Plugin, ...]:
        return tuple(plugin for plugin in self.plugins if plugin.state is PluginState.READY)

    @property
    def extensions(self) -> Mapping[str, ExtensionInfo]:
        """By name, which no two extensions share, whatever their kinds."""
        return {info.name: info for plugin in self.ready for info in plugin.extensions}

    def set_aside(self, reasons: Mapping[str, tuple[PluginProblem, str]]) -> None:
        """By the name of the plugin: why its tables are not as it needs them.

        Known once the database is open; till the next start nothing of such a plugin is used.
        """
        self.plugins = tuple(
            _without_tables(plugin, *reasons[plugin.name]) if plugin.name in reasons else plugin
            for plugin in self.plugins
        )

    def of_kind(self, kind: ExtensionKind) -> Mapping[str, ExtensionInfo]:
        return {name: info for name, info in self.extensions.items() if info.kind is kind}

    @property
    def connectors(self) -> Mapping[str, ExtensionInfo]:
        return self.of_kind(ExtensionKind.CONNECTOR)

    def capabilities(self, connector: str) -> frozenset[Capability]:
        extension = self.connectors[connector].extension
        return extension.capabilities if issubclass(extension, Connector) else frozenset()

    @property
    def report_types(self) -> Mapping[str, ExtensionInfo]:
        return self.of_kind(ExtensionKind.REPORT_TYPE)

    @property
    def channels(self) -> Mapping[str, ExtensionInfo]:
        return self.of_kind(ExtensionKind.CHANNEL)

    @property
    def resident_forms(self) -> Mapping[str, ExtensionInfo]:
        return self.of_kind(ExtensionKind.RESIDENT_FORM)


def _without_tables(plugin: Plugin, problem: PluginProblem, detail: str) -> Plugin:
    return msgspec.structs.replace(
        plugin, state=PluginState.NEEDS_MIGRATION, problem=problem, detail=detail
    )
