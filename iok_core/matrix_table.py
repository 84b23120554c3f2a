"""The one table of who may, as it is written; `iok_core.matrix` holds the code against it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

MATRIX = Path(__file__).with_name("matrix.toml")

Row = Mapping[str, Any]
"""What the gate asks, as far as it asks anything; `own` and `any` name the ids in the address:
those that have to be the visitor's own, and those of the office, which only have to exist."""


class Matrix(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    roles: dict[str, list[str]]
    """The permissions of each role at the office."""
    plugins: dict[str, Row]
    """What a page of a plugin may declare."""
    routes: dict[str, Row]


def read_matrix(path: Path = MATRIX) -> Matrix:
    """Raises OSError and msgspec.DecodeError."""
    return msgspec.toml.decode(path.read_bytes(), type=Matrix)
