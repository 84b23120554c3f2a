"""What the portal knows of its plugins once they have been asked; it never changes after."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal

import msgspec

from iok_core.api import Connector
from iok_core.child.frames import Start
from iok_core.child.options import with_absolute_paths


class PluginState(StrEnum):
    READY = "ready"
    DISABLED = "disabled"
    INCOMPATIBLE = "incompatible"
    BROKEN = "broken"


class PluginProblem(StrEnum):
    """Why a plugin is not ready; the portal has the words for staff."""

    SWITCHED_OFF = "switched_off"
    WRONG_METADATA = "wrong_metadata"
    NO_CORE_VERSION = "no_core_version"
    """Its distribution does not say which versions of iok it works with."""
    OTHER_CORE_VERSION = "other_core_version"
    IMPORT_FAILED = "import_failed"
    UNKNOWN_HOOK = "unknown_hook"
    HOOK_FAILED = "hook_failed"
    WRONG_ANSWER = "wrong_answer"
    """A hook answered with something else than complete connector classes."""
    WRONG_COLOUR = "wrong_colour"
    """Async where plain code is wanted, or no generator where one is."""
    NAME_TAKEN = "name_taken"


class ConnectorInfo(msgspec.Struct, frozen=True, kw_only=True):
    plugin: str
    connector: type[Connector[Any]]

    @property
    def name(self) -> str:
        return self.connector.name

    @property
    def address(self) -> str:
        """`module:Class`, by which a child finds it."""
        return f"{self.connector.__module__}:{self.connector.__qualname__}"

    def start(
        self, what: Literal["check", "pull"], options: Mapping[str, object], folder: Path
    ) -> Start:
        """What to send to a child. `folder` is what relative paths in the options start from."""
        absolute = with_absolute_paths(self.connector.options_type, options, folder)
        return Start(what=what, connector=self.address, options=absolute)


class Plugin(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    """Name of its entry point."""
    distribution: str
    version: str
    state: PluginState
    problem: PluginProblem | None = None
    detail: str = ""
    """For the operator, in English; at most 500 characters."""
    connectors: tuple[ConnectorInfo, ...] = ()


class PluginRegistry(msgspec.Struct, frozen=True, kw_only=True):
    plugins: tuple[Plugin, ...]

    @property
    def connectors(self) -> Mapping[str, ConnectorInfo]:
        return {info.name: info for plugin in self.plugins for info in plugin.connectors}
