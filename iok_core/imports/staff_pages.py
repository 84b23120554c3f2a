"""The imports as the office sees them: what came in, what residents see of it, a new one."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from iok_core.audit.actions import ObjectKind
from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.db import Clock
from iok_core.identity.service import Permission
from iok_core.imports import history, office, viewing
from iok_core.imports.attention import IMPORTS_PAGE
from iok_core.imports.freshness import Freshness
from iok_core.imports.history import Sought, Standing
from iok_core.imports.import_words import standings
from iok_core.imports.requests import importing_modules
from iok_core.plugin_host import PluginRegistry
from iok_core.web.csv_answer import csv_answer
from iok_core.web.forms import asks, read_form
from iok_core.web.gates import NotYours, staff
from iok_core.web.htmx import wants_part
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.navigation import NavItem
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor, visitor_of

PAGE_LINES = 50
FILE_LINES = 10_000

NAVIGATION = [
    NavItem(
        href=IMPORTS_PAGE,
        label=msgid("Imports"),
        icon="database",
        group="staff",
        permission=Permission.SEE_IMPORTS,
    ),
]

HttpRequest = Request[Any, Any, Any]


class Wanted(msgspec.Struct):
    module: Annotated[int, asks(msgid("Choose what to import"))]


class Filter(msgspec.Struct, frozen=True):
    """As it stands in the address; what it does not know it leaves out."""

    source: int | None
    state: Standing | None
    number: int

    @classmethod
    def of(cls, source: str, state: str, number: int) -> "Filter":
        known = source.isascii() and source.isdecimal() and len(source) < 10
        return cls(
            source=int(source) if known else None,
            state=Standing(state) if state in set(Standing) else None,
            number=max(1, min(number, 10_000)),
        )

    def sought(self, limit: int = PAGE_LINES + 1) -> Sought:
        skip = (self.number - 1) * PAGE_LINES
        return Sought(module=self.source, standing=self.state, skip=skip, limit=limit)


@get(IMPORTS_PAGE, gate=staff(Permission.SEE_IMPORTS))
async def imports(
    request: HttpRequest,
    clock: NamedDependency[Clock],
    freshness: NamedDependency[Freshness],
    plugin_registry: NamedDependency[PluginRegistry],
    zrodlo: FromQuery[str] = "",
    stan: FromQuery[str] = "",
    strona: FromQuery[int] = 1,
) -> Response[str]:
    which = Filter.of(zrodlo, stan, strona)
    lines = await history.sought(which.sought())
    known = await importing_modules(plugin_registry)
    working = [module for module in known if module.takes_work]
    return page(
        request,
        "office/imports_list.html" if wants_part(request) else "office/imports.html",
        rows=await viewing.rows(lines[:PAGE_LINES], visitor_of(request).published),
        more=len(lines) > PAGE_LINES,
        which=which,
        modules=known,
        states=[(state.value, word) for state, word in standings().items()],
        cards=await viewing.source_cards(working, freshness, clock.today()),
    )


@get(f"{IMPORTS_PAGE}/lista.csv", gate=staff(Permission.SEE_IMPORTS))
async def imports_file(
    visitor: NamedDependency[Visitor], zrodlo: FromQuery[str] = "", stan: FromQuery[str] = ""
) -> Response[bytes]:
    lines = await history.sought(Filter.of(zrodlo, stan, 1).sought(FILE_LINES))
    told = standings()
    header = [_("Import"), _("When"), _("Source"), _("State"), _("As of"), _("Rows"), _("Rejected")]
    return csv_answer(
        "importy.csv",
        header,
        (
            (
                row.line.run,
                row.line.requested_at,
                row.line.title,
                told[row.line.standing],
                row.as_of,
                sum(row.line.received.values()),
                row.line.rejected,
            )
            for row in await viewing.rows(lines, visitor.published)
        ),
    )


@post(IMPORTS_PAGE, gate=staff(Permission.RUN_IMPORTS))
async def run_import(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    audit: NamedDependency[AuditLog],
    clock: NamedDependency[Clock],
    plugin_registry: NamedDependency[PluginRegistry],
) -> Response[Any]:
    form = await read_form(request, Wanted)
    wanted = form.struct.module if form.ok else 0
    known = {module.id: module for module in await importing_modules(plugin_registry)}
    module = known.get(wanted)
    if module is None or not module.takes_work:
        raise NotYours(ObjectKind.MODULE, wanted)
    by = Origin.of(visitor)
    run, new = await office.ask_for_import(module, by=by, audit=audit, clock=clock)
    said = _("The import has been started.") if new else _("This import is under way already.")
    return see_other(request, f"{IMPORTS_PAGE}/{run}", said)


async def latest_import(visitor: Visitor) -> viewing.Row | None:
    """For the office's first page."""
    found = await viewing.rows(await history.newest(1), visitor.published)
    return next(iter(found), None)


ROUTES = [imports, imports_file, run_import]
