"""Reports that a resident makes of their own accounts: on a page, and as files."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from iok_core.api import Audience, Format, WrongParametersError
from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.db import transaction
from iok_core.ledger.sheets import Reader, Reading, Sheet
from iok_core.plugin_host import PluginRegistry
from iok_core.reports import offers
from iok_core.reports.building import BuildError
from iok_core.reports.cells import RIGHT, shown
from iok_core.reports.making import MEDIA, Reports
from iok_core.reports.offers import Offer
from iok_core.reports.printout import Printout
from iok_core.reports.words import account_name, advice_on, premises_name
from iok_core.web.fields import MAX_INTEGER
from iok_core.web.forms import Form
from iok_core.web.gates import RESIDENT, NotYours
from iok_core.web.i18n import msgid
from iok_core.web.navigation import NavItem
from iok_core.web.pages import page
from iok_core.web.visitor import Visitor, visitor_of

PAGE = "/raporty"
ACCOUNT, SHOW = "konto", "pokaz"

HttpRequest = Request[Any, Any, Any]


class Chosen(msgspec.Struct, frozen=True):
    """What one request asks for."""

    offer: Offer
    reader: Reader
    sheets: list[Sheet]
    """All that are the reader's."""
    account: int | None
    """None: all of them."""
    form: Form[Any]

    @property
    def query(self) -> str:
        """The same choice in an address."""
        values = {name: self.form.value(name) for name in self.form.fields}
        chosen = {ACCOUNT: "" if self.account is None else str(self.account), **values}
        return urlencode({name: value for name, value in chosen.items() if value} | {SHOW: "1"})

    @property
    def wanted(self) -> list[Sheet]:
        return [s for s in self.sheets if self.account in (None, s.account.id)]

    @property
    def accounts(self) -> list[tuple[str, str]]:
        """Each with what it is called; its number too, for there may be two of a kind."""
        return [(str(sheet.account.id), _called(sheet)) for sheet in self.sheets]


def navigation(plugins: PluginRegistry) -> list[NavItem]:
    """Nothing where no plugin brings a report for residents."""
    audiences = [info.extension for info in plugins.report_types.values()]
    if not any(Audience.RESIDENT in getattr(one, "audience", ()) for one in audiences):
        return []
    label = msgid("Statements and printouts")
    return [NavItem(href=PAGE, label=label, icon="file-text", group="account")]


@get(PAGE, gate=RESIDENT)
async def reports_list(
    request: HttpRequest, reports: NamedDependency[Reports]
) -> Response[str] | Redirect:
    found = await offers.offers(reports.plugins, Audience.RESIDENT)
    account = request.query_params.get(ACCOUNT, "")
    query = f"?{urlencode({ACCOUNT: account})}" if account else ""
    if len(found) == 1:
        return Redirect(f"{PAGE}/{found[0].name}{query}", status_code=303)
    return page(request, "report/list.html", offers=found, query=query)


@get(PAGE + "/{report:str}", gate=RESIDENT)
async def report_page(
    request: HttpRequest,
    reports: NamedDependency[Reports],
    reading: NamedDependency[Reading],
    report: FromPath[str],
) -> Response[str]:
    chosen = await _chosen(request, reports, reading, report)
    if SHOW not in request.query_params or not chosen.wanted:
        return _page(request, chosen)
    made = await _made(reports, chosen)
    return _page(request, chosen, made)


@get(PAGE + "/{report:str}/{ending:str}", gate=RESIDENT)
async def report_file(
    request: HttpRequest,
    reports: NamedDependency[Reports],
    reading: NamedDependency[Reading],
    audit: NamedDependency[AuditLog],
    visitor: NamedDependency[Visitor],
    report: FromPath[str],
    ending: FromPath[str],
) -> Response[Any]:
    chosen = await _chosen(request, reports, reading, report)
    if ending not in MEDIA or not chosen.offer.gives(Format(ending)) or not chosen.wanted:
        raise NotFoundException
    made = await _made(reports, chosen)
    if not isinstance(made, Printout):
        return _page(request, chosen, made)
    content = await reports.file(made, Format(ending))
    await _audited(audit, visitor, chosen, ending)
    return file_response(content, f"{made.stem}.{ending}", MEDIA[Format(ending)])


def file_response(content: bytes, name: str, media_type: str) -> Response[bytes]:
    """`name` holds letters, digits, dots and hyphens only."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)


async def _chosen(request: HttpRequest, reports: Reports, reading: Reading, report: str) -> Chosen:
    visitor = visitor_of(request)
    offer = await offers.offer(reports.plugins, Audience.RESIDENT, report)
    if offer is None or visitor.person is None:
        raise NotFoundException
    reader = await Reader.of(visitor.person, visitor.published, reading)
    sheets: dict[int, Sheet] = {}
    for premises in reader.held:
        sheets |= {sheet.account.id: sheet for sheet in await reader.accounts(premises)}
    account = _account(request.query_params.get(ACCOUNT, ""))
    if account is not None and account not in sheets:
        raise NotYours(ObjectKind.ACCOUNT, account)
    form = Form(offer.report.parameters_type, words=offer.texts)
    if SHOW in request.query_params:
        form.read(request.query_params)
    return Chosen(offer, reader, list(sheets.values()), account, form)


def _account(text: str) -> int | None:
    if not text:
        return None
    sign = text.removeprefix("-")
    if not (sign.isascii() and sign.isdigit() and len(sign) < len(str(MAX_INTEGER))):
        raise NotFoundException
    return int(text)


async def _made(reports: Reports, chosen: Chosen) -> Printout | BuildError | None:
    """None: the form says what to choose otherwise."""
    if not chosen.form.ok:
        return None
    extract = await reports.extracts.of_reader(chosen.reader, chosen.wanted)
    try:
        return await reports.make(chosen.offer, chosen.form.struct, extract)
    except WrongParametersError as error:
        add_problems(chosen.form, error.problems)
        return None
    except BuildError as error:
        return error


def add_problems(form: Form[Any], problems: Mapping[str, str]) -> None:
    """What belongs to no field of the form is told above it."""
    for name, text in problems.items():
        form.add_error(name if name in form.fields else "", text)


def _page(
    request: HttpRequest, chosen: Chosen, made: Printout | BuildError | None = None
) -> Response[str]:
    failed = made if isinstance(made, BuildError) else None
    status = 503 if failed else 422 if chosen.form.errors else 200
    return page(
        request,
        "report/report.html",
        status=status,
        chosen=chosen,
        form=chosen.form,
        printout=made if isinstance(made, Printout) else None,
        failed=advice_on(failed.problem) if failed else None,
        formats=[form for form in MEDIA if chosen.offer.gives(form)],
        shown=shown,
        right=RIGHT,
        looking_back=chosen.reader.closing,
    )


def _called(sheet: Sheet) -> str:
    places = ", ".join(premises_name(premises) for premises in sheet.premises)
    return f"{account_name(sheet.account.kind)}, {places} ({sheet.account.key})"


async def _audited(audit: AuditLog, visitor: Visitor, chosen: Chosen, ending: str) -> None:
    async with transaction():
        for sheet in chosen.wanted:
            await audit.record(
                Action.REPORT_TAKE,
                by=Origin.of(visitor),
                on=ObjectKind.ACCOUNT,
                object_id=sheet.account.id,
                meta={"report": chosen.offer.info.name, "format": ending},
            )


ROUTES = [reports_list, report_page, report_file]
