"""Only our own pages may change anything.

Every unsafe request must come from this origin, and carry the token of the visitor's session when
there is one. An app-level guard asks for both, so no route can forget or opt out.
"""

import base64
import binascii
import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.exceptions import PermissionDeniedException
from litestar.handlers import BaseRouteHandler
from markupsafe import Markup

from iok_core.web.body import form_fields, is_form
from iok_core.web.gates import SAFE_METHODS, Guard
from iok_core.web.visitor import STRANGER, VISITOR_KEY, Visitor

FIELD = "_csrf"
HEADER = "x-csrf-token"
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_for_visitor: ContextVar[Visitor] = ContextVar("csrf_visitor", default=STRANGER)


class ForeignRequest(PermissionDeniedException):
    """Not from one of our pages, or from a page of another session."""


def origins(public_url: str) -> frozenset[str]:
    """The origins of our own pages: the public one, and on loopback its other names."""
    parts = urlsplit(public_url)
    own = f"{parts.scheme}://{parts.netloc}".lower()
    if parts.hostname not in {"127.0.0.1", "localhost", "::1"}:
        return frozenset({own})
    port = f":{parts.port}" if parts.port else ""
    return frozenset(f"{parts.scheme}://{host}{port}" for host in _LOOPBACK)


def guard(public_url: str) -> Guard:
    own = origins(public_url)

    async def csrf_guard(
        connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler
    ) -> None:
        if connection.scope.get("method") in SAFE_METHODS:
            return
        if not _same_origin(connection, own):
            raise ForeignRequest
        visitor = connection.scope["state"].get(VISITOR_KEY, STRANGER)
        if visitor.kind != "stranger" and not _valid(visitor, await _sent_token(connection)):
            raise ForeignRequest

    return csrf_guard


async def belongs_to(visitor: Visitor, request: Request[Any, Any, Any]) -> bool:
    """A form that one of our pages made for this visitor's session."""
    return _valid(visitor, await _sent_token(request))


def token(visitor: Visitor) -> str:
    """A fresh mask for each page, so that a compressed answer tells nothing (BREACH)."""
    mask = secrets.token_bytes(sha256().digest_size)
    return base64.urlsafe_b64encode(mask + _xor(mask, _secret(visitor))).decode()


@contextmanager
def rendering_for(visitor: Visitor) -> Iterator[None]:
    """`csrf_field()` in a template, macros included, speaks for this visitor."""
    reset = _for_visitor.set(visitor)
    try:
        yield
    finally:
        _for_visitor.reset(reset)


def csrf_field() -> Markup:
    """The hidden field of a form; strangers have no session to bind a token to."""
    visitor = _for_visitor.get()
    if visitor.kind == "stranger":
        return Markup()
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, token(visitor))


def _same_origin(connection: ASGIConnection[Any, Any, Any, Any], own: frozenset[str]) -> bool:
    headers = connection.headers
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    if "origin" in headers:
        return headers["origin"].lower() in own
    try:
        referer = urlsplit(headers.get("referer", ""))
    except ValueError:
        return False
    return f"{referer.scheme}://{referer.netloc}".lower() in own


async def _sent_token(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    if HEADER in connection.headers:
        return connection.headers[HEADER]
    if isinstance(connection, Request) and is_form(connection):
        return next((value for name, value in await form_fields(connection) if name == FIELD), "")
    return ""


def _valid(visitor: Visitor, sent: str) -> bool:
    size = sha256().digest_size
    try:
        raw = base64.b64decode(sent.encode("ascii"), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error):
        return False
    mask, masked = raw[:size], raw[size:]
    return len(raw) == 2 * size and hmac.compare_digest(_xor(mask, masked), _secret(visitor))


def _secret(visitor: Visitor) -> bytes:
    if visitor.session is None or not visitor.csrf_secret:
        raise ValueError("a signed-in visitor without a session or its CSRF secret")
    return hmac.digest(visitor.csrf_secret, f"csrf:{visitor.session}".encode(), "sha256")


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))
