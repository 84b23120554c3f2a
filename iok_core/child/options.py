"""Options of an extension: from plain values to its Struct, every problem told at once."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec


class OptionProblem(msgspec.Struct, frozen=True):
    option: str
    """Name of the option; empty where the options do not fit together."""
    message: str


class WrongOptionsError(ValueError):
    """The values do not fit the options; `problems` has all of them."""

    def __init__(self, problems: list[OptionProblem]) -> None:
        super().__init__("; ".join(f"{p.option}: {p.message}" for p in problems))
        self.problems = problems


def to_options(options_type: type[msgspec.Struct], values: Mapping[str, object]) -> msgspec.Struct:
    """Text is taken for numbers and switches too, as a form and a command line give only text.

    Raises:
        WrongOptionsError: some do not fit; msgspec alone would tell only the first.
    """
    fields = {field.encode_name: field for field in msgspec.structs.fields(options_type)}
    problems = [OptionProblem(name, "unknown option") for name in values if name not in fields]
    converted: dict[str, Any] = {}
    for name, field in fields.items():
        if name in values:
            try:
                converted[field.name] = msgspec.convert(values[name], field.type, strict=False)
            except msgspec.ValidationError as error:
                problems.append(OptionProblem(name, str(error)))
        elif field.required:
            problems.append(OptionProblem(name, "missing option"))
    if problems:
        raise WrongOptionsError(problems)
    try:
        return options_type(**converted)
    except (TypeError, ValueError) as error:
        raise WrongOptionsError([OptionProblem("", str(error))]) from error


def with_absolute_paths(
    options_type: type[msgspec.Struct], values: Mapping[str, object], folder: Path
) -> dict[str, object]:
    """Relative paths made absolute against `folder`: the child works in a folder of its own.

    A path is a field declared as `Annotated[str, msgspec.Meta(extra={"path": True})]`, or that
    `| None`.
    """
    absolute = dict(values)
    for name in marked_options(options_type, "path"):
        value = values.get(name)
        if isinstance(value, str) and value:
            absolute[name] = str(folder.absolute() / value)
    return absolute


def marked_options(options_type: type[msgspec.Struct], mark: str) -> list[str]:
    """Names of the options whose `Meta(extra={mark: True})` says so."""
    described = msgspec.inspect.type_info(options_type)
    if not isinstance(described, msgspec.inspect.StructType):
        raise TypeError(f"{options_type} is not a Struct")
    return [field.encode_name for field in described.fields if _is_marked(field.type, mark)]


def _is_marked(described: msgspec.inspect.Type, mark: str) -> bool:
    if isinstance(described, msgspec.inspect.UnionType):
        return any(_is_marked(one, mark) for one in described.types)
    if isinstance(described, msgspec.inspect.Metadata):
        return bool((described.extra or {}).get(mark)) or _is_marked(described.type, mark)
    return False
