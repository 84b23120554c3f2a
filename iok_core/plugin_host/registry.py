"""What the portal knows of its plugins once they have been asked; it never changes after."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from iok_core.api import Capability, Connector
from iok_core.child.frames import Start, Work
from iok_core.child.options import with_absolute_paths
from iok_core.plugin_host.kinds import ExtensionKind, ExtensionType
from iok_core.plugin_host.problems import PluginProblem, PluginState


class ExtensionInfo(msgspec.Struct, frozen=True, kw_only=True):
    plugin: str
    kind: ExtensionKind
    extension: ExtensionType

    @property
    def name(self) -> str:
        return self.extension.name

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
    state: PluginState
    problem: PluginProblem | None = None
    detail: str = ""
    """For the operator, in English; at most 500 characters."""
    extensions: tuple[ExtensionInfo, ...] = ()


class PluginRegistry(msgspec.Struct, frozen=True, kw_only=True):
    plugins: tuple[Plugin, ...]

    @property
    def extensions(self) -> Mapping[str, ExtensionInfo]:
        """By name, which no two extensions share, whatever their kinds."""
        return {info.name: info for plugin in self.plugins for info in plugin.extensions}

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
