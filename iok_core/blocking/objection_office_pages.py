"""The office writes an objection down for somebody, reads what was objected, and decides."""

from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import PermissionDeniedException
from litestar.params import FromPath

from iok_core.audit.origin import Origin
from iok_core.blocking import service
from iok_core.blocking.history import BlockLine
from iok_core.blocking.objection_pages import said_of
from iok_core.blocking.service import Decided, FlawedBlockError, ObjectionLine, ObjectionRefusal
from iok_core.blocking.staff_pages import block_line, looked_at, who_is
from iok_core.blocking.words import CLAUSES, OBJECTION_REFUSALS
from iok_core.identity.service import IdentityContext, Permission
from iok_core.web.attention import Attention
from iok_core.web.forms import Form, Lines, asks, read_form
from iok_core.web.gates import staff
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

PAGE = "/biuro/blokady/{block:int}/sprzeciw"
DECISION = f"{PAGE}/decyzja"
GATE = staff(Permission.BLOCK_ACCESS)

HttpRequest = Request[Any, Any, Any]


class Written(msgspec.Struct):
    text: Annotated[Lines, asks(msgid("Write what was objected"))]


class Deciding(msgspec.Struct):
    outcome: Annotated[Literal["uphold", "dismiss"], asks(msgid("Choose what is decided"))]
    answer: Annotated[Lines, asks(msgid("Write the answer: the resident reads it"))]


@get(PAGE, gate=GATE)
async def objection(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    block: FromPath[int],
) -> Response[str]:
    line = await block_line(block, visitor)
    await looked_at(line.person, visitor, identity)
    return await _page(request, visitor, identity, line)


@post(PAGE, gate=GATE)
async def write_down(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    block: FromPath[int],
) -> Response[Any]:
    line = await block_line(block, visitor)
    form = await read_form(request, Written)
    if not form.ok:
        return await _page(request, visitor, identity, line, form)
    try:
        filed = await service.file_objection(
            identity, block, form.struct.text, by=Origin.of(visitor)
        )
    except FlawedBlockError as error:
        form.add_error("text", said_of(error))
        return await _page(request, visitor, identity, line, form)
    if isinstance(filed, ObjectionRefusal):
        return see_other(request, _address(block), _(OBJECTION_REFUSALS[filed]))
    said = _("The objection is filed. The number of the case: %(case)s.") % {"case": filed.case}
    return see_other(request, _address(block), said)


@post(DECISION, gate=GATE)
async def decide(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    block: FromPath[int],
) -> Response[Any]:
    line = await block_line(block, visitor)
    filed = await service.objection_to(block)
    if filed is None:
        return see_other(request, _address(block), _("No objection"))
    form = await read_form(request, Deciding)
    if not form.ok:
        return await _page(request, visitor, identity, line, deciding=form)
    decided = Decided(
        objection=filed.id, upheld=form.struct.outcome == "uphold", answer=form.struct.answer
    )
    try:
        refusal = await service.decide(identity, decided, by=Origin.of(visitor))
    except FlawedBlockError as error:
        form.add_error("answer", said_of(error))
        return await _page(request, visitor, identity, line, deciding=form)
    if refusal is ObjectionRefusal.NOT_PERMITTED:
        raise PermissionDeniedException
    said = OBJECTION_REFUSALS[refusal] if refusal else _SAID[decided.upheld]
    return see_other(request, _address(block), _(said))


_SAID = {
    True: msgid("The objection is upheld and the block is lifted."),
    False: msgid("The objection is dismissed. The block stays."),
}


async def look(visitor: Visitor) -> list[Attention]:
    """Objections that wait, for whoever may decide on them."""
    return [
        Attention(
            text=_("Decide on objection %(case)s") % {"case": one.case},
            detail=_(CLAUSES[line.clause]),
            href=_address(one.block),
            permission=service.permission_for(line.clause),
            since=one.filed_at,
        )
        for one, line in await service.waiting_objections(visitor.staff)
    ]


async def _page(
    request: HttpRequest,
    visitor: Visitor,
    identity: IdentityContext,
    line: BlockLine,
    form: Form[Written] | None = None,
    deciding: Form[Deciding] | None = None,
) -> Response[str]:
    sent = form or deciding
    filed: ObjectionLine | None = await service.objection_to(line.id)
    return page(
        request,
        "office/objection.html",
        status=422 if sent is not None and sent.errors else 200,
        form=form or Form(Written),
        deciding=deciding or Form(Deciding),
        sent=sent,
        line=line,
        objection=filed,
        own=visitor.staff is not None and line.made_by(visitor.staff),
        who=await who_is(line.person, visitor, identity),
        clauses=CLAUSES,
        objectable=line.clause in service.OBJECTABLE,
        today=identity.clock.today(),
        now=identity.clock.now(),
    )


def _address(block: int) -> str:
    return f"/biuro/blokady/{block}/sprzeciw"


ROUTES = [objection, write_down, decide]
