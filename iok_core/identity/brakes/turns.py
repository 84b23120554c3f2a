"""Those who try the same at once, one after the other: a brake must hold for the very next one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from iok_core.identity.hashing import BusyError


class _Line:
    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.length = 0


class Turns:
    """Of one process; a line is forgotten once nobody stands in it."""

    def __init__(self) -> None:
        self._lines: dict[str, _Line] = {}

    @asynccontextmanager
    async def turn(self, whose: str, places: int) -> AsyncIterator[None]:
        """In the order in which they came. Raises BusyError where all places are taken."""
        line = self._lines.setdefault(whose, _Line())
        if line.length >= places:
            raise BusyError
        line.length += 1
        try:
            async with line.lock:
                yield
        finally:
            line.length -= 1
            if not line.length:
                del self._lines[whose]
