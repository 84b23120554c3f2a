"""A Litestar for some hundred routes: its own goes through all of them again for each it adds."""

from typing import Any

from litestar import Litestar
from litestar.routes import HTTPRoute
from litestar.types.internal_types import RouteHandlerMapItem


class ManyRoutes(Litestar):
    def __init__(self, *handlers: Any, **config: Any) -> None:
        self._read: dict[HTTPRoute, RouteHandlerMapItem] = {}
        super().__init__(*handlers, **config)

    @property
    def route_handler_method_map(self) -> dict[str, RouteHandlerMapItem]:
        """Of the pages alone, for whose handlers Litestar asks; each route is read once."""
        pages = (route for route in self.routes if isinstance(route, HTTPRoute))
        return {page.path: self._handlers_of(page) for page in pages}

    def _handlers_of(self, route: HTTPRoute) -> RouteHandlerMapItem:
        if route not in self._read:
            by_method: RouteHandlerMapItem = {}
            for one in route.route_handlers:
                by_method.update((method, one) for method in one.http_methods)
            self._read[route] = by_method
        return self._read[route]
