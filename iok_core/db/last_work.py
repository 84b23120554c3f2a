"""What a transaction has yet to do before it is committed."""

from collections.abc import Awaitable, Callable

Work = Callable[[], Awaitable[None]]


class LastWork:
    """In the order in which it was asked for. What is undone of a nested one takes its own back."""

    def __init__(self) -> None:
        self._waiting: list[Work] = []
        self._marks: list[int] = []

    @property
    def depth(self) -> int:
        """How many nested transactions are open."""
        return len(self._marks)

    def add(self, work: Work) -> None:
        self._waiting.append(work)

    def enter(self) -> None:
        self._marks.append(len(self._waiting))

    def leave(self, *, keep: bool) -> None:
        mark = self._marks.pop()
        if not keep:
            del self._waiting[mark:]

    async def do(self) -> None:
        while self._waiting:
            await self._waiting.pop(0)()
