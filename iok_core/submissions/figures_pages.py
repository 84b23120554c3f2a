"""The board's page: what came in, what was answered in time, how long it took."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from iok_core.identity.service import Permission
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.desks import QUEUE
from iok_core.submissions.figures import (
    FEWEST_RATINGS,
    Figures,
    by_form,
    cases_of,
    figures,
    first_year,
)
from iok_core.web.csv_answer import csv_answer
from iok_core.web.filters import decimal
from iok_core.web.gates import staff
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.navigation import NavItem
from iok_core.web.pages import page

FIGURES = QUEUE + "/zestawienie"
GATE = staff(Permission.SEE_FIGURES)
NAVIGATION = [
    NavItem(
        href=FIGURES,
        label=msgid("Figures of the year"),
        icon="file-text",
        group="staff",
        permission=Permission.SEE_FIGURES,
    ),
]
COLUMNS = (
    msgid("Form"),
    msgid("Received"),
    msgid("Settled in time"),
    msgid("Settled late"),
    msgid("Open ones"),
    msgid("Of these overdue"),
    msgid("Withdrawn"),
    msgid("Median of working days"),
    msgid("Ratings"),
    msgid("Mean rating"),
)

HttpRequest = Request[Any, Any, Any]


@get(FIGURES, gate=GATE)
async def figures_page(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    rok: FromQuery[int | None] = None,
) -> Response[str]:
    years = await _years(submissions)
    year = _one_of(years, rok)
    rows = await _rows(submissions, year)
    form, *numbers = [_(label) for label in COLUMNS]
    return page(
        request,
        "office/figures.html",
        year=year,
        years=years,
        columns=[form, *((label, "num") for label in numbers)],
        rows=[_shown(one) for one in rows],
        fewest=FEWEST_RATINGS,
    )


@get(f"{FIGURES}.csv", gate=GATE)
async def figures_file(
    submissions: NamedDependency[SubmissionContext], rok: FromQuery[int | None] = None
) -> Response[bytes]:
    year = _one_of(await _years(submissions), rok)
    rows = await _rows(submissions, year)
    header = [_(label) for label in COLUMNS]
    return csv_answer(f"zgloszenia-{year}.csv", header, [_shown(one) for one in rows])


async def _years(ctx: SubmissionContext) -> range:
    """The newest first."""
    today = ctx.clock.today()
    return range(today.year, await first_year(today) - 1, -1)


def _one_of(years: range, asked: int | None) -> int:
    """What makes no sense in an address counts for nothing."""
    return asked if asked is not None and asked in years else years[0]


async def _rows(ctx: SubmissionContext, year: int) -> list[Figures]:
    """The last one is of all together, if there is more than one; it tells no rating, from which
    one that is held back could be worked out."""
    cases, today = await cases_of(year), ctx.clock.today()
    rows = by_form(cases, ctx.calendar, today)
    return [*rows, figures("", cases, ctx.calendar, today)] if len(rows) > 1 else rows


def _shown(one: Figures) -> list[str]:
    return [
        one.title or _("All together"),
        *map(str, (one.received, one.in_time, one.late, one.open, one.overdue, one.withdrawn)),
        "–" if one.days is None else decimal(f"{one.days:g}"),
        *_ratings(one),
    ]


def _ratings(one: Figures) -> tuple[str, str]:
    """How many, and their mean. Whether one or two have rated is nobody's affair either."""
    if not one.title:
        return "–", "–"
    if one.rated is None:
        few = _("fewer than %(count)s") % {"count": FEWEST_RATINGS}
        return few if one.ratings else "0", "–"
    return str(one.ratings), decimal(f"{one.rated:.1f}")


ROUTES = [figures_page, figures_file]
