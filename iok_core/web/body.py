"""The body of a sent form, read once and strictly.

Litestar keeps the last 1024 parsed forms in a cache of the process, passwords included, and turns
bytes that are not UTF-8 into other letters; so the bytes are read here.
"""

from typing import Any
from urllib.parse import parse_qsl

from litestar import Request
from litestar.exceptions import ClientException

MAX_BODY = 64 * 1024
MAX_FIELDS = 200
FORM_TYPE = "application/x-www-form-urlencoded"
_KEY = "iok.form_fields"


class BadForm(ClientException):
    """None of our pages can send this: not UTF-8, a field that does not exist or comes twice."""


class TooLong(ClientException):
    status_code = 413


def is_form(request: Request[Any, Any, Any]) -> bool:
    return request.content_type[0] == FORM_TYPE


async def form_fields(request: Request[Any, Any, Any]) -> list[tuple[str, str]]:
    state = request.scope["state"]
    if _KEY not in state:
        state[_KEY] = parse(await _limited_body(request))
    fields: list[tuple[str, str]] = state[_KEY]
    return fields


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
