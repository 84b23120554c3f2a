"""The office's first page: whom to find, what waits; and one payer with everybody who acts."""

from collections.abc import Awaitable, Callable, Collection
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import PermissionDeniedException
from litestar.params import FromPath, FromQuery

from iok_core.api import PanelPlace
from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.lists import record_list
from iok_core.audit.origin import Origin
from iok_core.db import transaction
from iok_core.identity import desk
from iok_core.identity.acting import acting_flaws, let_act, name_flaws
from iok_core.identity.acting_form import NewPerson, explain
from iok_core.identity.context import IdentityContext
from iok_core.identity.permissions import Permission
from iok_core.plugin_host.board import panels_on
from iok_core.premises.desk import NewActing
from iok_core.premises.service import Basis
from iok_core.web.attention import ToDo
from iok_core.web.forms import Form, read_form
from iok_core.web.gates import STAFF, STAFF_HOME, NotYours, staff
from iok_core.web.i18n import msgid
from iok_core.web.navigation import NavItem
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor, visitor_of

QUERY_LENGTH = 100

NAVIGATION = [
    NavItem(href=STAFF_HOME, label=msgid("Office"), icon="house", group="staff"),
]

HttpRequest = Request[Any, Any, Any]
LatestImport = Callable[[Visitor], Awaitable[object]]
MailReaches = Callable[[Collection[int]], Awaitable[Collection[int]]]
"""Who of these persons has a confirmed address; asked of a subject that stands above this one."""


@get(STAFF_HOME, gate=STAFF)
async def home(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    latest_import: NamedDependency[LatestImport],
    to_do: NamedDependency[ToDo],
    q: FromQuery[str] = "",
) -> Response[str]:
    """`latest_import` and `to_do` come from subjects that stand above this one."""
    words = q.strip()[:QUERY_LENGTH]
    may_look = Permission.SEE_RESIDENTS in visitor.permissions
    may_look_at_all = Permission.SEE_ACCESSES in visitor.permissions
    sees_imports = Permission.SEE_IMPORTS in visitor.permissions
    if words:
        if not may_look:
            raise PermissionDeniedException
        return await _found(request, identity, words)
    waiting = await desk.waiting(identity) if may_look_at_all else []
    if waiting:
        await _saw(visitor, identity, ObjectKind.PERSON, [one.person for one in waiting])
    return page(
        request,
        "office/home.html",
        to_do=await to_do(visitor),
        waiting=waiting if may_look_at_all else None,
        latest_import=await latest_import(visitor) if sees_imports else None,
        now=identity.clock.now(),
        panels=await panels_on(request, PanelPlace.STAFF_HOME),
    )


async def _found(request: HttpRequest, identity: IdentityContext, words: str) -> Response[str]:
    today, visitor = identity.clock.today(), visitor_of(request)
    found = await desk.search(identity, words, visitor.published)
    payers = [payer.card.id for payer in found.payers]
    await _saw(visitor, identity, ObjectKind.PARTY, payers)
    return page(
        request,
        "office/found.html",
        query=words,
        found=found,
        today=today,
        now=identity.clock.now(),
    )


async def _saw(
    visitor: Visitor, identity: IdentityContext, kind: ObjectKind, ids: list[int]
) -> None:
    by = Origin.of(visitor)
    await record_list(identity.log, Action.PERSONS_VIEW, by=by, kind=kind, ids=ids)


@get("/biuro/kontrahenci/{party:int}", gate=staff(Permission.SEE_RESIDENTS))
async def payer(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    mail_reaches: NamedDependency[MailReaches],
    party: FromPath[int],
) -> Response[str]:
    return await _payer_page(request, visitor, identity, mail_reaches, party, Form(NewPerson))


@post("/biuro/kontrahenci/{party:int}/osoby", gate=staff(Permission.ISSUE_CREDENTIALS))
async def add_person(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    mail_reaches: NamedDependency[MailReaches],
    party: FromPath[int],
) -> Response[Any]:
    form = await read_form(request, NewPerson)
    if form.ok:
        sent = form.struct
        explain(form, name_flaws(sent.name))
        explain(form, acting_flaws(sent.basis, sent.grounds, sent.until, identity.clock.today()))
    if not form.ok:
        return await _payer_page(request, visitor, identity, mail_reaches, party, form, status=422)
    if await desk.payer(identity, party, visitor.published) is None:
        raise NotYours(ObjectKind.PARTY, party)
    new = NewActing(
        party=party,
        name=form.struct.name,
        basis=form.struct.basis,
        by_identity=visitor.identity,
        grounds=form.struct.grounds,
        until=form.struct.until,
    )
    person = await let_act(identity, new, by=Origin.of(visitor))
    return see_other(request, f"/biuro/osoby/{person}/dostep")


async def _payer_page(
    request: HttpRequest,
    visitor: Visitor,
    identity: IdentityContext,
    mail_reaches: MailReaches,
    party: int,
    form: Form[NewPerson],
    status: int = 200,
) -> Response[str]:
    found = await desk.payer(identity, party, visitor.published)
    if found is None:
        raise NotYours(ObjectKind.PARTY, party)
    async with transaction():
        await identity.log.record(
            Action.PARTY_VIEW, by=Origin.of(visitor), on=ObjectKind.PARTY, object_id=party
        )
    return page(
        request,
        "office/payer.html",
        status=status,
        form=form,
        payer=found,
        bases=list(Basis),
        reached=await mail_reaches([agent.acting.person for agent in found.agents]),
        today=identity.clock.today(),
        now=identity.clock.now(),
    )


ROUTES = [home, payer, add_person]
