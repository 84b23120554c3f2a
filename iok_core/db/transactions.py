"""What transactions are on every database: parts nested into them, and work before the commit.

Each of the two goes before Piccolo's own class of a database.
"""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from contextvars import ContextVar
from typing import Any

from iok_core.db.errors import TransactionError
from iok_core.db.last_work import LastWork, Work


class Nesting:
    """A transaction; inside another one, a savepoint of that one."""

    engine: Any
    snapshot = False
    """It sees one moment, and nothing can be written in it."""
    durable: bool
    last: LastWork
    _committed: bool
    _rolled_back: bool
    _outer: Nesting | None
    _task: asyncio.Task[Any] | None

    def _set_up(self, *, durable: bool) -> None:
        self.durable = durable
        self.connection = self  # what Piccolo's savepoints call execute() on
        self.last = LastWork()
        self._outer = self.engine.current_transaction.get()
        self._task = None

    @abstractmethod
    async def _begin(self) -> None: ...

    @abstractmethod
    async def _end(self, *, keep: bool) -> None: ...

    @abstractmethod
    async def execute(self, sql: str) -> None: ...

    @abstractmethod
    async def _leave(self, savepoint: str, *, keep: bool) -> None: ...

    async def __aenter__(self) -> Any:
        """The transaction itself, or the one that it is nested into."""
        if self._outer is not None:
            await self._outer.enter_nested(self)
            return self._outer
        await self._begin()
        self._task = asyncio.current_task()
        self.context = self.engine.current_transaction.set(self)
        return self

    async def __aexit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if self._outer is not None:
            await self._outer.leave_nested(keep=error is None)
            return False
        keep = False
        try:
            if error is None and not self._ended_by_hand:
                await self.last.do()
            keep = error is None
        finally:
            self.engine.current_transaction.reset(self.context)
            await self._end(keep=keep and not self._ended_by_hand)
        return False

    @property
    def _ended_by_hand(self) -> bool:
        """As Piccolo allows."""
        return bool(self._committed or self._rolled_back)

    async def enter_nested(self, inner: Nesting) -> None:
        if self.snapshot and not inner.snapshot:
            raise TransactionError("nothing can be written in a snapshot")
        if inner.durable and not self.durable:
            raise TransactionError("a durable transaction cannot be part of one that is not")
        if asyncio.current_task() is not self._task:
            raise TransactionError("a transaction cannot be nested into another task's")
        await self.execute(f"SAVEPOINT nested_{self.last.depth}")
        self.last.enter()

    async def leave_nested(self, *, keep: bool) -> None:
        self.last.leave(keep=keep)
        await self._leave(f"nested_{self.last.depth}", keep=keep)


class Transacting:
    """What an engine knows of the transaction that a task is in."""

    current_transaction: ContextVar[Any]

    def before_commit(self, work: Work) -> None:
        self._current().last.add(work)

    def _current(self) -> Nesting:
        current: Nesting | None = self.current_transaction.get()
        if current is None:
            raise TransactionError("this belongs in a transaction")
        return current

    def _require_writing(self) -> None:
        if self._current().snapshot:
            raise TransactionError("only in a transaction that writes can something be held")

    def _durable(self, wanted: bool | None) -> bool:
        """When not said, as the one that it is nested into."""
        if wanted is not None:
            return wanted
        outer: Nesting | None = self.current_transaction.get()
        return outer is None or outer.durable
