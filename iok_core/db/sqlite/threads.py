"""Threads that own connections and do jobs for tasks of any event loop."""

import asyncio
import threading
from collections.abc import Sequence
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

from iok_core.db.errors import DatabaseError
from iok_core.db.sqlite.connections import Connection, Work, after

T = TypeVar("T")


class _Job(Generic[T]):
    def __init__(self, work: Work[T], seconds: float, *, last: bool) -> None:
        self._loop = asyncio.get_running_loop()
        self._work = work
        self._seconds = seconds
        self.last = last
        self.future: asyncio.Future[T] = self._loop.create_future()

    def do(self, connection: Connection) -> None:
        result: T | None = None
        failure: BaseException | None = None
        overdue = after(self._seconds)
        try:
            result = connection.run(self._work, lambda: overdue() or self.future.cancelled())
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


_Jobs = SimpleQueue[_Job[Any]]


def _serve(jobs: _Jobs, connection: Connection) -> None:
    last = False
    while not last:
        job = jobs.get()
        job.do(connection)
        last = job.last
        del job  # or the last result stays in memory until the next one


class Pool:
    """One queue and the threads that serve it, a connection each; with one, jobs run in order.

    A job is stopped `seconds` after it began, or when the task that waits for it is cancelled.
    """

    def __init__(self, name: str, connections: Sequence[Connection], seconds: float) -> None:
        self._jobs: _Jobs = SimpleQueue()
        self._seconds = seconds
        self._guard = threading.Lock()
        self._closed = False
        self.connections = tuple(connections)
        self._threads = [
            threading.Thread(
                target=_serve, args=(self._jobs, connection), name=f"iok-db-{name}", daemon=True
            )
            for connection in self.connections
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, work: Work[T]) -> asyncio.Future[T]:
        """In the queue at once, so that what is submitted later on one thread runs later."""
        job = _Job(work, self._seconds, last=False)
        with self._guard:
            if self._closed:
                raise DatabaseError("the database has been closed")
            self._jobs.put(job)
        return job.future

    async def close(self) -> None:
        """Jobs already in the queue are done first."""
        jobs = [_Job(Connection.close, self._seconds, last=True) for _ in self._threads]
        with self._guard:
            self._closed = True
            for job in jobs:
                self._jobs.put(job)
        await asyncio.gather(*(job.future for job in jobs))
        for thread in self._threads:
            thread.join()
