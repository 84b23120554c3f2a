"""The kinds of extensions: the hook that asks for them, their base class, what each must be."""

import inspect
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

import msgspec

from iok_core.api import (
    AddressKind,
    Audience,
    Capability,
    Channel,
    Concern,
    Connector,
    Desk,
    Extension,
    Format,
    ReportType,
    ResidentForm,
)
from iok_core.plugin_host.problems import PluginProblem
from iok_core.plugin_host.refusal import PluginRefusedError

ExtensionType = type[Extension[Any]]


class ExtensionKind(StrEnum):
    CONNECTOR = "connector"
    REPORT_TYPE = "report_type"
    CHANNEL = "channel"
    RESIDENT_FORM = "resident_form"


class KindRules(msgspec.Struct, frozen=True):
    hook: str
    base: ExtensionType
    declares: Mapping[str, Callable[[Any], bool]]
    """By a sentence that says what is wanted: whether a class has it."""
    generators: tuple[str, ...] = ()
    """Methods that run for minutes, in a process of their own: plain `def` with `yield`."""
    plain: tuple[str, ...] = ()
    """Methods that are plain `def`."""
    awaited: tuple[str, ...] = ()
    """Methods that run within a request: `async def`."""


def is_struct(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, msgspec.Struct)


def _is_set_of(member: type, declared: object) -> bool:
    return isinstance(declared, frozenset) and all(isinstance(one, member) for one in declared)


def _can(declared: Any, capability: Capability, method: str) -> bool:
    """Whoever says so must be able to; without the capability the method is never called."""
    able = inspect.isgeneratorfunction(getattr(declared, method, None))
    return able or capability not in getattr(declared, "capabilities", ())


MOST_PHOTOS = 5
"""Of one submission."""

KINDS: Mapping[ExtensionKind, KindRules] = {
    ExtensionKind.CONNECTOR: KindRules(
        hook="iok_connectors",
        base=Connector,
        declares={
            "capabilities: a frozenset of Capability": lambda declared: _is_set_of(
                Capability, getattr(declared, "capabilities", None)
            ),
            "CHANGES: a generator pull_changes": lambda declared: _can(
                declared, Capability.CHANGES, "pull_changes"
            ),
            "REPEATABLE_CHECKPOINTS: a generator pull_rest": lambda declared: _can(
                declared, Capability.REPEATABLE_CHECKPOINTS, "pull_rest"
            ),
            "TAKES_OCCUPANTS: a generator take_over": lambda declared: _can(
                declared, Capability.TAKES_OCCUPANTS, "take_over"
            ),
            "TAKES_READINGS: a generator take_over": lambda declared: _can(
                declared, Capability.TAKES_READINGS, "take_over"
            ),
        },
        generators=("pull",),
        plain=("check",),
    ),
    ExtensionKind.REPORT_TYPE: KindRules(
        hook="iok_report_types",
        base=ReportType,
        declares={
            "parameters_type: a msgspec.Struct": lambda declared: is_struct(
                getattr(declared, "parameters_type", None)
            ),
            "audience: a frozenset of Audience": lambda declared: _is_set_of(
                Audience, declared.audience
            ),
            "formats: a frozenset of Format": lambda declared: _is_set_of(Format, declared.formats),
        },
        plain=("build",),
    ),
    ExtensionKind.CHANNEL: KindRules(
        hook="iok_channels",
        base=Channel,
        declares={
            "address_kind: an AddressKind": lambda declared: isinstance(
                getattr(declared, "address_kind", None), AddressKind
            )
        },
        generators=("deliver",),
        plain=("check",),
    ),
    ExtensionKind.RESIDENT_FORM: KindRules(
        hook="iok_resident_forms",
        base=ResidentForm,
        declares={
            "answers_type: a msgspec.Struct": lambda declared: is_struct(
                getattr(declared, "answers_type", None)
            ),
            "concerns: one Concern or more": lambda declared: (
                bool(declared.concerns) and all(isinstance(c, Concern) for c in declared.concerns)
            ),
            "desk: a Desk": lambda declared: isinstance(declared.desk, Desk),
            "photos: a number from 0 to 5": lambda declared: (
                type(declared.photos) is int and 0 <= declared.photos <= MOST_PHOTOS
            ),
        },
        awaited=("judge",),
    ),
}


def require_colour(rules: KindRules, extension: ExtensionType) -> None:
    """What runs for minutes is plain code in its own process: no event loop waits for it there.

    What runs within a request never blocks the others.
    """
    name = extension.__qualname__
    for method in rules.generators:
        if not inspect.isgeneratorfunction(getattr(extension, method)):
            raise PluginRefusedError(
                PluginProblem.WRONG_COLOUR, f"{name}.{method} must be a plain def with yield"
            )
    for method in rules.plain:
        function = getattr(extension, method)
        if inspect.iscoroutinefunction(function) or inspect.isgeneratorfunction(function):
            raise PluginRefusedError(
                PluginProblem.WRONG_COLOUR, f"{name}.{method} must be a plain def"
            )
    for method in rules.awaited:
        if not inspect.iscoroutinefunction(getattr(extension, method)):
            raise PluginRefusedError(
                PluginProblem.WRONG_COLOUR, f"{name}.{method} must be an async def"
            )
