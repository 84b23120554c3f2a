"""Many at once, in portions: a database takes some ten thousand values in one statement."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

AT_ONCE = 10_000
"""PostgreSQL takes 32,767 values, SQLite as many or more."""


def portions(items: Iterable[T], at_once: int = AT_ONCE) -> Iterator[list[T]]:
    """In their order; none of them is empty."""
    rest = iter(items)
    while some := list(islice(rest, at_once)):
        yield some
