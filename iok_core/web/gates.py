"""The gates, in their one order:

signed in → not blocked → own password set → regulations accepted → may see it.

A route declares its gate: `@get("/rozliczenia", gate=RESIDENT)`. A route without one is refused at
start and, should it appear later, answers as if it were not there.
"""

from collections.abc import Awaitable, Callable
from enum import IntEnum
from typing import Any, Literal

import msgspec
from litestar import Litestar
from litestar.connection import ASGIConnection
from litestar.exceptions import (
    HTTPException,
    ImproperlyConfiguredException,
    MethodNotAllowedException,
    NotFoundException,
    PermissionDeniedException,
)
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.routes import HTTPRoute

from iok_core.web.paths import sign_in_path
from iok_core.web.visitor import BlockNotice, Visitor, visitor_of

OWN_PASSWORD_PAGE = "/haslo/nowe"  # noqa: S105 (a name)
ACCEPTANCE_PAGE = "/regulamin/akceptacja"
RESIDENT_HOME = "/"
STAFF_HOME = "/biuro"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


Guard = Callable[[ASGIConnection[Any, Any, Any, Any], BaseRouteHandler], Awaitable[None]]
"""Raises what is to be answered, or lets the visitor pass."""


class Step(IntEnum):
    """How far along the order a gate asks a visitor to have come."""

    NONE = 0
    SIGNED_IN = 1
    OWN_PASSWORD = 2
    ACCEPTED = 3


class Gate(msgspec.Struct, frozen=True):
    step: Step
    kind: Literal["resident", "staff"] | None = None
    permission: str | None = None
    anonymous: bool = False


ANONYMOUS = Gate(Step.NONE, anonymous=True)
"""The same answer for everybody: the visitor is not even looked up. Static files, health."""
OPEN = Gate(Step.NONE)
SIGNED_IN = Gate(Step.SIGNED_IN)
OWN_PASSWORD = Gate(Step.OWN_PASSWORD)
RESIDENT = Gate(Step.ACCEPTED, kind="resident")
STAFF = Gate(Step.ACCEPTED, kind="staff")


def staff(permission: str) -> Gate:
    return Gate(Step.ACCEPTED, kind="staff", permission=permission)


class Elsewhere(HTTPException):
    """A browser goes to `location`; another client is told `status`."""

    def __init__(self, location: str, status: int) -> None:
        super().__init__(status_code=status)
        self.location = location


class Blocked(PermissionDeniedException):
    def __init__(self, notice: BlockNotice) -> None:
        super().__init__()
        self.notice = notice


class NotYours(NotFoundException):
    """Raise for every object id that this visitor may not see, whether it exists or not.

    The answer is that of an unknown page, and the denial is told to the audit.
    """

    def __init__(self, kind: str, object_id: int | str) -> None:
        super().__init__()
        self.kind = kind
        self.object_id = object_id


def judge(gate: Gate, visitor: Visitor, connection: ASGIConnection[Any, Any, Any, Any]) -> None:
    """Return only if the visitor may pass; else raise what is to be answered."""
    if gate.step is Step.NONE:
        return
    if visitor.kind not in ("resident", "staff"):
        raise Elsewhere(sign_in_path(connection), 401)
    if visitor.blocked is not None:
        raise Blocked(visitor.blocked)
    if gate.step is Step.SIGNED_IN:
        return
    if visitor.must_set_password:
        raise Elsewhere(OWN_PASSWORD_PAGE, 403)
    if gate.step is Step.OWN_PASSWORD:
        return
    if visitor.must_accept:
        raise Elsewhere(ACCEPTANCE_PAGE, 403)
    _may_see(gate, visitor, connection.scope["path"])


def _may_see(gate: Gate, visitor: Visitor, path: str) -> None:
    if gate.kind != visitor.kind:
        if visitor.kind == "staff" and path == RESIDENT_HOME:
            raise Elsewhere(STAFF_HOME, 403)
        raise NotFoundException
    if gate.permission is not None and gate.permission not in visitor.permissions:
        raise PermissionDeniedException


async def gate_guard(
    connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
) -> None:
    gate = handler.opt.get("gate")
    if _only_options(handler):
        raise MethodNotAllowedException
    if not isinstance(gate, Gate):
        raise NotFoundException
    judge(gate, visitor_of(connection), connection)


def check_routes(app: Litestar) -> None:
    """Refuse to start with a route that declares no gate."""
    for route in app.routes:
        handlers = route.route_handlers if isinstance(route, HTTPRoute) else [route.route_handler]
        for handler in handlers:
            _check_handler(route.path, handler)


def _check_handler(path: str, handler: BaseRouteHandler) -> None:
    if _only_options(handler):
        return
    gate = handler.opt.get("gate")
    methods = _methods(handler)
    if not isinstance(gate, Gate):
        raise ImproperlyConfiguredException(
            f"{'/'.join(sorted(methods)) or 'ASGI'} {path} ({handler}) declares no gate"
        )
    if gate.anonymous and not methods <= SAFE_METHODS:
        raise ImproperlyConfiguredException(f"{path} ({handler}) changes something anonymously")


def _only_options(handler: BaseRouteHandler) -> bool:
    return _methods(handler) == {"OPTIONS"}


def _methods(handler: BaseRouteHandler) -> set[str]:
    if isinstance(handler, HTTPRouteHandler):
        return {str(method) for method in handler.http_methods}
    return set()
