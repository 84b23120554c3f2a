"""Pages of a plugin: route handlers of Litestar, each with a gate that the portal keeps."""

from enum import StrEnum
from typing import Any, Literal, Protocol, runtime_checkable

import msgspec


class Gate(StrEnum):
    """Whom the portal lets in, before any of the plugin's code runs."""

    EVERYBODY = "everybody"
    RESIDENT = "resident"
    """A resident who is not blocked, has an own password and has accepted the regulations."""
    STAFF = "staff"
    SEES_RESIDENTS = "sees_residents"
    """Staff who may look at residents."""
    SEES_IMPORTS = "sees_imports"
    """Staff who may look at imports."""
    ADMINISTRATOR = "administrator"


class Viewer(msgspec.Struct, frozen=True, kw_only=True):
    """For whom something is shown. A page asks for it by the name `viewer`."""

    kind: Literal["stranger", "resident", "staff"]
    person: int | None = None
    """Of a resident; a table of the plugin may keep it."""
    staff: int | None = None
    language: str = "pl"


@runtime_checkable
class Render(Protocol):
    """Makes the answer out of a template of the plugin. A page asks for it by the name `render`."""

    def __call__(self, template: str, /, *, status: int = 200, **context: object) -> Any: ...
