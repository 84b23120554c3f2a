"""Drives a coroutine of a plugin, and sees for how long it lets nobody else work."""

import time
from collections.abc import Callable, Coroutine, Generator
from functools import partial
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Driven(Generic[T]):
    """Awaited, it gives what the work gives."""

    def __init__(self, work: Coroutine[Any, Any, T]) -> None:
        self._work = work
        self.longest = 0.0
        """In seconds: from one `await` of the work to its next, in which the event loop stands."""

    def __await__(self) -> Generator[Any, Any, T]:
        step: Callable[[], Any] = partial(self._work.send, None)
        while True:
            try:
                waited_for = self._timed(step)
            except StopIteration as end:
                given: T = end.value
                return given
            try:
                step = partial(self._work.send, (yield waited_for))
            except BaseException as error:  # noqa: BLE001 - a cancellation is the work's too
                step = partial(self._work.throw, error)

    def _timed(self, step: Callable[[], Any]) -> Any:
        began = time.perf_counter()
        try:
            return step()
        finally:
            self.longest = max(self.longest, time.perf_counter() - began)
