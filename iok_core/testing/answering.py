"""One thing at a time: each has its answer before the next is taken."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

ItemT = TypeVar("ItemT")
AnswerT = TypeVar("AnswerT")


def answers_for(
    work: Callable[[Iterator[ItemT]], Iterator[AnswerT]], items: Sequence[ItemT]
) -> tuple[list[AnswerT], list[str]]:
    """What the extension's method answers, and what is wrong with that."""
    answered: list[AnswerT] = []
    faults: list[str] = []
    for answer in work(_one_by_one(items, answered, faults)):
        answered.append(answer)  # noqa: PERF402 - the items look at it meanwhile
    if [_id(one) for one in answered] != [_id(one) for one in items]:
        faults.append("the answers are not one for each, in their order")
    return answered, faults


def _one_by_one(
    items: Sequence[ItemT], answered: list[AnswerT], faults: list[str]
) -> Iterator[ItemT]:
    for number, item in enumerate(items):
        if len(answered) < number:
            faults.append(f"{_id(item)} was taken before the one before it was answered")
        yield item


def _id(one: Any) -> str:
    return str(getattr(one, "id", one))
