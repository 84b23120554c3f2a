"""One SQLite connection: its settings, set and read back, and the guard that stops a long query."""

import sqlite3
import time
from collections.abc import Callable
from enum import Enum
from typing import TypeVar

from iok_core.db.errors import DatabaseError, translated

T = TypeVar("T")
Work = Callable[["Connection"], T]
Stop = Callable[[], bool]

_TICK = 1000  # virtual machine steps between two looks at the guard, some 30 µs
_SYNCHRONOUS_NORMAL, _SYNCHRONOUS_FULL = 1, 2


class Purpose(Enum):
    WRITE = "write"
    READ = "read"
    INLINE = "inline"  # on the event loop's own thread: it may never wait


def _settings(purpose: Purpose, busy_ms: int) -> dict[str, int | str]:
    return {
        "busy_timeout": 0 if purpose is Purpose.INLINE else busy_ms,  # first: the next may wait
        "journal_mode": "wal",
        "synchronous": _SYNCHRONOUS_FULL,
        "foreign_keys": 1,
        "recursive_triggers": 1,  # or INSERT OR REPLACE walks through an append-only trigger
        "trusted_schema": 0,
        "temp_store": 2,
        "mmap_size": 256 << 20,
        "cache_size": -32768,
        "query_only": 0 if purpose is Purpose.WRITE else 1,
    }


class Connection:
    """Runs work under a guard: `stop` is asked now and then, and its True ends the query."""

    def __init__(self, path: str, purpose: Purpose, busy_ms: int) -> None:
        self._stop: Stop = bool
        self._synchronous = _SYNCHRONOUS_FULL
        try:
            self.raw = sqlite3.connect(
                path,
                detect_types=sqlite3.PARSE_DECLTYPES | sqlite3.PARSE_COLNAMES,
                isolation_level=None,
                check_same_thread=False,
                cached_statements=512,
            )
        except sqlite3.Error as error:
            raise translated(error) from error
        try:
            for name, wanted in _settings(purpose, busy_ms).items():
                self._set(name, wanted)
            self.raw.set_progress_handler(lambda: self._stop(), _TICK)
        except BaseException:
            self.raw.close()
            raise

    def _set(self, name: str, wanted: int | str) -> None:
        try:
            self.raw.execute(f"PRAGMA {name}={wanted}").fetchall()
            row = self.raw.execute(f"PRAGMA {name}").fetchone()
        except sqlite3.Error as error:
            raise translated(error) from error
        if row is None or row[0] != wanted:
            got = "nothing" if row is None else row[0]
            raise DatabaseError(f"SQLite did not take {name}={wanted}: it answers {got}.")

    def run(self, work: Work[T], stop: Stop) -> T:
        self._stop = stop
        try:
            return work(self)
        except sqlite3.Error as error:
            raise translated(error) from error
        finally:
            self._stop = bool

    def set_durable(self, durable: bool) -> None:
        """Outside a transaction only: whether a commit waits for the disk."""
        level = _SYNCHRONOUS_FULL if durable else _SYNCHRONOUS_NORMAL
        if level != self._synchronous:
            self._set("synchronous", level)
            self._synchronous = level

    def close(self) -> None:
        self.raw.close()


def after(seconds: float) -> Stop:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end


def after_steps(budget: int) -> Stop:
    """Counts by the thousand, because a cached statement keeps its own count between runs."""
    left = budget // _TICK

    def stop() -> bool:
        nonlocal left
        left -= 1
        return left < 0

    return stop
