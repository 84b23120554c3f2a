"""While the portal is read only: whoever sends something is told until when, and keeps it."""

from typing import Any

import msgspec
from litestar import Request
from litestar.connection import ASGIConnection
from litestar.exceptions import HTTPException
from litestar.handlers import BaseRouteHandler

from iok_core.web.body import form_body, is_form
from iok_core.web.csrf import FIELD as CSRF_FIELD
from iok_core.web.gates import SAFE_METHODS, Gate
from iok_core.web.visitor import Pause, visitor_of

SECRETS = frozenset({CSRF_FIELD, "password", "old", "new", "repeat"})
"""What no page ever shows again."""
HOLDS_SECRETS = "holds_secrets"
"""Set at a route of the office whose form may hold those of other systems."""
LONG = 40
"""From so many characters on a text is worth copying."""


class Kept(msgspec.Struct, frozen=True):
    """A form that was refused, to be sent again."""

    action: str
    fields: list[tuple[str, str]]
    files: bool
    """Some came with it: a browser has to choose them again."""

    @property
    def texts(self) -> list[str]:
        return [value for _, value in self.fields if len(value) >= LONG]


class ReadOnly(HTTPException):
    status_code = 503

    def __init__(self, pause: Pause, kept: Kept | None) -> None:
        super().__init__()
        self.pause = pause
        self.kept = kept


async def read_only_guard(
    connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
) -> None:
    """The last guard: whoever may not, or comes from elsewhere, has been told so before."""
    if connection.scope.get("method") in SAFE_METHODS:
        return
    visitor, gate = visitor_of(connection), handler.opt.get("gate")
    if visitor.pause is None or not visitor.pause.begun:
        return
    if isinstance(gate, Gate) and gate.always:
        return
    secret = visitor.kind == "staff" and handler.opt.get(HOLDS_SECRETS, False)
    raise ReadOnly(visitor.pause, None if secret else await _kept(connection))


async def _kept(connection: Any) -> Kept | None:
    request: Request[Any, Any, Any] = connection
    if not is_form(request):
        return None
    body = await form_body(request)
    fields = [(name, value) for name, value in body.fields if name not in SECRETS]
    return Kept(request.scope["path"], fields, files=bool(body.files))
