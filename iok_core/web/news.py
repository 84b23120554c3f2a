"""What is new for a resident, for pages whose subject does not know where news come from."""

from collections.abc import Awaitable, Callable
from datetime import date

import msgspec

from iok_core.web.visitor import Visitor


class News(msgspec.Struct, frozen=True):
    href: str
    title: str
    since: date
    new: bool
    """Not opened yet."""


NewsFor = Callable[[Visitor], Awaitable[list[News]]]
