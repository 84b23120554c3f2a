"""A form for whoever cannot sign in; open to everybody, and it asks nobody who they are."""

import re
import secrets
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from msgspec import Meta, field

import iok_core
from iok_core.identity.service import holds_document_number
from iok_core.notices.contacts import tidy_address
from iok_core.submissions.answers import Line
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.form_pages import NEW, PAGE
from iok_core.submissions.strangers import WINDOW, Told, is_token, take, taken
from iok_core.submissions.tables import TOKEN_LENGTH
from iok_core.web.client_address import Proxies
from iok_core.web.filters import moment
from iok_core.web.forms import Form, Lines, asks, read_form
from iok_core.web.gates import OPEN
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid, speaking
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

SIGN_IN_PROBLEM = "/problem-z-logowaniem"
TAKEN = f"{SIGN_IN_PROBLEM}/przyjete"
OWN_FORM = "wiadomosc"
_A_PHONE = re.compile(r"\+?[0-9][0-9 ()-]{7,27}[0-9]")
_A_PAGE = re.compile(r"/[\w./-]{0,199}")
_AN_ERROR = re.compile(r"[0-9a-f]{8}")
_A_MOMENT = re.compile(r"[\w ,:.\xa0]{1,40}")

HttpRequest = Request[Any, Any, Any]


class Trouble(msgspec.Struct):
    name: Annotated[
        str, Meta(min_length=1, max_length=200), asks(msgid("Enter your name and surname"))
    ]
    contact: Annotated[
        str,
        Meta(min_length=1, max_length=254),
        asks(msgid("Enter a telephone number or an e-mail address")),
    ]
    text: Annotated[Lines, Meta(min_length=1), asks(msgid("Write what happens"))]
    token: str = field(default="", name="_wyslanie")
    where: str = field(default="", name="_strona")
    when: str = field(default="", name="_kiedy")
    error: str = field(default="", name="_blad")


@get(SIGN_IN_PROBLEM, gate=OPEN)
async def trouble_form(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    submissions: NamedDependency[SubmissionContext],
    strona: FromQuery[str] = "",
    blad: FromQuery[str] = "",
) -> Response[Any]:
    """Who is signed in has a form of their own, in which the office answers."""
    if visitor.kind == "resident" and visitor.blocked is None:
        own = await submissions.forms.offer(OWN_FORM)
        return see_other(request, f"{NEW}/{OWN_FORM}" if own else PAGE)
    with speaking("pl"):
        now = moment(submissions.clock.now())
    form = Form(
        Trouble,
        {
            "_wyslanie": secrets.token_hex(TOKEN_LENGTH // 2),
            "_strona": strona,
            "_kiedy": now,
            "_blad": blad,
        },
    )
    return _page(request, form)


@post(SIGN_IN_PROBLEM, gate=OPEN)
async def report_trouble(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    proxies: NamedDependency[Proxies],
) -> Response[Any]:
    form = await read_form(request, Trouble)
    _check(form)
    if not form.ok:
        return _page(request, form, 422)
    token = form.struct.token
    told, network = _told(form), proxies.network(request)
    if await take(submissions, told, token, network) is not None:
        form.add_error("", _("Too much was sent within an hour. Call the office"))
        answer = _page(request, form, 429)
        answer.headers["Retry-After"] = str(int(WINDOW.total_seconds()))
        return answer
    return see_other(request, f"{TAKEN}?wyslanie={token}")


@get(TAKEN, gate=OPEN)
async def trouble_taken(request: HttpRequest, wyslanie: FromQuery[str] = "") -> Response[Any]:
    line = await taken(wyslanie) if is_token(wyslanie) else None
    if line is None:
        return see_other(request, SIGN_IN_PROBLEM)
    return page(request, "submission/trouble_taken.html", line=line)


def attached(form: Form[Trouble]) -> list[Line]:
    """Told before it is sent; what is no such thing is left out. Never what stood on the page."""
    found = [(_("Version of the portal"), iok_core.__version__)]
    for label, name, kind in (
        (_("Page"), "_strona", _A_PAGE),
        (_("Time"), "_kiedy", _A_MOMENT),
        (_("Error number"), "_blad", _AN_ERROR),
    ):
        value = form.value(name)
        if kind.fullmatch(value):
            found.append((label, value))
    return found


def _check(form: Form[Trouble]) -> None:
    contact = form.value("contact")
    if not form.error("contact") and not (
        _A_PHONE.fullmatch(contact) or tidy_address(contact) is not None
    ):
        form.add_error("contact", _("Enter a telephone number or an e-mail address"))
    for name in ("name", "contact", "text"):
        if holds_document_number(form.value(name)):
            said = _("Take out the PESEL or the number of the identity document")
            form.add_error(name, said)
    if not is_token(form.value("_wyslanie")):
        form.add_error("", _("Open this page once more and send the form again"))


def _told(form: Form[Trouble]) -> Told:
    with speaking("pl"):
        return Told(
            name=form.struct.name,
            said=[
                (_("How to answer"), form.struct.contact),
                (_("What happens?"), form.struct.text),
            ],
            attached=attached(form),
        )


def _page(request: HttpRequest, form: Form[Trouble], status: int = 200) -> Response[Any]:
    attaches = attached(form)
    return page(request, "submission/trouble.html", status=status, form=form, attached=attaches)


ROUTES = [trouble_form, report_trouble, trouble_taken]
