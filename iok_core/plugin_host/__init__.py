"""Finds the installed plugins, asks each what it brings, and keeps a broken one from the rest."""

from iok_core.plugin_host.kinds import ExtensionKind
from iok_core.plugin_host.loader import disabled_plugins, load_plugins
from iok_core.plugin_host.problems import PluginProblem, PluginState
from iok_core.plugin_host.registry import ExtensionInfo, Plugin, PluginRegistry

__all__ = [
    "ExtensionInfo",
    "ExtensionKind",
    "Plugin",
    "PluginProblem",
    "PluginRegistry",
    "PluginState",
    "disabled_plugins",
    "load_plugins",
]
