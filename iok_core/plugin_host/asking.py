"""Imports one plugin and asks it what it brings."""

import inspect
from collections.abc import Iterable
from importlib.metadata import EntryPoint

import pluggy

from iok_core.api import Hooks
from iok_core.api.hooks import PROJECT
from iok_core.plugin_host.extensions import require_extension
from iok_core.plugin_host.kinds import KINDS, ExtensionKind, ExtensionType
from iok_core.plugin_host.problems import PluginProblem
from iok_core.plugin_host.refusal import PluginRefusedError, containing


def ask_extensions(entry_point: EntryPoint | None) -> list[tuple[ExtensionKind, ExtensionType]]:
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
    return [
        (kind, require_extension(kind, answer))
        for kind, rules in KINDS.items()
        for answer in _answers(manager, rules.hook)
    ]


def _answers(manager: pluggy.PluginManager, hook: str) -> list[object]:
    with containing(PluginProblem.HOOK_FAILED):
        answers = getattr(manager.hook, hook)()
        return [one for answer in answers for one in _listed(hook, answer)]


def _listed(hook: str, answer: object) -> list[object]:
    if inspect.iscoroutine(answer):
        answer.close()
        raise PluginRefusedError(PluginProblem.WRONG_COLOUR, f"{hook} is async")
    if not isinstance(answer, Iterable):
        raise PluginRefusedError(
            PluginProblem.WRONG_ANSWER, f"{hook} returned {type(answer).__name__}"
        )
    return list(answer)
