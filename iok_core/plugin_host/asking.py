"""Imports one plugin and asks it what it brings."""

import inspect
from collections.abc import Iterable
from importlib.metadata import EntryPoint
from typing import Any

import pluggy

from iok_core.api import Connector, Hooks
from iok_core.api.hooks import PROJECT
from iok_core.plugin_host.connectors import require_connector
from iok_core.plugin_host.refusal import PluginRefusedError, containing
from iok_core.plugin_host.registry import PluginProblem


def ask_connectors(entry_point: EntryPoint | None) -> list[type[Connector[Any]]]:
    """Each plugin has a plugin manager of its own: one manager stops at the first failure, and a
    failed registration can leave half a plugin behind.

    Raises:
        PluginRefusedError: nothing of the plugin can be used.
    """
    if entry_point is None:
        raise PluginRefusedError(PluginProblem.WRONG_METADATA, "unreadable entry_points.txt")
    with containing(PluginProblem.IMPORT_FAILED):
        plugin = entry_point.load()
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Hooks)
    with containing(PluginProblem.UNKNOWN_HOOK):
        manager.register(plugin)
        manager.check_pending()
        if not manager.get_hookcallers(plugin):
            raise PluginRefusedError(PluginProblem.UNKNOWN_HOOK, "it marks no hook with @hookimpl")
    with containing(PluginProblem.HOOK_FAILED):
        answers = [one for answer in manager.hook.iok_connectors() for one in _listed(answer)]
    return [require_connector(answer) for answer in answers]


def _listed(answer: object) -> list[object]:
    if inspect.iscoroutine(answer):
        answer.close()
        raise PluginRefusedError(PluginProblem.WRONG_COLOUR, "iok_connectors is async")
    if not isinstance(answer, Iterable):
        raise PluginRefusedError(
            PluginProblem.WRONG_ANSWER, f"iok_connectors returned {type(answer).__name__}"
        )
    return list(answer)
