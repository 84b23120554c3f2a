"""Who waits for whom: photos of one person for each other, all others for one of them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from weakref import WeakValueDictionary

from iok_core.photos.clean_photo import PhotoError, PhotoProblem

_SECONDS = 20
"""For one's own; what waits longer would only fill the room for files."""


@asynccontextmanager
async def turn(lock: asyncio.Lock, seconds: float) -> AsyncIterator[None]:
    """Raises PhotoError: it did not come within so many seconds."""
    try:
        async with asyncio.timeout(seconds):
            await lock.acquire()
    except TimeoutError as error:
        raise PhotoError(PhotoProblem.BUSY) from error
    try:
        yield
    finally:
        lock.release()


class Turns:
    """One for each process of the portal."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    def of(self, person: int, seconds: float = _SECONDS) -> AbstractAsyncContextManager[None]:
        return turn(self._locks.setdefault(person, asyncio.Lock()), seconds)
