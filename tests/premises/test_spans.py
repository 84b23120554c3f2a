"""Spans of days against the sets of days that they stand for."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from iok_core.premises.spans import Span, falls, joined, without

FIRST = date(2026, 2, 20)
WINDOW = 40
"""As many days are looked at, and a span without an end reaches beyond them."""


@st.composite
def spans(draw: st.DrawFn) -> Span:
    since, length = draw(st.integers(0, 30)), draw(st.none() | st.integers(0, 9))
    return Span(day(since), None if length is None else day(since + length))


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def days(told: Iterable[Span]) -> set[date]:
    each = list(told)
    assert all(one.until is None or one.since <= one.until for one in each), "one has no day"
    return {
        day(number)
        for number in range(WINDOW)
        if any(one.since <= day(number) <= (one.until or date.max) for one in each)
    }


@settings(deadline=None)
@given(st.lists(spans(), max_size=5))
def test_k12_2_joined_spans_are_the_same_days_with_days_between_them(some: list[Span]) -> None:
    whole = joined(some)
    assert days(whole) == days(some)
    for before, after in pairwise(whole):
        assert before.until is not None
        assert after.since - before.until > timedelta(days=1)


@settings(deadline=None)
@given(st.lists(spans(), max_size=3), st.lists(spans(), max_size=3))
def test_x_4_what_is_left_are_the_days_of_the_first_that_are_none_of_the_second(
    some: list[Span], cut: list[Span]
) -> None:
    assert days(without(some, cut)) == days(some) - days(cut)


@settings(deadline=None)
@given(st.lists(spans(), max_size=3), st.integers(0, WINDOW - 1))
def test_a_day_falls_into_spans_that_have_it(some: list[Span], number: int) -> None:
    assert falls(day(number), some) == (day(number) in days(some))
