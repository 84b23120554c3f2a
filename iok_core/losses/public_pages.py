"""Loss told by somebody who is not signed in: short, for a person in a hurry on a telephone."""

from datetime import date
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from msgspec import Meta

from iok_core.identity.service import holds_document_number
from iok_core.identity.slips import LOSS_PAGE
from iok_core.losses.context import LossContext
from iok_core.losses.kinds import Caller, Happened, Refusal
from iok_core.losses.reporting import freeze_by_code, report_in_words
from iok_core.web.client_address import Proxies
from iok_core.web.forms import Form, asks, read_form
from iok_core.web.gates import OPEN, always
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

WORDS_PAGE = f"{LOSS_PAGE}/zgloszenie"
OWN_BLOCK_PAGE = "/zablokuj-konto"
TOLD_PAGE = f"{LOSS_PAGE}/przyjete"
BLOCKED_PAGE = f"{LOSS_PAGE}/zablokowane"
A_DAY = msgid("Enter the day, for example 24.11.2026")
AN_HOUR = r"^([01]\d|2[0-3]):[0-5]\d$"
_A_PHONE = r"^\+?[0-9][0-9 ()-]{7,27}[0-9]$"

HttpRequest = Request[Any, Any, Any]


class Freeze(msgspec.Struct):
    code: Annotated[str, Meta(max_length=60), asks(msgid("Enter the freeze code"))]
    happened_on: Annotated[date | None, asks(A_DAY)] = None


class Report(msgspec.Struct):
    phone: Annotated[
        str, Meta(max_length=30, pattern=_A_PHONE), asks(msgid("Enter a telephone number"))
    ]
    happened_on: Annotated[date, asks(A_DAY)]
    happened_at: Annotated[
        str, Meta(pattern=AN_HOUR), asks(msgid("Enter the hour, for example 17:30"))
    ] = ""
    identifier: Annotated[str, Meta(max_length=40)] = ""
    name: Annotated[str, Meta(max_length=200)] = ""
    address: Annotated[str, Meta(max_length=200)] = ""


@get(LOSS_PAGE, gate=OPEN, sync_to_thread=False)
def freeze_form(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    losses: NamedDependency[LossContext],
) -> Response[Any]:
    """The link to it stands on every page: who is signed in needs no code."""
    if visitor.kind == "resident" and visitor.blocked is None:
        return see_other(request, OWN_BLOCK_PAGE)
    return _freeze_page(request, losses, Form(Freeze, {"happened_on": _today(losses)}))


@post(LOSS_PAGE, gate=always(OPEN))
async def freeze(
    request: HttpRequest, losses: NamedDependency[LossContext], proxies: NamedDependency[Proxies]
) -> Response[Any]:
    """A day that cannot be read keeps nobody from blocking."""
    form = await read_form(request, Freeze)
    if form.error("code"):
        return _freeze_page(request, losses, form, 422)
    happened = Happened(_past(form.struct.happened_on, losses) if form.ok else None)
    network = proxies.network(request)
    outcome = await freeze_by_code(losses, form.value("code"), happened, network)
    if outcome is Refusal.TOO_MANY:
        return _too_many(request, losses, form, "loss/freeze.html")
    if isinstance(outcome, Refusal):
        form.add_error("code", _("This is not the code of any printout. Type it once more"))
        return _freeze_page(request, losses, form, 422)
    return see_other(request, BLOCKED_PAGE)


@get(WORDS_PAGE, gate=OPEN, sync_to_thread=False)
def report_form(request: HttpRequest, losses: NamedDependency[LossContext]) -> Response[str]:
    form = Form(Report, {"happened_on": _today(losses)})
    return page(request, "loss/report.html", form=form, today=_today(losses))


@post(WORDS_PAGE, gate=always(OPEN))
async def report(
    request: HttpRequest, losses: NamedDependency[LossContext], proxies: NamedDependency[Proxies]
) -> Response[Any]:
    form = await read_form(request, Report)
    _check(form, losses)
    if not form.ok:
        return page(request, "loss/report.html", status=422, form=form, today=_today(losses))
    told = form.struct
    caller = Caller(
        identifier=told.identifier, name=told.name, address=told.address, phone=told.phone
    )
    happened = Happened(told.happened_on, told.happened_at)
    outcome = await report_in_words(losses, caller, happened, proxies.network(request))
    if isinstance(outcome, Refusal):
        return _too_many(request, losses, form, "loss/report.html")
    return see_other(request, TOLD_PAGE)


@get(TOLD_PAGE, gate=OPEN, sync_to_thread=False)
def told(request: HttpRequest) -> Response[str]:
    return page(request, "loss/told.html")


@get(BLOCKED_PAGE, gate=OPEN, sync_to_thread=False)
def blocked(request: HttpRequest) -> Response[str]:
    return page(request, "loss/blocked.html")


def _check(form: Form[Report], losses: LossContext) -> None:
    if not form.value("identifier") and not (form.value("name") and form.value("address")):
        form.add_error("identifier", _("Enter the identifier, or the name and the address"))
    for name in ("identifier", "name", "address"):
        if holds_document_number(form.value(name)):
            said = _("Take out the PESEL or the number of the identity document")
            form.add_error(name, said)
    note_future(form, losses.identity.clock.today())


def note_future(form: Form[Any], today: date) -> None:
    if not form.error("happened_on") and form.value("happened_on") > today.isoformat():
        form.add_error("happened_on", _("Enter today or an earlier day"))


def _past(day: date | None, losses: LossContext) -> date | None:
    return day if day is not None and day <= losses.identity.clock.today() else None


def _freeze_page(
    request: HttpRequest, losses: LossContext, form: Form[Freeze], status: int = 200
) -> Response[str]:
    return page(request, "loss/freeze.html", status=status, form=form, today=_today(losses))


def _too_many(
    request: HttpRequest, losses: LossContext, form: Form[Any], template: str
) -> Response[str]:
    form.add_error("", _("Too many reports came within an hour. Call the office"))
    answer = page(request, template, status=429, form=form, today=_today(losses))
    answer.headers["Retry-After"] = str(int(losses.settings.window.total_seconds()))
    return answer


def _today(losses: LossContext) -> str:
    return losses.identity.clock.today().isoformat()


ROUTES = [freeze_form, freeze, report_form, report, told, blocked]
