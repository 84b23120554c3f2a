"""The child's side of sending on: one thing in hand, its outcome told before the next comes."""

from collections.abc import Callable, Iterator
from typing import Any

from iok_core.child.channel import Channel
from iok_core.child.frames import Answer, Ask, Done, Item, Outcome

Work = Callable[[Iterator[Any]], Iterator[object]]
"""`deliver` or `take_over` of an extension."""


class BrokenContractError(Exception):
    """The extension did not answer for each thing in its turn."""


def answer_each(work: Work, answers: type[Outcome], wire: Channel) -> None:
    hand = _Hand(work.__name__, answers, wire)
    answered = 0
    for outcome in work(hand.items()):
        hand.answer(outcome)
        answered += 1
    hand.require_empty()
    wire.send(Done(counts={"answer": answered}))


class _Hand:
    """What the extension holds: something that it took and has not answered for yet."""

    def __init__(self, work: str, answers: type[Outcome], wire: Channel) -> None:
        self._work = work
        self._answers = answers
        self._wire = wire
        self._item: Item | None = None

    def items(self) -> Iterator[Item]:
        while (item := self._wire.receive(Ask).item) is not None:
            self._item = item
            yield item
            self.require_empty()

    def answer(self, outcome: Any) -> None:
        if not isinstance(outcome, self._answers):
            raise BrokenContractError(f"{self._work}() yielded {type(outcome).__qualname__}")
        if self._item is None or outcome.id != self._item.id:
            raise BrokenContractError(f"{self._work}() answered for what it does not hold")
        self._item = None
        self._wire.send(Answer(outcome))

    def require_empty(self) -> None:
        if self._item is not None:
            raise BrokenContractError(f"{self._work}() went on without an answer for what it took")
