"""Finds the installed plugins, asks each what it brings, and keeps a broken one from the rest."""

from iok_core.plugin_host.choice import Choice, chosen
from iok_core.plugin_host.kinds import ExtensionKind
from iok_core.plugin_host.loader import load_plugins
from iok_core.plugin_host.probing import Probe
from iok_core.plugin_host.problems import PluginProblem, PluginState
from iok_core.plugin_host.registry import ExtensionInfo, Plugin, PluginRegistry
from iok_core.plugin_host.trace import traced

__all__ = [
    "Choice",
    "ExtensionInfo",
    "ExtensionKind",
    "Plugin",
    "PluginProblem",
    "PluginRegistry",
    "PluginState",
    "Probe",
    "chosen",
    "load_plugins",
    "traced",
]
