"""The imports as the office sees them: what came in, what was held back and why."""

from datetime import date
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from iok_core.api import DataKind
from iok_core.audit.actions import ObjectKind
from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.db import Clock
from iok_core.identity.service import Permission
from iok_core.imports import history, office, words
from iok_core.imports.history import ImportLine, Rejection
from iok_core.imports.office import Standing
from iok_core.modules import service as modules
from iok_core.runs.words import FAILURES
from iok_core.web.forms import asks, read_form
from iok_core.web.gates import NotYours, staff
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.navigation import NavItem
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

IMPORTS_PAGE = "/biuro/importy"

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


class Part(msgspec.Struct, frozen=True):
    """One kind of data: how many records were read, and of which day they are."""

    kind: str
    records: str
    as_of: date | None


class Row(msgspec.Struct, frozen=True):
    """An import as lists and its own page show it."""

    line: ImportLine
    standing: Standing
    records: str
    parts: list[Part]
    as_of: date | None
    """The day of the balances, or of the entries where the balances have none."""


class RejectedRow(msgspec.Struct, frozen=True):
    rejection: Rejection
    what: str
    do: str


@get(IMPORTS_PAGE, gate=staff(Permission.SEE_IMPORTS))
async def imports(request: HttpRequest) -> Response[str]:
    lines = await history.newest()
    return page(
        request,
        "office/imports.html",
        rows=await _rows(lines),
        modules=[module for module in await modules.all_modules() if module.takes_work],
    )


@post(IMPORTS_PAGE, gate=staff(Permission.RUN_IMPORTS))
async def run_import(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    audit: NamedDependency[AuditLog],
    clock: NamedDependency[Clock],
) -> Response[Any]:
    form = await read_form(request, Wanted)
    module = await modules.by_id(form.struct.module) if form.ok else None
    if module is None or not module.takes_work:
        raise NotYours(ObjectKind.MODULE, form.struct.module if form.ok else 0)
    by = Origin.staff(visitor.staff or 0)
    run, new = await office.ask_for_import(module, by=by, audit=audit, clock=clock)
    said = _("The import has been started.") if new else _("This import is under way already.")
    return see_other(request, f"{IMPORTS_PAGE}/{run}", said)


@get(f"{IMPORTS_PAGE}/{{run:int}}", gate=staff(Permission.SEE_IMPORTS))
async def one_import(request: HttpRequest, run: FromPath[int]) -> Response[str]:
    line = await history.of_run(run)
    if line is None:
        raise NotYours(ObjectKind.RUN, run)
    return page(
        request,
        "office/import.html",
        row=(await _rows([line]))[0],
        why=words.why(line.why),
        failure=FAILURES.get(line.problem),
        remarks=[words.remark(said) for said in line.said],
        rejected=[_rejected(row) for row in await history.rejected_rows(line)],
    )


async def latest_import() -> Row | None:
    """For the office's first page."""
    return next(iter(await _rows(await history.newest(1))), None)


async def _rows(lines: list[ImportLine]) -> list[Row]:
    days = await office.days_of(lines)
    return [_row(line, days[line.run]) for line in lines]


def _row(line: ImportLine, days: dict[DataKind, date]) -> Row:
    counts = line.received
    return Row(
        line=line,
        standing=office.standing(line),
        records=words.figure(sum(counts.values())) if counts else "",
        parts=[_part(kind, counts, days) for kind in DataKind if kind in counts or kind in days],
        as_of=days.get(DataKind.BALANCES) or days.get(DataKind.ENTRIES),
    )


def _part(kind: DataKind, counts: dict[DataKind, int], days: dict[DataKind, date]) -> Part:
    records = words.figure(counts[kind]) if kind in counts else ""
    return Part(_(words.KINDS[kind]), records, days.get(kind))


def _rejected(row: Rejection) -> RejectedRow:
    advice = words.PROBLEMS[row.problem]
    return RejectedRow(row, _(advice.what), _(advice.do))


ROUTES = [imports, run_import, one_import]
