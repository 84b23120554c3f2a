from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Chance drawn from `random()` alone, whose sequence for a seed Python promises to keep."""

    def __init__(self, seed: str) -> None:
        self._draw = Random(seed).random  # noqa: S311 - a story, not a secret

    def chance(self, share: float) -> bool:
        return self._draw() < share

    def between(self, low: int, high: int) -> int:
        return low + int(self._draw() * (high - low + 1))

    def pick(self, items: Sequence[T]) -> T:
        return items[int(self._draw() * len(items))]
