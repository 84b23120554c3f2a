"""What a page is given by name: parts of the portal that are the same for every request.

As dependencies of Litestar each would be looked up anew, with a task for each where a page asks
for two; and at the start all would be compared with each other for every route.
"""

import inspect
from collections.abc import Callable, Mapping
from copy import copy
from typing import Any, get_type_hints

from litestar.handlers import HTTPRouteHandler


def with_parts(handler: HTTPRouteHandler, parts: Mapping[str, object]) -> HTTPRouteHandler:
    """The same route, whose function is not asked any more for what `parts` has of that name."""
    asked = inspect.signature(handler.fn)
    own = {name: parts[name] for name in asked.parameters if name in parts}
    if not own:
        return handler
    page = _filled(handler.fn, own)
    hints = get_type_hints(handler.fn, include_extras=True)
    page.__annotations__ = {name: hint for name, hint in hints.items() if name not in own}
    rest = [one for name, one in asked.parameters.items() if name not in own]
    page.__signature__ = asked.replace(parameters=rest)  # type: ignore[attr-defined]
    page.__module__, page.__qualname__ = handler.fn.__module__, handler.fn.__qualname__
    return copy(handler)(page)


def _filled(page: Callable[..., Any], own: Mapping[str, object]) -> Callable[..., Any]:
    def filled(**others: object) -> Any:
        return page(**others, **own)

    async def awaited(**others: object) -> Any:
        return await page(**others, **own)

    return awaited if inspect.iscoroutinefunction(page) else filled
