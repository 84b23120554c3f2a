"""What residents saw of a source from when on, and what they saw on a certain day (K07-10)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from iok_core.audit.actions import ObjectKind
from iok_core.db import Clock
from iok_core.identity.service import Permission, staff_names
from iok_core.imports import decision_words, viewing
from iok_core.imports.attention import IMPORTS_PAGE
from iok_core.imports.course import Shown, log_of, seen_between
from iok_core.imports.decision_words import Told
from iok_core.imports.freshness import Freshness
from iok_core.imports.publishing import as_of, balances_day
from iok_core.imports.sources import source_by_id
from iok_core.modules import service as modules
from iok_core.web.filters import WARSAW
from iok_core.web.gates import NotYours, staff
from iok_core.web.pages import page

HttpRequest = Request[Any, Any, Any]


class Line(msgspec.Struct, frozen=True):
    """From `told.at` on residents saw the data of that import."""

    told: Told
    run: int | None
    as_of: date | None


@get(f"{IMPORTS_PAGE}/zrodla/{{source:int}}", gate=staff(Permission.SEE_IMPORTS))
async def history(
    request: HttpRequest,
    clock: NamedDependency[Clock],
    freshness: NamedDependency[Freshness],
    source: FromPath[int],
    dzien: FromQuery[str] = "",
) -> Response[str]:
    module = await _module(source)
    log = await log_of(source)
    names = await staff_names()
    day = _day(dzien)
    seen = seen_between(log, *_whole_day(day)) if day else []
    return page(
        request,
        "office/history.html",
        card=(await viewing.source_cards([module], freshness, clock.today()))[0],
        source=source,
        lines=[await _line(source, one, names) for one in reversed(log)],
        typed=dzien,
        day=day,
        seen=[await _line(source, one, names) for one in seen],
    )


async def _module(source: int) -> modules.ModuleRow:
    try:
        module = await modules.by_id((await source_by_id(source)).module)
    except LookupError:
        module = None
    if module is None:
        raise NotYours(ObjectKind.SOURCE, source)
    return module


def _day(typed: str) -> date | None:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if day < date.max else None  # the last one has no end


def _whole_day(day: date) -> tuple[datetime, datetime]:
    """By the clock in Warsaw."""
    begin = datetime.combine(day, time(), WARSAW)
    return begin, datetime.combine(day + timedelta(days=1), time(), WARSAW)


async def _line(source: int, one: Shown, names: Mapping[int, str]) -> Line:
    return Line(
        told=decision_words.shown(one, names),
        run=one.run,
        as_of=balances_day(await as_of(source, one.gen)),
    )


ROUTES: Sequence[Any] = [history]
