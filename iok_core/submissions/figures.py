"""How the office keeps its terms, form by form, in one year. Figures only: nobody is named."""

from collections.abc import Iterable
from datetime import date, datetime
from statistics import fmean, median

import msgspec

from iok_core.db import fetch
from iok_core.db.clock import WARSAW
from iok_core.submissions.kinds import State
from iok_core.working_days import WorkingDays

FEWEST_RATINGS = 3
"""Of fewer no mean is told: it would be what somebody has said."""


class Case(msgspec.Struct, frozen=True):
    form: str
    title: str
    state: State
    sent_on: date
    due_on: date
    closed_on: date | None
    rating: int | None


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Of one form, or of all."""

    title: str
    received: int
    withdrawn: int
    in_time: int
    """Settled or declined by the last day of the term."""
    late: int
    open: int
    overdue: int
    """Of the open ones."""
    days: float | None
    """The median of working days until it was settled or declined; None: nothing was."""
    ratings: int
    rated: float | None
    """The mean of the ratings, 1 to 5; None: too few."""


async def cases_of(year: int) -> list[Case]:
    """What came in that year, the newest first."""
    rows = await fetch(
        "SELECT form, title, state, sent_at, due_on, closed_at, rating FROM submission "
        "WHERE sent_at >= {} AND sent_at < {} ORDER BY id DESC",
        datetime(year, 1, 1, tzinfo=WARSAW),
        datetime(year + 1, 1, 1, tzinfo=WARSAW),
    )
    return [
        Case(form, title, State(state), _day(sent), due, _day(closed) if closed else None, rating)
        for form, title, state, sent, due, closed, rating in rows
    ]


async def first_year(today: date) -> int:
    """Of anything that was ever sent in."""
    rows = await fetch("SELECT sent_at FROM submission ORDER BY sent_at LIMIT 1")
    return _day(rows[0][0]).year if rows else today.year


def by_form(cases: Iterable[Case], calendar: WorkingDays, today: date) -> list[Figures]:
    """Each under the name that it had last, what came most first."""
    forms: dict[str, list[Case]] = {}
    for case in cases:
        forms.setdefault(case.form, []).append(case)
    found = [figures(of_it[0].title, of_it, calendar, today) for of_it in forms.values()]
    return sorted(found, key=lambda one: (-one.received, one.title))


def figures(title: str, cases: list[Case], calendar: WorkingDays, today: date) -> Figures:
    closed = [(one, one.closed_on) for one in cases if _is_settled(one) and one.closed_on]
    waiting = [one for one in cases if one.state.open]
    ratings = [one.rating for one in cases if one.rating is not None]
    in_time = sum(day <= one.due_on for one, day in closed)
    days = [calendar.left(one.sent_on, day) for one, day in closed]
    return Figures(
        title=title,
        received=len(cases),
        withdrawn=sum(one.state is State.WITHDRAWN for one in cases),
        in_time=in_time,
        late=len(closed) - in_time,
        open=len(waiting),
        overdue=sum(today > one.due_on for one in waiting),
        days=median(days) if days else None,
        ratings=len(ratings),
        rated=fmean(ratings) if len(ratings) >= FEWEST_RATINGS else None,
    )


def _is_settled(case: Case) -> bool:
    return case.state in (State.DONE, State.DECLINED)


def _day(moment: datetime) -> date:
    return moment.astimezone(WARSAW).date()
