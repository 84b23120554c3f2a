"""A part of the portal that is off while the rest works."""

from litestar.exceptions import HTTPException


class PartUnavailable(HTTPException):
    """Answered with a page that says so and keeps the rest of the portal out of it."""

    status_code = 503
