"""What a class must be to be taken as an extension."""

import inspect
import sys

import msgspec

from iok_core.api.naming import RULE, is_name
from iok_core.plugin_host.kinds import (
    KINDS,
    ExtensionKind,
    ExtensionType,
    is_struct,
    require_colour,
)
from iok_core.plugin_host.problems import PluginProblem
from iok_core.plugin_host.refusal import PluginRefusedError


def require_extension(kind: ExtensionKind, answer: object) -> ExtensionType:
    """Raises PluginRefusedError unless the answer is an extension of the kind that could run."""
    rules = KINDS[kind]
    if not (isinstance(answer, type) and issubclass(answer, rules.base)):
        raise PluginRefusedError(
            PluginProblem.WRONG_ANSWER, f"{answer!r} is no {rules.base.__name__}"
        )
    if wrong := "; ".join(_wrong_declarations(kind, answer)):
        raise PluginRefusedError(PluginProblem.WRONG_ANSWER, f"{answer.__qualname__}: {wrong}")
    msgspec.inspect.type_info(answer.options_type)
    require_colour(rules, answer)
    return answer


def _wrong_declarations(kind: ExtensionKind, extension: ExtensionType) -> list[str]:
    def declared(name: str) -> object:
        return getattr(extension, name, None)

    title = declared("title")
    tests = {
        "abstract methods are left": not inspect.isabstract(extension),
        f"name: {RULE}": is_name(declared("name")),
        "title: a text": isinstance(title, str) and title.strip() != "",
        "options_type: a msgspec.Struct": is_struct(declared("options_type")),
        "the class must stand at the top of its module": _is_importable(extension),
        **{wanted: has(extension) for wanted, has in KINDS[kind].declares.items()},
    }
    return [wrong for wrong, right in tests.items() if not right]


def _is_importable(extension: ExtensionType) -> bool:
    module = sys.modules.get(extension.__module__)
    return getattr(module, extension.__qualname__, None) is extension
