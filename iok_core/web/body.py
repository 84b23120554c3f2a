"""The body of a sent form, read once and strictly.

Litestar keeps the last 1024 parsed forms in a cache of the process, passwords included, turns
bytes that are not UTF-8 into other letters, and puts files on the disk; so the bytes are read here.
"""

import asyncio
from typing import Any
from urllib.parse import parse_qsl

from litestar import Request
from litestar.exceptions import ClientException
from multipart import MultipartError, ParserLimitReached

from iok_core.web.file_room import share_of
from iok_core.web.multipart_body import FILES_TYPE, Body, MultipartReading

MAX_BODY = 64 * 1024
"""Without files."""
MAX_FIELDS = 200
FORM_TYPE = "application/x-www-form-urlencoded"
_KEY = "iok.form_body"
_SECONDS = 300
"""For all of a form with files: 25 MiB over a slow telephone."""
_SECONDS_OF_SILENCE = 20
"""Between two pieces of it; for all of another form."""


class BadForm(ClientException):
    """None of our pages can send this: not UTF-8, a field that does not exist or comes twice."""


class TooLong(ClientException):
    status_code = 413


class TooSlow(ClientException):
    status_code = 408


def is_form(request: Request[Any, Any, Any]) -> bool:
    """With files only where the route takes some: `@post("/usterka", gate=…, files=True)`."""
    kind = request.content_type[0]
    takes_files = bool(request.route_handler.opt.get("files"))
    return kind == FORM_TYPE or (takes_files and kind == FILES_TYPE)


async def form_fields(request: Request[Any, Any, Any]) -> list[tuple[str, str]]:
    return (await form_body(request)).fields


async def form_body(request: Request[Any, Any, Any]) -> Body:
    state = request.scope["state"]
    if _KEY not in state:
        state[_KEY] = await _read(request)
    body: Body = state[_KEY]
    return body


async def _read(request: Request[Any, Any, Any]) -> Body:
    with_files = request.content_type[0] == FILES_TYPE
    try:
        async with asyncio.timeout(_SECONDS if with_files else _SECONDS_OF_SILENCE):
            if with_files:
                return await _with_files(request)
            return Body(parse(await _limited_body(request)))
    except TimeoutError as error:
        raise TooSlow from error
    except ParserLimitReached as error:
        raise TooLong from error
    except (MultipartError, UnicodeDecodeError) as error:
        raise BadForm from error


async def _limited_body(request: Request[Any, Any, Any]) -> bytes:
    if (request.content_length or 0) > MAX_BODY or len(body := await request.body()) > MAX_BODY:
        raise TooLong
    return body


def parse(body: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS
        )
    except ValueError as error:
        raise BadForm from error


async def _with_files(request: Request[Any, Any, Any]) -> Body:
    """Litestar's own stream ends at the size that it lets everything have."""
    share = share_of(request)
    boundary = request.content_type[1].get("boundary", "")
    reading = MultipartReading(boundary, share, MAX_BODY, MAX_FIELDS)
    left, more = share.limits.body_bytes, True
    if (request.content_length or 0) > left:
        raise TooLong
    while more:
        async with asyncio.timeout(_SECONDS_OF_SILENCE):
            message = await request.receive()
        if message["type"] != "http.request":
            raise BadForm  # the browser has left
        piece = message.get("body", b"")
        left -= len(piece)
        if left < 0:
            raise TooLong
        if piece:
            reading.feed(piece)
        more = message.get("more_body", False)
    return reading.body()
