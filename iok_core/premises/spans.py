"""Stretches of days, as titles and access to them are counted."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import msgspec

from iok_core.months import months_after

_DAY = timedelta(days=1)


class Span(msgspec.Struct, frozen=True):
    """Days from `since` to `until`, both counted; `until` None: to this day."""

    since: date
    until: date | None

    def reaches(self, day: date) -> bool:
        return self.until is None or day <= self.until


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same days, in as few spans as there can be; one that follows without a gap goes on."""
    whole: list[Span] = []
    for span in sorted(spans, key=lambda one: one.since):
        before = whole[-1] if whole else None
        if before is None or not before.reaches(span.since - _DAY):
            whole.append(span)
        elif before.until is not None and (span.until is None or span.until > before.until):
            whole[-1] = Span(before.since, span.until)
    return whole


def without(spans: Iterable[Span], cut: Iterable[Span]) -> list[Span]:
    """The days of the first that are none of the second."""
    left = list(spans)
    for one in cut:
        left = [part for span in left for part in _cut(span, one)]
    return left


def _cut(span: Span, cut: Span) -> Iterator[Span]:
    if not (span.reaches(cut.since) and cut.reaches(span.since)):
        yield span
        return
    if span.since < cut.since:
        yield Span(span.since, cut.since - _DAY)
    if cut.until is not None and span.reaches(cut.until + _DAY):
        yield Span(cut.until + _DAY, span.until)


def falls(day: date, spans: Iterable[Span]) -> bool:
    return any(span.since <= day and span.reaches(day) for span in spans)


def whole_month(first: date, spans: Iterable[Span]) -> bool:
    """A month in which the premises changed hands is nobody's own."""
    last = months_after(first, 1) - _DAY
    return any(span.since <= first and span.reaches(last) for span in spans)
