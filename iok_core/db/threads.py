"""Threads that own connections and do jobs for tasks of any event loop."""

import asyncio
import threading
import time
from collections.abc import Sequence
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

from iok_core.db.connections import Connection, Work

T = TypeVar("T")


class _Job(Generic[T]):
    def __init__(self, work: Work[T], seconds: float) -> None:
        self._loop = asyncio.get_running_loop()
        self._work = work
        self._seconds = seconds
        self.future: asyncio.Future[T] = self._loop.create_future()

    def do(self, connection: Connection) -> None:
        result: T | None = None
        failure: BaseException | None = None
        end = time.monotonic() + self._seconds
        try:
            result = connection.run(
                self._work, lambda: time.monotonic() > end or self.future.cancelled()
            )
        except BaseException as error:  # noqa: BLE001 - it belongs to the task that waits
            failure = error
        try:
            self._loop.call_soon_threadsafe(self._finish, result, failure)
        except RuntimeError:  # the loop has closed, so nobody waits
            return

    def _finish(self, result: Any, failure: BaseException | None) -> None:
        if self.future.done():
            return
        if failure is None:
            self.future.set_result(result)
        else:
            self.future.set_exception(failure)


_Jobs = SimpleQueue[_Job[Any] | None]


class _ConnectionThread(threading.Thread):
    def __init__(self, name: str, connection: Connection, jobs: _Jobs) -> None:
        super().__init__(name=name, daemon=True)
        self._connection = connection
        self._jobs = jobs

    def run(self) -> None:
        while (job := self._jobs.get()) is not None:
            job.do(self._connection)
            del job  # a waiting thread must not keep the last result alive
        self._connection.close()


class Pool:
    """One queue and the threads that serve it, a connection each; with one, jobs run in order.

    A job is stopped `seconds` after it began, or when the task that waits for it is cancelled.
    """

    def __init__(self, name: str, connections: Sequence[Connection], seconds: float) -> None:
        self._jobs: _Jobs = SimpleQueue()
        self._seconds = seconds
        self._threads = [_ConnectionThread(f"iok-db-{name}", c, self._jobs) for c in connections]
        for thread in self._threads:
            thread.start()

    async def run(self, work: Work[T]) -> T:
        job = _Job(work, self._seconds)
        self._jobs.put(job)
        return await job.future

    async def close(self) -> None:
        """Jobs already in the queue are done first."""
        for _ in self._threads:
            self._jobs.put(None)
        while any(thread.is_alive() for thread in self._threads):
            await asyncio.sleep(0.002)  # noqa: ASYNC110 - a thread's end has no event to wait for
