"""What every extension declares of itself, whatever its kind."""

import inspect
from collections.abc import Iterator
from typing import Any

import msgspec

from iok_core.api import Extension
from iok_core.api.naming import RULE, is_name


def faults_of_declaration(extension: type[Extension[Any]]) -> Iterator[str]:
    if inspect.isabstract(extension):
        left = ", ".join(sorted(extension.__abstractmethods__))
        yield f"abstract methods are left: {left}"
    if not is_name(getattr(extension, "name", None)):
        yield f"name: {RULE}"
    if not str(getattr(extension, "title", "")).strip():
        yield "title: a text"
    yield from faults_of_struct("options_type", getattr(extension, "options_type", None))


def faults_of_struct(name: str, declared: object) -> Iterator[str]:
    """A form is made of it, so each of its fields has a title that people read."""
    if not (isinstance(declared, type) and issubclass(declared, msgspec.Struct)):
        yield f"{name}: a msgspec.Struct"
        return
    described = msgspec.inspect.type_info(declared)
    for field in getattr(described, "fields", ()):
        shown = getattr(field.type, "extra_json_schema", None) or {}
        if "title" not in shown:
            yield f"{name}.{field.name}: no title, as in Annotated[str, msgspec.Meta(title=…)]"


def faults_of_colour(extension: type, *, generators: tuple[str, ...] = ()) -> Iterator[str]:
    """What runs in a process of its own is plain blocking code; what yields is a generator."""
    for name in ("check", "pull", "take_over", "deliver", "build"):
        method = getattr(extension, name, None)
        if inspect.iscoroutinefunction(method) or inspect.isasyncgenfunction(method):
            yield f"{name} is async: it must be a plain def"
    for name in generators:
        if not inspect.isgeneratorfunction(getattr(extension, name, None)):
            yield f"{name} must be a plain def with yield"


def require_none(faults: list[str]) -> None:
    if faults:
        raise AssertionError("\n".join(faults))
