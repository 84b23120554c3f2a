"""The portal's cookies: bound to this one host, out of reach of scripts."""

from typing import Any

import msgspec
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie

MAX_LENGTH = 1000
YEAR = 365 * 24 * 60 * 60
"""How long a choice is remembered, in seconds."""


class Cookies(msgspec.Struct, frozen=True):
    """`secure` as the public address is https; only a loopback demo may do without."""

    secure: bool

    def name(self, suffix: str = "") -> str:
        return f"{'__Host-' if self.secure else ''}iok{suffix}"

    def read(
        self,
        connection: ASGIConnection[Any, Any, Any, Any],
        suffix: str = "",
        longest: int = MAX_LENGTH,
    ) -> str | None:
        value = connection.cookies.get(self.name(suffix))
        return value if value and len(value) <= longest else None

    def write(self, value: str, suffix: str = "", max_age: int | None = None) -> Cookie:
        return Cookie(
            key=self.name(suffix),
            value=value,
            max_age=max_age,
            path="/",
            secure=self.secure,
            httponly=True,
            samesite="lax",
        )

    def clear(self, suffix: str = "") -> Cookie:
        return self.write("", suffix, max_age=0)
