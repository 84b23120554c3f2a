"""Loads plugin by plugin; one that fails is listed with its reason and hurts no other."""

import logging
from collections.abc import Collection, Mapping

from iok_core.plugin_host.asking import ask_extensions
from iok_core.plugin_host.discovery import Candidate, candidates, require_compatible
from iok_core.plugin_host.problems import PluginProblem, PluginState
from iok_core.plugin_host.refusal import PluginRefusedError
from iok_core.plugin_host.registry import ExtensionInfo, Plugin, PluginRegistry

_log = logging.getLogger(__name__)

_STATES = {
    PluginProblem.SWITCHED_OFF: PluginState.DISABLED,
    PluginProblem.NO_CORE_VERSION: PluginState.INCOMPATIBLE,
    PluginProblem.OTHER_CORE_VERSION: PluginState.INCOMPATIBLE,
}


def load_plugins(core_version: str, disabled: Collection[str] = ()) -> PluginRegistry:
    """Asks every installed plugin once. `disabled` holds names of plugins not even to import."""
    plugins: list[Plugin] = []
    for candidate in candidates():
        registry = PluginRegistry(plugins=tuple(plugins))
        try:
            extensions = _extensions(candidate, registry, core_version, disabled)
        except PluginRefusedError as refusal:
            plugins.append(_refused(candidate, refusal))
        else:
            plugins.append(_plugin(candidate, PluginState.READY, extensions=extensions))
    return PluginRegistry(plugins=tuple(plugins))


def disabled_plugins(environment: Mapping[str, str]) -> frozenset[str]:
    """`IOK_DISABLE_PLUGINS=a,b`, the way out when a plugin harms the portal at start."""
    names = environment.get("IOK_DISABLE_PLUGINS", "").split(",")
    return frozenset(name.strip() for name in names if name.strip())


def _extensions(
    candidate: Candidate, so_far: PluginRegistry, core_version: str, disabled: Collection[str]
) -> tuple[ExtensionInfo, ...]:
    if candidate.name in disabled:
        raise PluginRefusedError(PluginProblem.SWITCHED_OFF)
    require_compatible(candidate.requires, core_version)
    if any(plugin.name == candidate.name for plugin in so_far.plugins):
        raise PluginRefusedError(PluginProblem.NAME_TAKEN, f"plugin {candidate.name}")
    taken = set(so_far.extensions)
    extensions = []
    for kind, extension in ask_extensions(candidate.entry_point):
        if extension.name in taken:
            raise PluginRefusedError(PluginProblem.NAME_TAKEN, f"{kind} {extension.name}")
        taken.add(extension.name)
        extensions.append(ExtensionInfo(plugin=candidate.name, kind=kind, extension=extension))
    return tuple(extensions)


def _refused(candidate: Candidate, refusal: PluginRefusedError) -> Plugin:
    state = _STATES.get(refusal.problem, PluginState.BROKEN)
    if state is not PluginState.DISABLED:
        _log.warning("plugin %s is %s", candidate.name, state, exc_info=refusal)
    return _plugin(candidate, state, problem=refusal.problem, detail=refusal.detail)


def _plugin(
    candidate: Candidate,
    state: PluginState,
    *,
    problem: PluginProblem | None = None,
    detail: str = "",
    extensions: tuple[ExtensionInfo, ...] = (),
) -> Plugin:
    return Plugin(
        name=candidate.name,
        distribution=candidate.distribution,
        version=candidate.version,
        state=state,
        problem=problem,
        detail=detail,
        extensions=extensions,
    )
