"""One SQLite connection: its settings, set and read back, and the guard that stops a long query."""

import sqlite3
import time
from collections.abc import Callable
from enum import Enum
from typing import TypeVar

from iok_core.db.errors import DatabaseError, TransactionError
from iok_core.db.sqlite.errors import translated

T = TypeVar("T")
Work = Callable[["Connection"], T]
Stop = Callable[[], bool]

_TICK = 1000  # virtual machine steps between two looks at the guard, some 30 µs
_NORMAL, _FULL = 1, 2  # of `synchronous`


class Purpose(Enum):
    WRITE = "write"
    READ = "read"
    INLINE = "inline"  # on the event loop's own thread, so it may never wait


def settings(purpose: Purpose, busy_seconds: float) -> dict[str, int | str]:
    return {
        # first, as the next one may have to wait
        "busy_timeout": 0 if purpose is Purpose.INLINE else int(busy_seconds * 1000),
        "journal_mode": "wal",
        "synchronous": _FULL,
        "foreign_keys": 1,
        "recursive_triggers": 1,  # or INSERT OR REPLACE walks through an append-only trigger
        "trusted_schema": 0,
        "temp_store": 2,
        "mmap_size": 256 << 20,
        "cache_size": -32768,
        # 16 MB: an import touches the same pages over and over, and they are copied less often
        "wal_autocheckpoint": 4000,
        "query_only": 0 if purpose is Purpose.WRITE else 1,
    }


class Connection:
    """Runs work under a guard: `stop` is asked now and then, and its True ends the query."""

    def __init__(
        self, path: str, purpose: Purpose, busy_seconds: float, *, typed: bool = True
    ) -> None:
        self._purpose = purpose
        self._stop: Stop = bool
        self._synchronous = _FULL
        try:
            self.raw = _connect(path, typed)
        except sqlite3.Error as error:
            raise translated(error) from error
        try:
            for name, wanted in settings(purpose, busy_seconds).items():
                self._set(name, wanted)
            self.raw.set_progress_handler(self._must_stop, _TICK)
        except BaseException:
            self.raw.close()
            raise

    def _must_stop(self) -> bool:
        return self._stop()

    def _set(self, name: str, wanted: int | str) -> None:
        try:
            self.raw.execute(f"PRAGMA {name}={wanted}").fetchall()
            row = self.raw.execute(f"PRAGMA {name}").fetchone()
        except sqlite3.Error as error:
            raise translated(error) from error
        if row is None or row[0] != wanted:
            answer = "nothing" if row is None else row[0]
            raise DatabaseError(f"SQLite did not take {name}={wanted}; it answers {answer}.")

    def run(self, work: Work[T], stop: Stop) -> T:
        self._stop = stop
        try:
            return work(self)
        except sqlite3.Error as error:
            raise self._translated(error) from error
        finally:
            self._stop = bool

    def _translated(self, error: sqlite3.Error) -> Exception:
        code = getattr(error, "sqlite_errorcode", None)
        if code == sqlite3.SQLITE_READONLY and self._purpose is not Purpose.WRITE:
            return TransactionError("nothing can be written in a snapshot")
        return translated(error)

    def between_transactions(self, *, durable: bool) -> None:
        """End what a cancelled task began; choose whether a commit waits for the disk."""
        self.rollback()
        level = _FULL if durable else _NORMAL
        if level != self._synchronous:
            self._set("synchronous", level)
            self._synchronous = level

    def rollback(self) -> None:
        if self.raw.in_transaction:
            self.raw.execute("ROLLBACK")

    def close(self) -> None:
        self.raw.close()


def _connect(path: str, typed: bool) -> sqlite3.Connection:
    """`typed`: a column declared a DATE comes as a date, not as text, and so on."""
    return sqlite3.connect(
        path,
        detect_types=sqlite3.PARSE_DECLTYPES | sqlite3.PARSE_COLNAMES if typed else 0,
        isolation_level=None,  # we say BEGIN ourselves
        check_same_thread=False,  # opened and closed by one thread, used by another
        cached_statements=512,
    )


def after(seconds: float) -> Stop:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end


def after_steps(budget: int) -> Stop:
    """Counts by the tick, because a cached statement keeps its own count between runs."""
    ticks_left = budget // _TICK

    def stop() -> bool:
        nonlocal ticks_left
        ticks_left -= 1
        return ticks_left < 0

    return stop
