"""Addresses inside the portal: where somebody may be sent back to."""

import re
from typing import Any
from urllib.parse import quote, urlsplit

from litestar.connection import ASGIConnection

SIGN_IN_PAGE = "/logowanie"
CONFIRM_PAGE = "/potwierdzenie"
MAX_LENGTH = 500
_INTERNAL = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f-\x9f]*")


def internal_path(value: str | None) -> str | None:
    """`value` if it is a path within this portal, else None. For `dalej` and the like."""
    if not value or len(value) > MAX_LENGTH or not _INTERNAL.fullmatch(value):
        return None
    return value


def sign_in_path(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    return leading_back(SIGN_IN_PAGE, page_of(connection))


def leading_back(page: str, wanted: str | None) -> str:
    """The address of a page that leads on to the wanted one."""
    if wanted is None or wanted == "/":
        return page
    return f"{page}?dalej={quote(wanted, safe='/')}"


def page_of(connection: ASGIConnection[Any, Any, Any, Any]) -> str | None:
    """The page itself; for a sent form the page that holds it, as its target may be none."""
    scope = connection.scope
    if scope.get("method") in {"GET", "HEAD"}:
        query = scope["query_string"].decode("latin-1")
        path = quote(scope["path"])
        return internal_path(f"{path}?{query}" if query else path)
    return came_from(connection)


def came_from(connection: ASGIConnection[Any, Any, Any, Any]) -> str | None:
    """The page of ours that led here, as the browser tells it."""
    try:
        referer = urlsplit(connection.headers.get("referer", ""))
    except ValueError:
        return None
    if referer.netloc != connection.headers.get("host"):
        return None
    return internal_path(f"{referer.path}?{referer.query}" if referer.query else referer.path)
