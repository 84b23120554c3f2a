"""Loads plugin by plugin; one that fails is listed with its reason and hurts no other."""

import logging
from collections.abc import Callable

from iok_core.api.naming import RULE, is_name
from iok_core.plugin_host.asking import Brought, ask
from iok_core.plugin_host.choice import FIRST_PARTY, Choice
from iok_core.plugin_host.discovery import Candidate, candidates, require_compatible
from iok_core.plugin_host.problems import PluginProblem, PluginState
from iok_core.plugin_host.refusal import PluginRefusedError
from iok_core.plugin_host.registry import ExtensionInfo, Plugin, PluginRegistry
from iok_core.plugin_host.trace import Trace, silent

_log = logging.getLogger(__name__)

_OF_THE_CORE = "iok"
"""In the names of migrations."""

_STATES = {
    PluginProblem.SWITCHED_OFF: PluginState.DISABLED,
    PluginProblem.SAFE_MODE: PluginState.DISABLED,
    PluginProblem.NO_CORE_VERSION: PluginState.INCOMPATIBLE,
    PluginProblem.OTHER_CORE_VERSION: PluginState.INCOMPATIBLE,
}
_NO_CHOICE = Choice()

Require = Callable[[Candidate], None]
"""Raises PluginRefusedError for a plugin that must not be imported."""


def load_plugins(
    core_version: str,
    choice: Choice = _NO_CHOICE,
    require: Require | None = None,
    trace: Trace = silent,
) -> PluginRegistry:
    """Asks every installed plugin once. `require` is asked last before a plugin is imported."""
    if choice.safe_mode:
        _log.warning("safe mode: only plugins that come with the portal are loaded")
    plugins: list[Plugin] = []
    for candidate in candidates():
        registry = PluginRegistry(plugins=tuple(plugins))
        try:
            choice.require(candidate)
            _require_name(candidate, registry)
            require_compatible(candidate.requires, core_version)
            if require is not None:
                require(candidate)
            brought = ask(candidate.name, candidate.entry_point, trace)
            plugins.append(_ready(candidate, brought, registry))
        except PluginRefusedError as refusal:
            plugins.append(_refused(candidate, refusal))
    return PluginRegistry(plugins=tuple(plugins), safe_mode=choice.safe_mode)


def _require_name(candidate: Candidate, so_far: PluginRegistry) -> None:
    fits = is_name(candidate.name) and candidate.name != _OF_THE_CORE
    if candidate.entry_point is not None and not fits:
        wrong = f"the name {candidate.name!r}: {RULE}; not {_OF_THE_CORE}"
        raise PluginRefusedError(PluginProblem.WRONG_METADATA, wrong)
    if any(plugin.name == candidate.name for plugin in so_far.plugins):
        raise PluginRefusedError(PluginProblem.NAME_TAKEN, f"plugin {candidate.name}")


def _ready(candidate: Candidate, brought: Brought, so_far: PluginRegistry) -> Plugin:
    taken = set(so_far.extensions)
    extensions = []
    for kind, extension in brought.extensions:
        if extension.name in taken:
            raise PluginRefusedError(PluginProblem.NAME_TAKEN, f"{kind} {extension.name}")
        taken.add(extension.name)
        extensions.append(ExtensionInfo(plugin=candidate.name, kind=kind, extension=extension))
    return Plugin(
        name=candidate.name,
        distribution=candidate.distribution,
        version=candidate.version,
        first_party=candidate.distribution in FIRST_PARTY,
        state=PluginState.READY,
        extensions=tuple(extensions),
        pages=brought.pages,
        panels=brought.panels,
        templates=brought.templates,
        tables=brought.tables,
    )


def _refused(candidate: Candidate, refusal: PluginRefusedError) -> Plugin:
    state = _STATES.get(refusal.problem, PluginState.BROKEN)
    if state is not PluginState.DISABLED:
        _log.warning("plugin %s is %s: %s", candidate.name, state, refusal)
        _log.debug("plugin %s", candidate.name, exc_info=refusal)
    return Plugin(
        name=candidate.name,
        distribution=candidate.distribution,
        version=candidate.version,
        first_party=candidate.distribution in FIRST_PARTY,
        state=state,
        problem=refusal.problem,
        detail=refusal.detail,
    )
