"""A Litestar for some hundred routes: its own goes through all of them again for each it adds."""

from typing import Any

from litestar import Litestar
from litestar.routes import BaseRoute, HTTPRoute
from litestar.types.internal_types import RouteHandlerMapItem


class ManyRoutes(Litestar):
    def __init__(self, *handlers: Any, **config: Any) -> None:
        self._read: dict[BaseRoute, RouteHandlerMapItem] = {}
        super().__init__(*handlers, **config)

    @property
    def route_handler_method_map(self) -> dict[str, RouteHandlerMapItem]:
        """As Litestar has it, where each path is one route of pages; each route is read once."""
        return {route.path: self._handlers_of(route) for route in self.routes}

    def _handlers_of(self, route: BaseRoute) -> RouteHandlerMapItem:
        if route not in self._read:
            by_method: RouteHandlerMapItem = {}
            for one in route.route_handlers if isinstance(route, HTTPRoute) else ():
                by_method.update((method, one) for method in one.http_methods)
            self._read[route] = by_method
        return self._read[route]
