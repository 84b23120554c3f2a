"""The office publishes what people are told about their data: a text apart from the regulations."""

from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from msgspec import Meta

from iok_core.audit.origin import Origin
from iok_core.regulations import service as regulations
from iok_core.rulebook.overseeing import Rulebook
from iok_core.rulebook.staff_pages import EDITS, REGULATIONS_PAGE
from iok_core.rulebook.words import warning
from iok_core.web.forms import Form, asks, read_form
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

INFORMATION = f"{REGULATIONS_PAGE}/dane-osobowe"
TEXT_LENGTH = 20_000

HttpRequest = Request[Any, Any, Any]


class Told(msgspec.Struct):
    text: Annotated[
        str,
        Meta(max_length=TEXT_LENGTH, extra={"lines": True}),
        asks(msgid("Enter the text of the information")),
    ]
    valid_from: Annotated[date, asks(msgid("Enter the day, for example 24.11.2026"))]
    step: Literal["review", "change", "confirm"] = "review"


@get(INFORMATION, gate=EDITS)
async def information_form(
    request: HttpRequest, rulebook: NamedDependency[Rulebook]
) -> Response[str]:
    today = rulebook.tools.clock.today()
    current = await regulations.informs_on(today)
    values = {"text": current.text if current else "", "valid_from": today.isoformat()}
    return _form_page(request, rulebook, Form(Told, values))


@post(INFORMATION, gate=EDITS, status_code=200)
async def publish(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    rulebook: NamedDependency[Rulebook],
) -> Response[Any]:
    """Twice: what was typed is read first, with what is wrong with it, then confirmed."""
    form, tools = await read_form(request, Told), rulebook.tools
    if form.ok and form.struct.valid_from < tools.clock.today():
        form.add_error("valid_from", _("Enter today or a later day"))
    if not form.ok:
        return _form_page(request, rulebook, form, status=422)
    sent = form.struct
    if sent.step != "confirm":
        return _form_page(request, rulebook, form, review=sent.step == "review", status=200)
    number = await regulations.publish_information(
        sent.text, sent.valid_from, by=Origin.of(visitor), audit=tools.audit, clock=tools.clock
    )
    said = _("The information about personal data is published.")
    return see_other(request, f"/dane-osobowe/{number}", said)


def _form_page(
    request: HttpRequest,
    rulebook: Rulebook,
    form: Form[Told],
    status: int = 200,
    *,
    review: bool = False,
) -> Response[str]:
    return page(
        request,
        "office/information.html",
        status=status,
        form=form,
        review=review,
        warnings=rulebook.check_information(form.value("text")),
        warning=warning,
    )


ROUTES = [information_form, publish]
