"""Finds the installed plugins, asks each what it brings, and keeps a broken one from the rest."""

from iok_core.plugin_host.loader import disabled_plugins, load_plugins
from iok_core.plugin_host.registry import (
    ConnectorInfo,
    Plugin,
    PluginProblem,
    PluginRegistry,
    PluginState,
)

__all__ = [
    "ConnectorInfo",
    "Plugin",
    "PluginProblem",
    "PluginRegistry",
    "PluginState",
    "disabled_plugins",
    "load_plugins",
]
