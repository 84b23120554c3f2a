"""htmx asks for a part of a page, to put it in place of the one that is there."""

from typing import Any

from litestar import Request, Response


def wants_part(request: Request[Any, Any, Any]) -> bool:
    return request.headers.get("hx-request") == "true"


def go(location: str) -> Response[None]:
    """Sends the whole page elsewhere: a redirection would be followed into the part."""
    return Response(None, status_code=204, headers={"hx-redirect": location})
