"""Finds plugins by their entry points and judges their metadata; imports nothing of theirs."""

from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, EntryPoint, distributions

import msgspec
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from iok_core.plugin_host.problems import PluginProblem
from iok_core.plugin_host.refusal import PluginRefusedError, containing

GROUP = "iok.plugins"
_CORE = "iok"


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    distribution: str
    version: str
    requires: tuple[str, ...]
    entry_point: EntryPoint | None
    """None where the list of entry points cannot be read."""


def candidates() -> list[Candidate]:
    """In the order of their names, so that a clash always hits the same one."""
    found = [candidate for one in _installed() for candidate in _candidates_of(one)]
    return sorted(found, key=lambda candidate: (candidate.name, candidate.distribution))


def require_compatible(requires: Iterable[str], core_version: str) -> None:
    """Raises PluginRefusedError unless the plugin says that it works with this iok."""
    with containing(PluginProblem.WRONG_METADATA):
        on_core = [one for one in map(Requirement, requires) if _is_on_core(one)]
    if not on_core:
        raise PluginRefusedError(
            PluginProblem.NO_CORE_VERSION, f"its dependencies do not name {_CORE}"
        )
    for requirement in on_core:
        if not requirement.specifier.contains(core_version, prereleases=True):
            raise PluginRefusedError(
                PluginProblem.OTHER_CORE_VERSION, f"wants {requirement}, this is {core_version}"
            )


def _is_on_core(requirement: Requirement) -> bool:
    applies = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
    return applies and canonicalize_name(requirement.name) == _CORE


def _installed() -> Iterable[Distribution]:
    """Each plugin once: the first on the path is the one that Python imports."""
    installed: dict[str, Distribution] = {}
    for distribution in distributions():
        if name := _name_of_plugin(distribution):
            installed.setdefault(canonicalize_name(name), distribution)
    return installed.values()


def _name_of_plugin(distribution: Distribution) -> str | None:
    """None for others, for a folder that pip left behind half removed, for a spoiled one."""
    try:
        listed = distribution.read_text("entry_points.txt") or ""
        return distribution.metadata["Name"] if f"[{GROUP}]" in listed else None
    except UnicodeDecodeError:
        return None


def _candidates_of(distribution: Distribution) -> Iterator[Candidate]:
    """`importlib.metadata.entry_points()` would fail as a whole over one unreadable list."""
    name, version = str(distribution.metadata["Name"]), str(distribution.metadata["Version"])
    requires = tuple(distribution.requires or ())
    try:
        entry_points: list[EntryPoint | None] = [*distribution.entry_points.select(group=GROUP)]
    except (TypeError, ValueError, AttributeError):
        entry_points = [None]
    for entry_point in entry_points:
        yield Candidate(
            name=entry_point.name if entry_point else name,
            distribution=name,
            version=version,
            requires=requires,
            entry_point=entry_point,
        )
