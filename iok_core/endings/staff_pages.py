"""Whose settlements have ended, blocked in bulk; and somebody who has died."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import PermissionDeniedException
from litestar.params import FromPath

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.lists import record_list
from iok_core.audit.origin import Origin
from iok_core.blocking.service import FlawedBlockError, Refusal, flaw_words
from iok_core.db import transaction
from iok_core.endings.closing import Closed, HeldError, close
from iok_core.endings.death import Death, record_death
from iok_core.endings.proposals import Endings, Proposal, proposed
from iok_core.identity import desk
from iok_core.identity.desk import Recipient
from iok_core.identity.service import Permission
from iok_core.notices.context import NoticeContext
from iok_core.web.forms import Form, Lines, asks, read_form, ticked
from iok_core.web.gates import NotYours, staff
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid, ngettext
from iok_core.web.navigation import NavItem
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

ENDINGS_PAGE = "/biuro/koniec-rozliczen"
DEATH_PAGE = "/biuro/osoby/{person:int}/zgon"
GATE = staff(Permission.BLOCK_ACCESS)

NAVIGATION = [
    NavItem(
        href=ENDINGS_PAGE,
        label=msgid("Ended settlements"),
        icon="calendar-clock",
        group="staff",
        permission=Permission.BLOCK_ACCESS,
    ),
]

HttpRequest = Request[Any, Any, Any]


class Confirmed(msgspec.Struct):
    looked_at: bool
    """Of a list that is longer than usual."""


class Died(msgspec.Struct):
    reason: Annotated[Lines, asks(msgid("Write what shows it, for example the number of a letter"))]
    certain: bool


@get(ENDINGS_PAGE, gate=GATE)
async def ended(
    request: HttpRequest, visitor: NamedDependency[Visitor], endings: NamedDependency[Endings]
) -> Response[str]:
    proposal = await proposed(endings, visitor.published)
    ids = [one.person for one in proposal.ended]
    by, log = Origin.of(visitor), endings.identity.log
    await record_list(log, Action.PERSONS_VIEW, by=by, kind=ObjectKind.PERSON, ids=ids)
    return _page(request, endings, proposal, Form(Confirmed))


@post(ENDINGS_PAGE, gate=GATE)
async def block_ended(
    request: HttpRequest, visitor: NamedDependency[Visitor], endings: NamedDependency[Endings]
) -> Response[Any]:
    proposal = await proposed(endings, visitor.published)
    boxes = {f"p{one.person}": one.person for one in proposal.ended}
    form = await read_form(request, Confirmed, boxes)
    chosen = [boxes[name] for name in await ticked(request, boxes)]
    if not chosen:
        form.add_error("", _("Tick at least one person"))
    if not form.ok:
        return _page(request, endings, proposal, form, status=422)
    looked_at, by = form.struct.looked_at, Origin.of(visitor)
    try:
        outcome = await close(endings, chosen, looked_at=looked_at, by=by)
    except HeldError:
        form.add_error("looked_at", _("Tick that the list has been looked at"))
        return _page(request, endings, proposal, form, status=422)
    if isinstance(outcome, Refusal):
        raise PermissionDeniedException
    return see_other(request, ENDINGS_PAGE, _blocked(outcome))


@get(DEATH_PAGE, gate=GATE)
async def death_form(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    endings: NamedDependency[Endings],
    person: FromPath[int],
) -> Response[str]:
    who = await _who(person, visitor, endings)
    async with transaction():
        await endings.identity.log.record(
            Action.PERSON_VIEW, by=Origin.of(visitor), on=ObjectKind.PERSON, object_id=person
        )
    return page(request, "office/death.html", form=Form(Died), who=who)


@post(DEATH_PAGE, gate=GATE)
async def died(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    endings: NamedDependency[Endings],
    notices: NamedDependency[NoticeContext],
    person: FromPath[int],
) -> Response[Any]:
    who = await _who(person, visitor, endings)
    form = await read_form(request, Died)
    if not form.value("certain"):
        form.add_error("certain", _("Tick that this is certain"))
    if form.ok:
        death = Death(person, form.struct.reason)
        try:
            outcome = await record_death(endings, notices, death, by=Origin.of(visitor))
        except FlawedBlockError as error:
            form.add_error("reason", flaw_words(error))
        else:
            if isinstance(outcome, Refusal):
                raise PermissionDeniedException
            said = _("The access is closed, and nothing is sent any more.")
            return see_other(request, f"/biuro/osoby/{person}/blokady", said)
    return page(request, "office/death.html", status=422, form=form, who=who)


async def _who(person: int, visitor: Visitor, endings: Endings) -> Recipient:
    who = await desk.recipient(endings.identity, person, visitor.published)
    if who is None:
        raise NotYours(ObjectKind.PERSON, person)
    return who


def _blocked(closed: Closed) -> str:
    return ngettext(
        "%(n)s access is blocked under clause 12.",
        "%(n)s accesses are blocked under clause 12.",
        closed.blocked,
    ) % {"n": closed.blocked}


def _page(
    request: HttpRequest,
    endings: Endings,
    proposal: Proposal,
    form: Form[Confirmed],
    status: int = 200,
) -> Response[str]:
    return page(
        request,
        "office/endings.html",
        status=status,
        form=form,
        proposal=proposal,
        percent=endings.settings.ended_percent,
        by_itself=endings.settings.ends_by_itself,
    )


ROUTES = [ended, block_ended, death_form, died]
