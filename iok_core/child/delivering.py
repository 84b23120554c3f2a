"""The child's side of a delivery: one message in hand, its outcome told before the next comes."""

from collections.abc import Iterator
from typing import Any

from iok_core import api
from iok_core.child.channel import Channel
from iok_core.child.frames import Answer, Ask, Done


class BrokenContractError(Exception):
    """The extension did not answer for each message in its turn."""


def deliver(extension: api.Channel[Any], wire: Channel) -> None:
    hand = _Hand(wire)
    answered = 0
    for outcome in extension.deliver(hand.messages()):
        hand.answer(outcome)
        answered += 1
    hand.require_empty()
    wire.send(Done(counts={"answer": answered}))


class _Hand:
    """What the extension holds: a message that it took and has not answered for yet."""

    def __init__(self, wire: Channel) -> None:
        self._wire = wire
        self._message: api.Message | None = None

    def messages(self) -> Iterator[api.Message]:
        while (message := self._wire.receive(Ask).message) is not None:
            self._message = message
            yield message
            self.require_empty()

    def answer(self, outcome: object) -> None:
        if not isinstance(outcome, api.Delivered):
            raise BrokenContractError(f"deliver() yielded {type(outcome).__qualname__}")
        if self._message is None or outcome.id != self._message.id:
            raise BrokenContractError("deliver() answered for a message that it does not hold")
        self._message = None
        self._wire.send(Answer(outcome))

    def require_empty(self) -> None:
        if self._message is not None:
            raise BrokenContractError("deliver() went on without saying what became of a message")
