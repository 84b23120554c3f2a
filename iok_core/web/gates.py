"""The gates, in their one order:

signed in → second factor given → not blocked → own password set → second factor enrolled (staff)
→ regulations accepted → may see it → has shown who they are a moment ago, where it matters.

A route declares its gate: `@get("/rozliczenia", gate=RESIDENT)`. A route without one is refused at
start and, should it appear later, answers as if it were not there.
"""

from collections.abc import Awaitable, Callable
from enum import Enum, IntEnum
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

from iok_core.web.paths import CONFIRM_PAGE, came_from, leading_back, page_of, sign_in_path
from iok_core.web.visitor import BlockNotice, Visitor, visitor_of

OWN_PASSWORD_PAGE = "/haslo/nowe"  # noqa: S105 (a name)
ACCEPTANCE_PAGE = "/regulamin/akceptacja"
FACTORS_PAGE = "/drugi-krok"
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
    one_of: tuple[str, ...] = ()
    """Permissions of which one is enough: what the page shows depends on which."""
    anonymous: bool = False
    halfway: bool = False
    """Also for whom the second factor is still due."""
    enrols: bool = False
    """Also for staff who have no second factor yet."""
    fresh: bool = False
    """Only for whom has shown who they are within the last minutes."""
    always: bool = False
    """Also while the portal is read only."""
    file: bool = False
    """The answer is a file, which leaves the browser on the page where it was."""


ANONYMOUS = Gate(Step.NONE, anonymous=True)
"""The same answer for everybody: the visitor is not even looked up. Static files, health."""
OPEN = Gate(Step.NONE)
SIGNED_IN = Gate(Step.SIGNED_IN)
OWN_PASSWORD = Gate(Step.OWN_PASSWORD)
CONFIRM = Gate(Step.OWN_PASSWORD, halfway=True, enrols=True)
INSIDE = Gate(Step.ACCEPTED)
"""Residents and staff alike."""
ENROL = Gate(Step.ACCEPTED, enrols=True)
RESIDENT = Gate(Step.ACCEPTED, kind="resident")
STAFF = Gate(Step.ACCEPTED, kind="staff")


def staff(permission: str) -> Gate:
    return Gate(Step.ACCEPTED, kind="staff", permission=permission)


def staff_with_one_of(*permissions: str) -> Gate:
    return Gate(Step.ACCEPTED, kind="staff", one_of=permissions)


def fresh(gate: Gate, *, file: bool = False) -> Gate:
    return msgspec.structs.replace(gate, fresh=True, file=file)


def always(gate: Gate) -> Gate:
    """For signing in and out, and for blocking what was lost."""
    return msgspec.structs.replace(gate, always=True)


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


class Barrier(Enum):
    """What keeps a visitor from passing, whatever the page is about."""

    SIGN_IN = "sign_in"
    FACTOR = "factor"
    BLOCK = "block"
    OWN_PASSWORD = "own_password"  # noqa: S105 (a name)
    ENROLMENT = "enrolment"
    ACCEPTANCE = "acceptance"


_PAGES = {
    Barrier.OWN_PASSWORD: OWN_PASSWORD_PAGE,
    Barrier.ENROLMENT: FACTORS_PAGE,
    Barrier.ACCEPTANCE: ACCEPTANCE_PAGE,
}
"""Where each is done."""


def barrier(gate: Gate, visitor: Visitor) -> Barrier | None:
    """The first one in the order of the gates; pure, so that staff can be told of it, too."""
    if visitor.kind not in ("resident", "staff"):
        return Barrier.SIGN_IN
    if visitor.factor_due:
        return None if gate.halfway else Barrier.FACTOR
    if visitor.blocked is not None:
        return Barrier.BLOCK
    if gate.step is Step.SIGNED_IN:
        return None
    if visitor.must_set_password:
        return Barrier.OWN_PASSWORD
    if visitor.must_enrol and not gate.enrols:
        return Barrier.ENROLMENT
    return Barrier.ACCEPTANCE if gate.step is Step.ACCEPTED and visitor.must_accept else None


def judge(gate: Gate, visitor: Visitor, connection: ASGIConnection[Any, Any, Any, Any]) -> None:
    """Return only if the visitor may pass; else raise what is to be answered."""
    if gate.step is Step.NONE:
        return
    stopped = barrier(gate, visitor)
    if stopped is not None:
        raise _answer(stopped, visitor, connection)
    if visitor.factor_due:
        return
    if gate.step is Step.ACCEPTED:
        _may_see(gate, visitor, connection.scope["path"])
    if gate.fresh:
        back = came_from(connection) if gate.file else page_of(connection)
        require_fresh(visitor, back)


def _answer(
    stopped: Barrier, visitor: Visitor, connection: ASGIConnection[Any, Any, Any, Any]
) -> HTTPException:
    if visitor.blocked is not None and stopped is Barrier.BLOCK:
        return Blocked(visitor.blocked)
    if stopped is Barrier.SIGN_IN:
        return Elsewhere(sign_in_path(connection), 401)
    if stopped is Barrier.FACTOR:
        return Elsewhere(leading_back(CONFIRM_PAGE, page_of(connection)), 403)
    return Elsewhere(_PAGES[stopped], 403)


def require_fresh(visitor: Visitor, back: str | None) -> None:
    """Else they show who they are, and come back to that page."""
    if not visitor.fresh:
        raise Elsewhere(leading_back(CONFIRM_PAGE, back), 403)


def _may_see(gate: Gate, visitor: Visitor, path: str) -> None:
    if gate.kind not in (None, visitor.kind):
        if visitor.kind == "staff" and path == RESIDENT_HOME:
            raise Elsewhere(STAFF_HOME, 403)
        raise NotFoundException
    if gate.permission is not None and gate.permission not in visitor.permissions:
        raise PermissionDeniedException
    if gate.one_of and visitor.permissions.isdisjoint(gate.one_of):
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
