"""argon2id away from the event loop, in a small pool with a bounded queue."""

import asyncio
import secrets
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property
from typing import TypeVar

from argon2 import PasswordHasher, Type
from argon2.exceptions import VerificationError

from iok_core.identity.settings import HashingSettings

_T = TypeVar("_T")


class BusyError(Exception):
    """Too many wait for their password to be checked; try again in a moment."""


def hasher(settings: HashingSettings) -> PasswordHasher:
    return PasswordHasher(
        time_cost=settings.passes,
        memory_cost=settings.memory_kib,
        parallelism=settings.lanes,
        type=Type.ID,
    )


def _threads(settings: HashingSettings) -> ThreadPoolExecutor:
    """None of them has started yet."""
    return ThreadPoolExecutor(settings.threads, thread_name_prefix="argon2")


class HashingPool:
    """`secret` is already normalised: what is hashed is exactly what is compared."""

    def __init__(self, hasher: PasswordHasher, settings: HashingSettings) -> None:
        self._hasher = hasher
        self._threads = _threads(settings)
        self._settings = settings
        self._places = threading.BoundedSemaphore(settings.places)

    async def hash(self, secret: str) -> str:
        return await self._run(lambda: self._hasher.hash(secret))

    async def verify(self, stored: str | None, secret: str) -> bool:
        """One verification, also when there is nothing to compare with: that takes as long."""
        right = await self._run(lambda: self._matches(stored, secret))
        return right and stored is not None

    def outdated(self, stored: str) -> bool:
        """Made with other parameters than today's."""
        return self._hasher.check_needs_rehash(stored)

    def close(self) -> None:
        """It begins anew with whatever is asked of it then."""
        self._threads.shutdown(wait=True, cancel_futures=True)
        self._threads = _threads(self._settings)

    @cached_property
    def _nobodys(self) -> str:
        """Made with the first verification: most processes never come to one."""
        return self._hasher.hash(secrets.token_urlsafe())

    def _matches(self, stored: str | None, secret: str) -> bool:
        nobodys = self._nobodys  # for everybody, or the first one would be told apart
        try:
            return self._hasher.verify(stored or nobodys, secret)
        except VerificationError:
            return False

    async def _run(self, work: Callable[[], _T]) -> _T:
        if not self._places.acquire(blocking=False):
            raise BusyError
        future = self._threads.submit(work)
        future.add_done_callback(self._leave)
        return await asyncio.wrap_future(future)

    def _leave(self, _: Future[_T]) -> None:
        self._places.release()
