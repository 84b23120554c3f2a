"""From the TOML that a person wrote to a Layout, or to everything that is wrong with it."""

import tomllib
import types
from collections.abc import Mapping
from typing import Any, Union, get_args, get_origin

import msgspec

from iok_connector_files.layout import Layout
from iok_connector_files.layout_rules import broken_rules
from iok_core.api import ConnectorError, ConnectorProblem


def read_layout(text: str, name: str) -> Layout:
    """Raises ConnectorError: wrong layout, with a sentence for each fault."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConnectorError(ConnectorProblem.WRONG_LAYOUT, name, str(error)) from None
    faults: list[str] = []
    layout = _taken(Layout, raw, "", faults)
    if not faults:
        faults = broken_rules(layout)
    if faults:
        raise ConnectorError(ConnectorProblem.WRONG_LAYOUT, name, "; ".join(faults))
    return layout  # type: ignore[no-any-return]  # taken as a Layout


def _taken(wanted: Any, raw: object, path: str, faults: list[str]) -> Any:
    """Field by field, because msgspec alone stops at the first fault."""
    part = _part(wanted)
    if part and isinstance(raw, dict):
        return _part_taken(part, raw, path, faults)
    if get_origin(wanted) is dict and isinstance(raw, dict):
        meaning = get_args(wanted)[1]
        return {key: _taken(meaning, value, f"{path}.{key}", faults) for key, value in raw.items()}
    try:
        return msgspec.convert(raw, wanted)
    except msgspec.ValidationError as error:
        faults.append(f"{path}: {error}")
        return None


def _part(wanted: Any) -> type[msgspec.Struct] | None:
    """The Struct that is wanted, alone or where the table may be left out."""
    union = get_origin(wanted) in {Union, types.UnionType}
    several = [one for one in get_args(wanted) if one is not types.NoneType] if union else [wanted]
    only = several[0] if len(several) == 1 else None
    return only if isinstance(only, type) and issubclass(only, msgspec.Struct) else None


def _part_taken(
    part: type[msgspec.Struct], raw: Mapping[str, object], path: str, faults: list[str]
) -> Any:
    fields = {field.name: field for field in msgspec.structs.fields(part)}
    before = f"{path}." if path else ""
    known = ", ".join(fields)
    faults += [f"{before}{name}: unknown, known are {known}" for name in raw if name not in fields]
    values = {}
    count = len(faults)
    for name, field in fields.items():
        if name in raw:
            values[name] = _taken(field.type, raw[name], f"{before}{name}", faults)
        elif field.required:
            faults.append(f"{before}{name}: missing")
    return part(**values) if len(faults) == count else None
