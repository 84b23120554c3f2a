"""The one table of who may: every role, every route, its gate and whose objects it names.

The gate is declared at its route, where it is read and changed. The table is drawn up from all of
them and lies beside the code, so that whoever widens a gate shows it to a reviewer as a line of
the table. Nothing starts that deviates from it: the guards keep what is written there.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from litestar import Litestar
from litestar.exceptions import ImproperlyConfiguredException
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.routes import HTTPRoute

from iok_core.identity.permissions import Role, permissions_of
from iok_core.matrix_table import MATRIX, Matrix, Row, read_matrix
from iok_core.plugin_host.pages import GATES, OWNER
from iok_core.web.gates import Gate, Step

WRITE = "python -m tests.docs.reference"
_TYPE = re.compile(r":[a-z]+}")
_ID = re.compile(r"{(\w+):int}")
_ALWAYS_OWN = ["session_id"]
"""Staff end no session by its number but their own."""


def drawn_up(handlers: Iterable[tuple[str, BaseRouteHandler]]) -> Matrix:
    """From the code. Raises ImproperlyConfiguredException: a route has no gate."""
    return Matrix(
        roles={role.value: sorted(permissions_of(role)) for role in Role},
        plugins={gate.value: row_of(GATES[gate]) for gate in GATES},
        routes=_rows(handlers),
    )


def require_matrix(app: Litestar, path: Path = MATRIX) -> None:
    """Raises ImproperlyConfiguredException: the table cannot be read, or says something else."""
    written = _written(path)
    handlers = list(_handlers(app))
    own = drawn_up((path, one) for path, one in handlers if OWNER not in one.opt)
    told = list(_deviations(own, written))
    theirs = _rows((path, one) for path, one in handlers if OWNER in one.opt)
    allowed = list(written.plugins.values())
    told += [name for name, row in theirs.items() if _without_ids(row) not in allowed]
    if told:
        raise ImproperlyConfiguredException(
            f"the table of who may is not that of the code; {WRITE} writes it anew: {told}"
        )


def _written(path: Path) -> Matrix:
    """Raises ImproperlyConfiguredException: then nobody is let in at all."""
    try:
        return read_matrix(path)
    except (OSError, msgspec.DecodeError) as error:
        raise ImproperlyConfiguredException(f"{path} cannot be read: {error}") from error


def row_of(gate: Gate, path: str = "") -> Row:
    """Whatever a gate may ask one day stands here by itself."""
    asked = {
        field.name: getattr(gate, field.name)
        for field in msgspec.structs.fields(gate)
        if field.required or getattr(gate, field.name) != field.default
    }
    asked["step"] = gate.step.name.lower()
    if gate.one_of:
        asked["one_of"] = sorted(gate.one_of)
    ids = _ID.findall(path) if gate.kind or gate.step is Step.ACCEPTED else []
    of_the_office = gate.kind == "staff" and ids != _ALWAYS_OWN
    return asked | ({"any" if of_the_office else "own": ids} if ids else {})


def _rows(handlers: Iterable[tuple[str, BaseRouteHandler]]) -> dict[str, Row]:
    return {
        f"{method} {_TYPE.sub('}', path)}": row_of(_gate(path, handler), path)
        for path, handler in handlers
        for method in _methods(handler)
    }


def _gate(path: str, handler: BaseRouteHandler) -> Gate:
    gate = handler.opt.get("gate")
    if not isinstance(gate, Gate):
        raise ImproperlyConfiguredException(f"{path} ({handler}) declares no gate")
    return gate


def _methods(handler: BaseRouteHandler) -> Iterator[str]:
    if isinstance(handler, HTTPRouteHandler):
        yield from sorted(str(method) for method in handler.http_methods if method != "OPTIONS")
    else:
        yield "ANY"


def _handlers(app: Litestar) -> Iterator[tuple[str, BaseRouteHandler]]:
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            yield from ((route.path, handler) for handler in route.route_handlers)
        else:
            yield route.path, route.route_handler


def _without_ids(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in ("own", "any")}


def _deviations(found: Matrix, written: Matrix) -> Iterator[str]:
    for part in ("roles", "plugins", "routes"):
        code, table = getattr(found, part), getattr(written, part)
        for name in sorted(code.keys() | table.keys()):
            if code.get(name) != table.get(name):
                yield f"{name}: {code.get(name)}, in the table {table.get(name)}"
