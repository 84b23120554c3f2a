"""Blocking one person's access, and the blocks that the person has had."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import PermissionDeniedException
from litestar.params import FromPath

from iok_core.approvals.attention import APPROVALS_PAGE
from iok_core.approvals.service import Approvals, Asked, Refused, act, needs_second
from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.blocking import service
from iok_core.blocking.block_approvals import BLOCK
from iok_core.blocking.demanded import Demanded
from iok_core.blocking.history import BlockLine
from iok_core.blocking.service import Clause, Flaw, NewBlock, Refusal
from iok_core.blocking.words import CLAUSES, FLAWS, NO_DEMAND
from iok_core.db import transaction
from iok_core.demands.service import DemandKind, one_demand, open_demand
from iok_core.identity import desk
from iok_core.identity.desk import Recipient
from iok_core.identity.service import IdentityContext, Permission
from iok_core.web.filters import day
from iok_core.web.forms import Form, Lines, asks, read_form
from iok_core.web.gates import NotYours, staff
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

PERSON_BLOCKS = "/biuro/osoby/{person:int}/blokady"
NEW_BLOCK = f"{PERSON_BLOCKS}/nowa"

HttpRequest = Request[Any, Any, Any]

_A_DAY = msgid("Enter the day, for example 24.11.2026")


class Proposed(msgspec.Struct):
    clause: Annotated[Clause, asks(msgid("Choose on what ground"))]
    reason: Annotated[Lines, asks(FLAWS[Flaw.NO_REASON])]
    since: Annotated[date, asks(_A_DAY)]
    until: Annotated[date | None, asks(_A_DAY)] = None
    facts: Lines = ""
    step: Literal["review", "change", "confirm"] = "review"


@get(PERSON_BLOCKS, gate=staff(Permission.SEE_ACCESSES))
async def blocks_of_person(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    person: FromPath[int],
) -> Response[str]:
    who = await looked_at(person, visitor, identity)
    return page(
        request,
        "office/blocks_of_person.html",
        lines=await service.blocks_of(person),
        objectable=service.OBJECTABLE,
        **shared(identity, who),
    )


@get(NEW_BLOCK, gate=staff(Permission.BLOCK_ACCESS))
async def block_form(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    person: FromPath[int],
) -> Response[str]:
    who = await looked_at(person, visitor, identity)
    known = {"since": identity.clock.today().isoformat()} | await _demanded(person)
    return _form_page(request, identity, who, Form(Proposed, known))


async def _demanded(person: int) -> dict[str, str]:
    """What a written demand that waits fills in."""
    demand = await open_demand(person, DemandKind.BLOCK)
    if demand is None:
        return {}
    number = (await one_demand(demand)).journal
    reason = _("Written demand, number %(number)s in the journal") % {"number": number}
    return {"clause": str(int(Clause.OWN_DEMAND)), "reason": reason}


@post(NEW_BLOCK, gate=staff(Permission.BLOCK_ACCESS), status_code=200)
async def block(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    approvals: NamedDependency[Approvals],
    person: FromPath[int],
) -> Response[Any]:
    """Twice: what will happen is read first, then confirmed; or a second person is asked."""
    who = await who_is(person, visitor, identity)
    form = await read_form(request, Proposed)
    new = _new_block(form, person, visitor, identity)
    if new is None:
        return _form_page(request, identity, who, form, status=422)
    if form.struct.step != "confirm":
        return await _proposed(request, identity, approvals, visitor, who, form, new)
    outcome = await act(approvals, BLOCK, new, new.reason, by=Origin.of(visitor))
    if isinstance(outcome, Asked):
        said = _("A second person has to approve this within 24 hours. Until then nothing changes.")
        return see_other(request, f"{APPROVALS_PAGE}/{outcome.approval}", said)
    if isinstance(outcome, Refused) and outcome.code == Refusal.NO_DEMAND:
        form.add_error("clause", _(NO_DEMAND))
        return _form_page(request, identity, who, form, status=422)
    if isinstance(outcome, Refused):
        raise PermissionDeniedException
    begins = new.since <= identity.clock.today()
    said = _("The access is blocked.") if begins else _("The block will begin on %(day)s.")
    return see_other(request, blocks_page(person), said % {"day": day(new.since)})


async def _proposed(
    request: HttpRequest,
    identity: IdentityContext,
    approvals: Approvals,
    visitor: Visitor,
    who: Recipient,
    form: Form[Proposed],
    new: NewBlock,
) -> Response[str]:
    """What it would do, or the form again to be changed."""
    if form.struct.step == "change":
        return _form_page(request, identity, who, form)
    if (await Demanded.find(new.clause, who.person, DemandKind.BLOCK)).missing:
        form.add_error("clause", _(NO_DEMAND))
        return _form_page(request, identity, who, form, status=422)
    second = await needs_second(approvals, BLOCK, new, by=Origin.of(visitor))
    return _form_page(request, identity, who, form, new, needs_second=second)


def _new_block(
    form: Form[Proposed], person: int, visitor: Visitor, identity: IdentityContext
) -> NewBlock | None:
    """None, with all its errors in the form, when it cannot be recorded."""
    if not form.ok:
        since, until = _typed_day(form, "since"), _typed_day(form, "until")
        if since is not None:
            note(form, service.day_flaws(since, until, identity.clock.today()))
        return None
    sent = msgspec.structs.asdict(form.struct)
    del sent["step"]
    new = NewBlock(person=person, **sent)
    if service.permission_for(new.clause) not in visitor.permissions:
        form.add_error("clause", _("Ask the administrator: clause 11 is not open to your role"))
    note(form, service.flaws(new, identity.clock.today()))
    return new if form.ok else None


def _typed_day(form: Form[Proposed], field: str) -> date | None:
    try:
        return date.fromisoformat(form.value(field))
    except ValueError:
        return None


def note(form: Form[Any], found: Iterable[tuple[str, Flaw]]) -> None:
    for field, flaw in found:
        form.add_error(field, _(FLAWS[flaw]))


def _form_page(
    request: HttpRequest,
    identity: IdentityContext,
    who: Recipient,
    form: Form[Proposed],
    review: NewBlock | None = None,
    status: int = 200,
    *,
    needs_second: bool = False,
) -> Response[str]:
    """The form, or what it would do."""
    told = None
    if review is not None:
        told = service.notice(review.clause, review.since, review.until, review.facts)
    return page(
        request,
        "office/block_form.html" if review is None else "office/block_review.html",
        status=status,
        form=form,
        review=review,
        told=told,
        needs_second=needs_second,
        **shared(identity, who),
    )


def shared(identity: IdentityContext, who: Recipient) -> dict[str, Any]:
    return {
        "who": who,
        "clauses": CLAUSES,
        "today": identity.clock.today(),
        "now": identity.clock.now(),
    }


async def block_line(block: int, visitor: Visitor) -> BlockLine:
    try:
        line = await service.one_block(block)
    except LookupError:
        raise NotYours(ObjectKind.BLOCK, block) from None
    if service.permission_for(line.clause) not in visitor.permissions:
        raise PermissionDeniedException
    return line


async def looked_at(person: int, visitor: Visitor, identity: IdentityContext) -> Recipient:
    """The person; that somebody at the office looked stands in the audit."""
    who = await who_is(person, visitor, identity)
    async with transaction():
        await identity.log.record(
            Action.PERSON_VIEW,
            by=Origin.of(visitor),
            on=ObjectKind.PERSON,
            object_id=person,
            meta={"purpose": "blocks"},
        )
    return who


async def who_is(person: int, visitor: Visitor, identity: IdentityContext) -> Recipient:
    who = await desk.recipient(identity, person, visitor.published)
    if who is None:
        raise NotYours(ObjectKind.PERSON, person)
    return who


def blocks_page(person: int) -> str:
    return f"/biuro/osoby/{person}/blokady"


ROUTES = [blocks_of_person, block_form, block]
