"""Breaks in the work of the portal at the office: planned, ended early, cancelled."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import PermissionDeniedException
from litestar.params import FromPath
from msgspec import Meta

from iok_core.audit.actions import ObjectKind
from iok_core.audit.origin import Origin
from iok_core.identity.service import Permission
from iok_core.maintenance import windows
from iok_core.maintenance.tables import WORDS_LENGTH
from iok_core.maintenance.windows import Plans, Refusal
from iok_core.web.forms import Form, asks, read_form
from iok_core.web.gates import NotYours, always, staff
from iok_core.web.i18n import Msgid, msgid
from iok_core.web.i18n import gettext as _
from iok_core.web.moments import Hour, at_hour
from iok_core.web.navigation import NavItem
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

WINDOWS_PAGE = "/biuro/przerwy"
GATE = staff(Permission.PLAN_MAINTENANCE)

NAVIGATION = [
    NavItem(
        href=WINDOWS_PAGE,
        label=msgid("Breaks in work"),
        icon="clock",
        group="staff",
        permission=Permission.PLAN_MAINTENANCE,
    ),
]
REFUSALS: Mapping[Refusal, tuple[str, Msgid]] = {
    Refusal.PAST: ("ends_on", msgid("The end cannot be in the past")),
    Refusal.ENDS_BEFORE: ("ends_on", msgid("The end cannot be before the beginning")),
    Refusal.TOO_LONG: ("ends_on", msgid("A break lasts 2 days at most")),
    Refusal.OVERLAPS: ("begins_on", msgid("Another break is planned for that time")),
}
_A_DAY = msgid("Enter the day, for example 24.11.2026")
_AN_HOUR = msgid("Enter the hour, for example 8:30")

HttpRequest = Request[Any, Any, Any]


class Planned(msgspec.Struct):
    begins_on: Annotated[date, asks(_A_DAY)]
    begins_at: Annotated[Hour, asks(_AN_HOUR)]
    ends_on: Annotated[date, asks(_A_DAY)]
    ends_at: Annotated[Hour, asks(_AN_HOUR)]
    words: Annotated[str, Meta(max_length=WORDS_LENGTH)] = ""


class Nothing(msgspec.Struct):
    pass


@get(WINDOWS_PAGE, gate=GATE)
async def overview(request: HttpRequest, plans: NamedDependency[Plans]) -> Response[str]:
    return await _page(request, plans, Form(Planned))


@post(WINDOWS_PAGE, gate=always(GATE))
async def plan(
    request: HttpRequest, visitor: NamedDependency[Visitor], plans: NamedDependency[Plans]
) -> Response[Any]:
    form = await read_form(request, Planned)
    if not form.ok:
        return await _page(request, plans, form, status=422)
    typed = form.struct
    begins, ends = (
        at_hour(typed.begins_on, typed.begins_at),
        at_hour(typed.ends_on, typed.ends_at),
    )
    done = await windows.plan(plans, begins, ends, typed.words, by=Origin.of(visitor))
    if done is Refusal.NOT_PERMITTED:
        raise PermissionDeniedException
    if isinstance(done, Refusal):
        field, words = REFUSALS[done]
        form.add_error(field, _(words))
        return await _page(request, plans, form, status=422)
    return see_other(request, WINDOWS_PAGE, _("The break is planned. Everybody is told."))


@post(f"{WINDOWS_PAGE}/{{maintenance:int}}/koniec", gate=always(GATE))
async def end(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    plans: NamedDependency[Plans],
    maintenance: FromPath[int],
) -> Response[Any]:
    if await windows.window(maintenance) is None:
        raise NotYours(ObjectKind.MAINTENANCE, maintenance)
    await read_form(request, Nothing)
    refusal = await windows.end(plans, maintenance, by=Origin.of(visitor))
    if refusal is Refusal.NOT_PERMITTED:
        raise PermissionDeniedException
    said = _("It was over already.") if refusal else _("The break is over.")
    return see_other(request, WINDOWS_PAGE, said)


async def _page(
    request: HttpRequest, plans: Plans, form: Form[Planned], status: int = 200
) -> Response[str]:
    now = plans.clock.now()
    return page(
        request,
        "office/windows.html",
        status=status,
        form=form,
        windows=await windows.windows(now),
        now=now,
    )


ROUTES = [overview, plan, end]
