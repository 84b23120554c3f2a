"""What the log of publications tells: which data people saw, and when."""

from datetime import UTC, datetime, timedelta

import pytest

from iok_core.imports.course import Course, Shown, course, seen_between
from iok_core.imports.decisions import DecisionKind

BEGIN = datetime(2026, 10, 1, tzinfo=UTC)
UNDO, REDO, RELEASE = DecisionKind.UNDO, DecisionKind.REDO, DecisionKind.RELEASE


def line(gen: int, day: int, what: DecisionKind | None = None) -> Shown:
    """From noon of that day of October on."""
    at = BEGIN + timedelta(days=day - 1, hours=12)
    return Shown(gen, at, None, what, None, None, None)


LOG = [line(1, 2), line(2, 5), line(1, 5, UNDO), line(3, 9)]


@pytest.mark.parametrize(
    ("day", "gens"),
    [(1, []), (2, [1]), (3, [1]), (5, [1, 2, 1]), (7, [1]), (9, [1, 3]), (30, [3])],
)
def test_k07_10_a_day_has_what_was_shown_at_some_moment_of_it(day: int, gens: list[int]) -> None:
    begin = BEGIN + timedelta(days=day - 1)
    seen = seen_between(LOG, begin, begin + timedelta(days=1))
    assert [one.gen for one in seen] == gens


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        ([], Course()),
        ([line(1, 1), line(2, 2)], Course((1, 2))),
        ([line(1, 1), line(2, 2), line(1, 3, UNDO)], Course((1,), (2,))),
        ([line(1, 1), line(2, 2), line(1, 3, UNDO), line(2, 4, REDO)], Course((1, 2))),
        ([line(1, 1), line(2, 2), line(1, 3, UNDO), line(3, 4, RELEASE)], Course((1, 3))),
    ],
)
def test_p7_the_log_is_the_stack_of_undo(log: list[Shown], expected: Course) -> None:
    assert course(log) == expected
