"""Documents of many payers: the office asks for them, watches them being made, takes the file."""

import re
from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import File

from iok_core.api import Audience
from iok_core.audit.actions import ObjectKind
from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.db import Clock
from iok_core.identity.service import Permission
from iok_core.premises.parties import buildings, party_cards
from iok_core.reports import batches, offers
from iok_core.reports.batches import Batch, Selection, Whom
from iok_core.reports.files import ReportFiles
from iok_core.reports.making import Reports
from iok_core.reports.offers import Offer
from iok_core.reports.payers import parties_called
from iok_core.reports.words import RUN_FAILURES
from iok_core.web.fields import Lines
from iok_core.web.forms import Errors, Form, asks, read_forms
from iok_core.web.gates import NotYours, fresh, staff
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.navigation import NavItem
from iok_core.web.pages import page, see_other
from iok_core.web.typed import confirm_first, typed_before
from iok_core.web.visitor import Visitor

PAGE = "/biuro/raporty"
BATCH = PAGE + "/przebiegi/{batch:int}"
GATE = staff(Permission.RUN_REPORTS)
MOST_PAYERS = 200

NAVIGATION = [
    NavItem(
        href=PAGE,
        label=msgid("Reports"),
        icon="file-text",
        group="staff",
        permission=Permission.RUN_REPORTS,
    ),
]

HttpRequest = Request[Any, Any, Any]


class OfWhom(msgspec.Struct):
    whom: Annotated[Whom, asks(msgid("Choose of whom to make the documents"))]
    building: Annotated[str, msgspec.Meta(max_length=120)] = ""
    payers: Lines = ""


@get(PAGE, gate=GATE)
async def reports_home(
    request: HttpRequest, reports: NamedDependency[Reports], clock: NamedDependency[Clock]
) -> Response[str]:
    return page(
        request,
        "report/office.html",
        offers=await offers.offers(reports.plugins, Audience.STAFF),
        batches=await batches.newest(),
        now=clock.now(),
    )


@get(PAGE + "/{report:str}", gate=GATE)
async def report_form(
    request: HttpRequest,
    reports: NamedDependency[Reports],
    visitor: NamedDependency[Visitor],
    report: FromPath[str],
) -> Response[str]:
    offer = await _offer(reports, report)
    typed = typed_before(request, visitor, _page_of(offer))
    form = Form(offer.report.parameters_type, typed, offer.texts)
    of_whom = Form(OfWhom, {"whom": Whom.ALL, **typed})
    return await _form_page(request, visitor, offer, of_whom, form)


@post(PAGE + "/{report:str}", gate=GATE)
async def ask(
    request: HttpRequest,
    reports: NamedDependency[Reports],
    visitor: NamedDependency[Visitor],
    audit: NamedDependency[AuditLog],
    report: FromPath[str],
) -> Response[Any]:
    offer = await _offer(reports, report)
    of_whom = Form(OfWhom)
    form = Form(offer.report.parameters_type, words=offer.texts)
    await read_forms(request, of_whom, form)
    selection = await _selection(of_whom, visitor.published)
    if selection is None or not form.ok:
        return await _form_page(request, visitor, offer, of_whom, form)
    if not visitor.fresh:
        return confirm_first(request, visitor, _page_of(offer), of_whom, form)
    run = await batches.ask(
        batches.Request(offer, msgspec.to_builtins(form.struct), selection, Origin.of(visitor)),
        audit=audit,
        clock=reports.clock,
    )
    return see_other(request, f"{PAGE}/przebiegi/{run}", _("The documents are being made."))


@get(BATCH, gate=GATE)
async def batch_page(
    request: HttpRequest,
    clock: NamedDependency[Clock],
    reports: NamedDependency[Reports],
    visitor: NamedDependency[Visitor],
    batch: FromPath[int],
) -> Response[str]:
    found = await _batch(batch)
    offer = await offers.offer(reports.plugins, Audience.STAFF, found.report)
    cards = await party_cards(found.selection.payers, visitor.published)
    return page(
        request,
        "report/batch.html",
        batch=found,
        ready=found.has_file(clock.now()),
        chosen=_chosen(found, offer),
        payers=[card.called for card in cards],
        failure=RUN_FAILURES.get(found.problem),
    )


@post(BATCH + "/przerwij", gate=GATE)
async def cancel(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    audit: NamedDependency[AuditLog],
    clock: NamedDependency[Clock],
    batch: FromPath[int],
) -> Response[Any]:
    found = await _batch(batch)
    by = Origin.of(visitor)
    done = await batches.cancel(found.run, by=by, audit=audit, clock=clock)
    said = _("The run has been stopped.") if done else _("The run had ended already.")
    return see_other(request, f"{PAGE}/przebiegi/{batch}", said)


@get(BATCH + "/plik", gate=fresh(GATE, file=True))
async def download(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    audit: NamedDependency[AuditLog],
    clock: NamedDependency[Clock],
    report_files: NamedDependency[ReportFiles],
    batch: FromPath[int],
) -> Response[Any] | File:
    found = await _batch(batch)
    path = report_files.path(found.run)
    if not found.has_file(clock.now()) or not path.is_file():
        return see_other(request, f"{PAGE}/przebiegi/{batch}", _("There is no file to download."))
    await batches.downloaded(found.run, by=Origin.of(visitor), audit=audit)
    name = f"{found.report}-{found.run}.zip"
    return File(path=path, filename=name, media_type="application/zip")


async def _offer(reports: Reports, name: str) -> Offer:
    found = await offers.offer(reports.plugins, Audience.STAFF, name)
    if found is None:
        raise NotFoundException
    return found


def _page_of(offer: Offer) -> str:
    return f"{PAGE}/{offer.name}"


async def _batch(run: int) -> Batch:
    found = await batches.batch(run)
    if found is None:
        raise NotYours(ObjectKind.RUN, run)
    return found


async def _selection(form: Form[OfWhom], published: Mapping[int, int]) -> Selection | None:
    """None: the form says what is missing."""
    if not form.ok:
        return None
    wanted = form.struct
    if wanted.whom is Whom.BUILDING:
        if wanted.building not in await buildings(published):
            form.add_error("building", _("Choose the building"))
        return Selection(Whom.BUILDING, wanted.building) if form.ok else None
    if wanted.whom is Whom.PAYERS:
        return await _of_payers(form, published)
    return Selection(Whom.ALL)


async def _of_payers(form: Form[OfWhom], published: Mapping[int, int]) -> Selection | None:
    numbers = list(dict.fromkeys(re.split(r"[\s,;]+", form.struct.payers.strip())))
    found, unknown = await parties_called(numbers[:MOST_PAYERS], published)
    if numbers == [""]:
        form.add_error("payers", _("Enter at least one payer's number"))
    elif unknown:
        told = {"numbers": ", ".join(unknown)}
        form.add_error("payers", _("No payer has this number: %(numbers)s") % told)
    elif len(numbers) > MOST_PAYERS:
        told = {"n": str(MOST_PAYERS)}
        form.add_error("payers", _("Enter %(n)s numbers at most, or choose a building") % told)
    return Selection(Whom.PAYERS, payers=tuple(found)) if form.ok else None


async def _form_page(
    request: HttpRequest,
    visitor: Visitor,
    offer: Offer,
    of_whom: Form[OfWhom],
    parameters: Form[Any],
) -> Response[str]:
    errors = Errors.of(of_whom, parameters)
    return page(
        request,
        "report/ask.html",
        status=422 if errors.errors else 200,
        offer=offer,
        form=errors,
        of_whom=of_whom,
        parameters=parameters,
        buildings=await buildings(visitor.published),
    )


def _chosen(batch: Batch, offer: Offer | None) -> list[tuple[str, str]]:
    """What was filled in, by the labels of the form; the plugin may be gone since."""
    fields = Form(offer.report.parameters_type, words=offer.texts).fields if offer else {}
    return [
        (fields[name].label if name in fields else name, _("yes") if value is True else str(value))
        for name, value in batch.chosen.items()
        if value not in (None, False, "")
    ]


ROUTES = [reports_home, report_form, ask, batch_page, cancel, download]
