"""Somebody who is blocked objects, with the pass that the page holds which tells them so."""

from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, Response, post
from litestar.di import NamedDependency
from msgspec import Meta

from iok_core.audit.origin import Origin
from iok_core.blocking import service
from iok_core.blocking.passes import Passes
from iok_core.blocking.service import BlockLine, Flaw, FlawedBlockError, ObjectionRefusal
from iok_core.blocking.words import CLAUSES, flaw_words
from iok_core.identity.service import IdentityContext, identity_of
from iok_core.web.forms import Form, Lines, read_form
from iok_core.web.gates import OPEN
from iok_core.web.i18n import gettext as _
from iok_core.web.pages import page, see_other
from iok_core.web.paths import SIGN_IN_PAGE

OBJECTION_PAGE = "/sprzeciw"

HttpRequest = Request[Any, Any, Any]


class Objecting(msgspec.Struct):
    przepustka: Annotated[str, Meta(max_length=200)] = ""
    text: Lines = ""
    step: Literal["form", "send"] = "form"


@post(OBJECTION_PAGE, gate=OPEN, status_code=200)
async def object_to_block(
    request: HttpRequest,
    identity: NamedDependency[IdentityContext],
    passes: NamedDependency[Passes],
) -> Response[Any]:
    """The form, or what became of it; sent, it is filed and answered with its case number."""
    form = await read_form(request, Objecting)
    block = passes.block_of(form.value("przepustka"))
    if block is None:
        said = _("Type your identifier and password once more: the page was open too long.")
        return see_other(request, SIGN_IN_PAGE, said)
    line = await service.one_block(block)
    if form.ok and form.struct.step == "send":
        return await _filed(request, identity, line, form)
    return await _page(request, line, form)


async def _filed(
    request: HttpRequest, identity: IdentityContext, line: BlockLine, form: Form[Objecting]
) -> Response[Any]:
    who = await identity_of(line.person)
    by = Origin.resident(who) if who is not None else Origin.stranger("")
    try:
        filed = await service.file_objection(identity, line.id, form.struct.text, by=by)
    except FlawedBlockError as error:
        form.add_error("text", said_of(error))
        return await _page(request, line, form)
    if isinstance(filed, ObjectionRefusal):
        return see_other(request, SIGN_IN_PAGE, _("This block was over already."))
    said = _("Your objection is filed. The number of the case: %(case)s. Write it down.")
    return see_other(request, SIGN_IN_PAGE, said % {"case": filed.case})


def said_of(error: FlawedBlockError) -> str:
    if Flaw.NO_REASON in error.flaws:
        return _("Write what you do not agree with")
    return flaw_words(error)


async def _page(request: HttpRequest, line: BlockLine, form: Form[Objecting]) -> Response[Any]:
    return page(
        request,
        "access/objection.html",
        status=422 if form.errors else 200,
        form=form,
        line=line,
        clauses=CLAUSES,
        objection=await service.objection_to(line.id),
    )


ROUTES = [object_to_block]
