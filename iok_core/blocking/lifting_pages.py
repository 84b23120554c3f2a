"""Lifting a block."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import PermissionDeniedException
from litestar.params import FromPath

from iok_core.audit.origin import Origin
from iok_core.blocking import service
from iok_core.blocking.history import BlockLine
from iok_core.blocking.service import Clause, Flaw, Refusal
from iok_core.blocking.staff_pages import (
    block_line,
    blocks_page,
    looked_at,
    note,
    shared,
    who_is,
)
from iok_core.blocking.words import FLAWS, NO_DEMAND
from iok_core.identity.service import IdentityContext, Permission
from iok_core.web.forms import Form, Lines, asks, read_form
from iok_core.web.gates import staff
from iok_core.web.i18n import gettext as _
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

LIFTING = "/biuro/blokady/{block:int}/zdejmij"

HttpRequest = Request[Any, Any, Any]


class Lifted(msgspec.Struct):
    reason: Annotated[Lines, asks(FLAWS[Flaw.NO_REASON])]


@get(LIFTING, gate=staff(Permission.BLOCK_ACCESS))
async def lifting_form(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    block: FromPath[int],
) -> Response[Any]:
    line = await block_line(block, visitor)
    await looked_at(line.person, visitor, identity)
    return await _lifting_page(request, visitor, identity, line, Form(Lifted))


@post(LIFTING, gate=staff(Permission.BLOCK_ACCESS))
async def lift(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    block: FromPath[int],
) -> Response[Any]:
    line = await block_line(block, visitor)
    form = await read_form(request, Lifted)
    note(form, service.reason_flaws(form.value("reason")))
    if not form.ok:
        return await _lifting_page(request, visitor, identity, line, form, status=422)
    outcome = await service.lift_block(identity, block, form.struct.reason, by=Origin.of(visitor))
    if outcome is Refusal.NOT_PERMITTED:
        raise PermissionDeniedException
    if outcome is Refusal.NO_DEMAND:
        form.add_error("", _(NO_DEMAND))
        return await _lifting_page(request, visitor, identity, line, form, status=422)
    if outcome is Refusal.OVER:
        return see_other(request, blocks_page(line.person), _("This block was over already."))
    if line.clause is Clause.LOSS and Permission.ISSUE_CREDENTIALS in visitor.permissions:
        said = _("The block is lifted. Now issue a new start password: the old one was lost.")
        return see_other(request, f"/biuro/osoby/{line.person}/dostep", said)
    return see_other(request, blocks_page(line.person), _("The block is lifted."))


async def _lifting_page(
    request: HttpRequest,
    visitor: Visitor,
    identity: IdentityContext,
    line: BlockLine,
    form: Form[Lifted],
    status: int = 200,
) -> Response[Any]:
    if not line.open(identity.clock.today()):
        return see_other(request, blocks_page(line.person), _("This block was over already."))
    who = await who_is(line.person, visitor, identity)
    open_ones = [
        one
        for one in await service.blocks_of(line.person)
        if one.open(identity.clock.today()) and one.id != line.id
    ]
    return page(
        request,
        "office/block_lifting.html",
        status=status,
        form=form,
        line=line,
        others=open_ones,
        **shared(identity, who),
    )


ROUTES = [lifting_form, lift]
