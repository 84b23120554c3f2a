"""What waits for somebody at the office. Computed when it is looked at, never stored.

A subject contributes functions that say what waits; `app.py` gathers them as it does the menu.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import date

import msgspec

from iok_core.web.visitor import Visitor


class Attention(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to do, in words; only staff with the permission read it."""

    text: str
    detail: str = ""
    href: str
    """Where it can be dealt with."""
    permission: str
    since: date | None = None
    """A day, or a moment where one is known."""


Look = Callable[[Visitor], Awaitable[Iterable[Attention]]]
ToDo = Callable[[Visitor], Awaitable[list[Attention]]]


async def attention(looks: Sequence[Look], visitor: Visitor) -> list[Attention]:
    """In the order of the looks."""
    found = [one for look in looks for one in await look(visitor)]
    return [one for one in found if one.permission in visitor.permissions]
