"""Imports one plugin and asks it what it brings."""

import inspect
import sys
from collections.abc import Iterable
from contextlib import redirect_stdout
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import msgspec
import pluggy

from iok_core.api import Hooks
from iok_core.api.hooks import PROJECT
from iok_core.plugin_host.extensions import require_extension
from iok_core.plugin_host.kinds import KINDS, ExtensionKind, ExtensionType
from iok_core.plugin_host.panels import PanelType, require_panels
from iok_core.plugin_host.places import package_of, tables_of, templates_of
from iok_core.plugin_host.problems import PluginProblem
from iok_core.plugin_host.refusal import PluginRefusedError, containing
from iok_core.plugin_host.trace import Trace, silent, timing


class Brought(msgspec.Struct, frozen=True, kw_only=True):
    """All that one plugin declares, each part judged."""

    extensions: tuple[tuple[ExtensionKind, ExtensionType], ...] = ()
    pages: tuple[Any, ...] = ()
    panels: tuple[PanelType, ...] = ()
    templates: Path | None = None
    tables: str | None = None


def ask(name: str, entry_point: EntryPoint | None, trace: Trace = silent) -> Brought:
    """What it prints meanwhile goes to stderr: a command's own answer stands on stdout.

    Raises:
        PluginRefusedError: nothing of the plugin can be used.
    """
    if entry_point is None:
        raise PluginRefusedError(PluginProblem.WRONG_METADATA, "unreadable entry_points.txt")
    with redirect_stdout(sys.stderr), containing(PluginProblem.WRONG_ANSWER):
        return _Asked(name, entry_point, trace).brought()


class _Asked:
    """Each plugin has a plugin manager of its own: one manager stops at the first failure, and a
    failed registration can leave half a plugin behind."""

    def __init__(self, name: str, entry_point: EntryPoint, trace: Trace) -> None:
        self._name = name
        self._trace = trace
        with timing(trace, name, "import"), containing(PluginProblem.IMPORT_FAILED):
            plugin = entry_point.load()
            self._package = package_of(entry_point.module)
        self._manager = pluggy.PluginManager(PROJECT)
        self._manager.add_hookspecs(Hooks)
        with containing(PluginProblem.UNKNOWN_HOOK):
            self._manager.register(plugin)
            self._manager.check_pending()
            if not self._manager.get_hookcallers(plugin):
                nothing = "it marks no hook with @hookimpl"
                raise PluginRefusedError(PluginProblem.UNKNOWN_HOOK, nothing)

    def brought(self) -> Brought:
        return Brought(
            extensions=tuple(
                (kind, require_extension(kind, answer))
                for kind, rules in KINDS.items()
                for answer in self._answers(rules.hook)
            ),
            pages=self._pages(),
            panels=require_panels(self._answers("iok_panels")),
            templates=self._templates(),
            tables=tables_of(self._name, self._package),
        )

    def _pages(self) -> tuple[Any, ...]:
        answers = self._answers("iok_pages")
        if not answers:
            return ()
        from iok_core.plugin_host.pages import require_pages

        return require_pages(self._name, answers)

    def _templates(self) -> Path | None:
        if folder := templates_of(self._package):
            from iok_core.plugin_host.templates import require_templates

            require_templates(folder)
        return folder

    def _answers(self, hook: str) -> list[object]:
        with timing(self._trace, self._name, hook), containing(PluginProblem.HOOK_FAILED):
            answers = getattr(self._manager.hook, hook)()
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
