"""Writes the table of who may, and the pages that show it; called by tests/docs/reference.py."""

import json
from collections.abc import Iterator, Mapping

from litestar.handlers import BaseRouteHandler

from iok_core.app import ROUTES
from iok_core.identity.permissions import Role
from iok_core.identity.staff_words import PERMISSIONS, ROLES
from iok_core.matrix import drawn_up
from iok_core.matrix_table import Matrix, Row
from iok_core.web.i18n import gettext, speaking
from iok_core.web.static import StaticFiles, static_route

HEAD = """\
# Who may: roles and their permissions, what a page of a plugin may declare, and every route with
# what its gate asks. `own`: ids in the address that have to be the visitor's own; `any`: those of
# the office. Drawn up from the code by `python -m tests.docs.reference`; the portal starts with no
# other. A change here is a change of who may: read it as one.
"""


def matrix() -> Matrix:
    """As the code has it."""
    return drawn_up(_handlers())


def _handlers() -> Iterator[tuple[str, BaseRouteHandler]]:
    for handler in (*ROUTES, static_route(StaticFiles("", {}))):
        for path in sorted(handler.paths):
            yield path, handler


def matrix_text(found: Matrix) -> str:
    roles = (f"{role} = [\n{_lines(may)}]" for role, may in found.roles.items())
    parts = {"roles": roles, "plugins": _rows(found.plugins), "routes": _rows(found.routes)}
    tables = (f"[{name}]\n" + "\n".join(lines) for name, lines in parts.items())
    return HEAD + "\n" + "\n\n".join(tables) + "\n"


def _lines(may: list[str]) -> str:
    return "".join(f'    "{one}",\n' for one in may)


def _rows(rows: Mapping[str, Row]) -> Iterator[str]:
    for name in sorted(rows, key=lambda one: one.split()[::-1]):
        asked = ", ".join(f"{key} = {json.dumps(value)}" for key, value in rows[name].items())
        yield f"{json.dumps(name)} = {{ {asked} }}"


def roles_table() -> str:
    """For the office, in Polish: what each role opens."""
    found = matrix().roles
    with speaking("pl"):
        names = [gettext(ROLES[role]) for role in Role]
        lines = [f"| uprawnienie | {' | '.join(names)} |", f"|---|{'---|' * len(names)}"]
        for one, words in PERMISSIONS.items():
            marks = ["tak" if one in found[role] else "–" for role in Role]
            lines.append(f"| {gettext(words)} | {' | '.join(marks)} |")
    return "\n".join(lines)


def routes_table() -> str:
    """For developers: each route, and who passes its gate."""
    found = matrix()
    lines = ["| route | asks | ids | who passes |", "|---|---|---|---|"]
    for name in sorted(found.routes, key=lambda one: one.split()[::-1]):
        row = found.routes[name]
        ids = ", ".join(
            [f"own `{i}`" for i in row.get("own", ())] + [f"`{i}`" for i in row.get("any", ())]
        )
        lines.append(f"| `{name}` | {_asks(row)} | {ids or '–'} | {_passes(row, found)} |")
    return "\n".join(lines)


def _asks(row: Row) -> str:
    further = _permissions(row)
    return ", ".join([str(row["step"]).replace("_", " "), *(f"`{one}`" for one in sorted(further))])


def _passes(row: Row, found: Matrix) -> str:
    if row.get("kind") == "resident":
        return "residents"
    if row.get("kind") is None:
        return "everybody" if row["step"] == "none" else "residents, all staff"
    wanted = _permissions(row)
    if not wanted:
        return "all staff"
    return ", ".join(role for role, may in found.roles.items() if wanted & set(may))


def _permissions(row: Row) -> set[str]:
    """Of which one is enough."""
    return {row["permission"]} if "permission" in row else set(row.get("one_of", ()))
