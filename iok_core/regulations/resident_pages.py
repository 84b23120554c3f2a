"""The regulations, open to everybody in every version, and accepting the one in force."""

from datetime import UTC, datetime, time
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from msgspec import Meta

from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.db import Clock
from iok_core.regulations import service
from iok_core.regulations.pdf import RegulationsPrinter, Sheet
from iok_core.regulations.service import TextChangedError, VersionView
from iok_core.regulations.text import parse
from iok_core.web.filters import day, orphans
from iok_core.web.forms import Form, read_form
from iok_core.web.gates import ACCEPTANCE_PAGE, OPEN, OWN_PASSWORD, RESIDENT_HOME, STAFF_HOME
from iok_core.web.i18n import DEFAULT
from iok_core.web.i18n import gettext as _
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

FOR_A_DAY = "public, max-age=86400"

HttpRequest = Request[Any, Any, Any]


class AcceptedText(msgspec.Struct):
    """Which text was shown, and whether the box below it was ticked."""

    number: int
    sha256: Annotated[str, Meta(max_length=64)]
    accepts: bool = False


@get("/regulamin", gate=OPEN)
async def regulations(request: HttpRequest, clock: NamedDependency[Clock]) -> Response[str]:
    current = await service.in_force(clock.today())
    if current is None:
        return _none_yet(request)
    return await _reading_page(request, current, current)


@get("/regulamin/{number:int}", gate=OPEN)
async def regulations_version(
    request: HttpRequest, clock: NamedDependency[Clock], number: FromPath[int]
) -> Response[str]:
    shown = await _version(number)
    return await _reading_page(request, shown, await service.in_force(clock.today()))


@get("/regulamin/{number:int}/pdf", gate=OPEN)
async def regulations_pdf(
    printer: NamedDependency[RegulationsPrinter], number: FromPath[int]
) -> Response[bytes]:
    pdf = await printer.print(_sheet(await _version(number)))
    name = f'attachment; filename="regulamin-{number}.pdf"'
    headers = {"Content-Disposition": name, "Cache-Control": FOR_A_DAY}
    return Response(pdf, media_type="application/pdf", headers=headers)


@get(ACCEPTANCE_PAGE, gate=OWN_PASSWORD)
async def acceptance_form(
    request: HttpRequest, visitor: NamedDependency[Visitor], clock: NamedDependency[Clock]
) -> Response[Any]:
    if not visitor.must_accept:
        return see_other(request, _home(visitor))
    return await _acceptance_page(request, clock, Form(AcceptedText))


@post(ACCEPTANCE_PAGE, gate=OWN_PASSWORD)
async def accept(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    clock: NamedDependency[Clock],
    audit: NamedDependency[AuditLog],
) -> Response[Any]:
    if visitor.person is None or visitor.identity is None:
        return see_other(request, _home(visitor))
    form = await read_form(request, AcceptedText)
    if form.ok and not form.struct.accepts:
        form.add_error("accepts", _("Tick the box if you accept the regulations"))
    if form.ok:
        number, sha256 = form.struct.number, form.struct.sha256
        by = Origin.of(visitor)
        try:
            await service.accept(visitor.person, number, sha256, by=by, audit=audit, clock=clock)
        except TextChangedError:
            form.add_error("", _("The regulations have changed meanwhile. Read the new text"))
        else:
            return see_other(request, RESIDENT_HOME, _("Your acceptance has been saved."))
    return await _acceptance_page(request, clock, form, status=422)


async def _version(number: int) -> VersionView:
    found = await service.version(number)
    if found is None:
        raise NotFoundException
    return found


async def _reading_page(
    request: HttpRequest, shown: VersionView, current: VersionView | None
) -> Response[str]:
    versions = [await _version(number) for number in await service.versions()]
    return page(
        request,
        "regulations/read.html",
        **_text(shown),
        versions=versions,
        current=current,
    )


async def _acceptance_page(
    request: HttpRequest, clock: Clock, form: Form[AcceptedText], status: int = 200
) -> Response[str]:
    current = await service.in_force(clock.today())
    if current is None:
        return _none_yet(request)
    return page(request, "regulations/accept.html", status=status, form=form, **_text(current))


def _none_yet(request: HttpRequest) -> Response[str]:
    """Nobody comes in before there is something to accept."""
    return page(request, "regulations/none.html", status=503)


def _text(version: VersionView) -> dict[str, Any]:
    document = parse(version.text)
    clauses = [(clause.number, " ".join(clause.paragraphs)) for clause in document.clauses]
    facts = _facts(version)
    return {"version": version, "document": document, "clauses": clauses, "facts": facts}


def _facts(version: VersionView) -> list[tuple[str, str]]:
    return [
        (_("Version"), str(version.number)),
        (_("In force from"), day(version.in_force_from)),
        (_("Approved by"), f"{version.approved_by}, {day(version.approved_on)}"),
        (_("Resolution"), version.resolution),
    ]


def _sheet(version: VersionView) -> Sheet:
    document = parse(version.text)
    return Sheet(
        lang=DEFAULT,
        name=" ".join(document.title),
        author=version.approved_by,
        title=document.title,
        clauses=tuple((clause.number, _unbroken(clause.paragraphs)) for clause in document.clauses),
        closing=_unbroken(document.closing),
        facts=(*_facts(version), (_("SHA-256 of the text"), version.sha256)),
        footer=_("Regulations, version %(number)s, in force from %(day)s")
        % {"number": version.number, "day": day(version.in_force_from)},
        dated=datetime.combine(version.approved_on, time(), UTC),
    )


def _unbroken(paragraphs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(orphans(paragraph) for paragraph in paragraphs)


def _home(visitor: Visitor) -> str:
    return STAFF_HOME if visitor.kind == "staff" else RESIDENT_HOME


ROUTES = [regulations, regulations_version, regulations_pdf, acceptance_form, accept]
