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
    described = msgspec.inspect.type_info(options_type)
    if not isinstance(described, msgspec.inspect.StructType):
        raise TypeError(f"{options_type} is not a Struct")
    absolute = dict(values)
    for field in described.fields:
        value = values.get(field.encode_name)
        if _is_path(field.type) and isinstance(value, str) and value:
            absolute[field.encode_name] = str(folder.absolute() / value)
    return absolute


def _is_path(described: msgspec.inspect.Type) -> bool:
    if isinstance(described, msgspec.inspect.UnionType):
        return any(_is_path(one) for one in described.types)
    if isinstance(described, msgspec.inspect.Metadata):
        return bool((described.extra or {}).get("path")) or _is_path(described.type)
    return False
