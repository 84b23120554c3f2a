"""Which route handlers of a plugin are taken, and how the portal keeps their gates."""

import inspect
from collections.abc import Mapping, Sequence
from copy import copy

from litestar import Litestar
from litestar.di import Provide
from litestar.handlers import HTTPRouteHandler

from iok_core.api import Gate
from iok_core.plugin_host.menu import require_menu
from iok_core.plugin_host.problems import PluginProblem
from iok_core.plugin_host.refusal import PluginRefusedError, containing
from iok_core.web import gates
from iok_core.web.read_only import HOLDS_SECRETS

PREFIX = "/wtyczki"
OWNER = "plugin"
"""The key of a handler's `opt` that says whose it is."""

GATES: Mapping[Gate, gates.Gate] = {
    Gate.EVERYBODY: gates.OPEN,
    Gate.RESIDENT: gates.RESIDENT,
    Gate.STAFF: gates.STAFF,
    Gate.SEES_RESIDENTS: gates.staff("see_residents"),
    Gate.SEES_IMPORTS: gates.staff("see_imports"),
    Gate.ADMINISTRATOR: gates.staff("manage_plugins"),
}
_TAKEN_OUT = ("exception_handlers", "middleware", "cache", "guards", "before_request")
"""What would step between the visitor and the portal's own order, or show one person's page to
another."""


def require_pages(plugin: str, answers: Sequence[object]) -> tuple[HTTPRouteHandler, ...]:
    """The handlers with the portal's gates instead of the contract's.

    Raises:
        PluginRefusedError: one of them cannot be served, or not safely.
    """
    handlers = tuple(_required(plugin, answer) for answer in answers)
    if handlers:
        with containing(PluginProblem.BAD_PAGE):
            _serve_once(handlers)
    return handlers


def _required(plugin: str, answer: object) -> HTTPRouteHandler:
    if not isinstance(answer, HTTPRouteHandler):
        raise PluginRefusedError(PluginProblem.WRONG_ANSWER, f"{answer!r} is no route handler")
    name = str(answer)
    for path in sorted(answer.paths):
        if not f"{path.rstrip('/')}/".startswith(f"{PREFIX}/{plugin}/"):
            raise PluginRefusedError(
                PluginProblem.FOREIGN_PAGE, f"{path} is not under {PREFIX}/{plugin}"
            )
    gate = answer.opt.get("gate")
    if not isinstance(gate, Gate):
        raise PluginRefusedError(PluginProblem.NO_GATE, f"{name} names no Gate")
    if not inspect.iscoroutinefunction(answer.fn):
        raise PluginRefusedError(PluginProblem.WRONG_COLOUR, f"{name} must be an async def")
    if wrong := [one for one in _TAKEN_OUT if getattr(answer, one, None)]:
        raise PluginRefusedError(PluginProblem.BAD_PAGE, f"{name} sets {', '.join(wrong)}")
    require_menu(answer, GATES[gate])
    return _with_gate(answer, gate, plugin)


def _with_gate(handler: HTTPRouteHandler, gate: Gate, plugin: str) -> HTTPRouteHandler:
    taken = copy(handler)
    taken.opt = {**handler.opt, "gate": GATES[gate], OWNER: plugin, HOLDS_SECRETS: True}
    return taken


def _serve_once(handlers: Sequence[HTTPRouteHandler]) -> None:
    """An application of these pages alone refuses what one with all others would refuse."""
    given = {"render": Provide(_no_render), "viewer": Provide(_no_viewer)}
    Litestar(list(handlers), dependencies=given, openapi_config=None, logging_config=None)


async def _no_render() -> None:
    return None


async def _no_viewer() -> None:
    return None
