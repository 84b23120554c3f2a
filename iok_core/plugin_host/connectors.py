"""What a class must be to be taken as a connector."""

import inspect
import re
import sys
from typing import Any

import msgspec

from iok_core.api import Capability, Connector
from iok_core.plugin_host.refusal import PluginRefusedError, containing
from iok_core.plugin_host.registry import PluginProblem

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")


def require_connector(answer: object) -> type[Connector[Any]]:
    """Raises PluginRefusedError unless the answer is a connector that a child could run."""
    if not (isinstance(answer, type) and issubclass(answer, Connector)):
        raise PluginRefusedError(PluginProblem.WRONG_ANSWER, f"{answer!r} is no Connector")
    with containing(PluginProblem.WRONG_ANSWER):
        if wrong := "; ".join(_wrong_declarations(answer)):
            raise PluginRefusedError(PluginProblem.WRONG_ANSWER, f"{answer.__qualname__}: {wrong}")
        msgspec.inspect.type_info(answer.options_type)
    _require_plain_code(answer)
    return answer


def _wrong_declarations(connector: type[Connector[Any]]) -> list[str]:
    def declared(name: str) -> object:
        return getattr(connector, name, None)

    name, title, options_type = declared("name"), declared("title"), declared("options_type")
    capabilities = declared("capabilities")
    tests = {
        "abstract methods are left": not inspect.isabstract(connector),
        "name: lower-case letters, digits, - and _": isinstance(name, str)
        and _NAME.fullmatch(name) is not None,
        "title: a text": isinstance(title, str) and title.strip() != "",
        "options_type: a msgspec.Struct": isinstance(options_type, type)
        and issubclass(options_type, msgspec.Struct),
        "capabilities: a frozenset of Capability": isinstance(capabilities, frozenset)
        and all(isinstance(one, Capability) for one in capabilities),
        "the class must stand at the top of its module": _is_importable(connector),
    }
    return [wrong for wrong, right in tests.items() if not right]


def _is_importable(connector: type) -> bool:
    module = sys.modules.get(connector.__module__)
    return getattr(module, connector.__qualname__, None) is connector


def _require_plain_code(connector: type[Connector[Any]]) -> None:
    """What runs for minutes is plain code in its own process: no event loop waits for it there."""
    name = connector.__qualname__
    if not inspect.isgeneratorfunction(connector.pull):
        raise PluginRefusedError(
            PluginProblem.WRONG_COLOUR, f"{name}.pull must be a plain def with yield"
        )
    if inspect.iscoroutinefunction(connector.check) or inspect.isgeneratorfunction(connector.check):
        raise PluginRefusedError(PluginProblem.WRONG_COLOUR, f"{name}.check must be a plain def")
