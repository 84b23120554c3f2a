"""One announcement at the office: how it will look, whom it reaches, and what to do with it."""

from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import PermissionDeniedException
from litestar.params import FromPath

from iok_core.audit.origin import Origin
from iok_core.identity.service import staff_names
from iok_core.noticeboard import writing
from iok_core.noticeboard.announcements import AnnouncementView, sights
from iok_core.noticeboard.attachments import attachment_takers, attachments_of
from iok_core.noticeboard.debtors import Suspicion, known_people, suspicion
from iok_core.noticeboard.kinds import State
from iok_core.noticeboard.reach import count_reached
from iok_core.noticeboard.staff_pages import GATE, OFFICE_PAGE, ONE, WORDS, known, page_of
from iok_core.noticeboard.words import REFUSALS
from iok_core.noticeboard.writing import Board, Refusal
from iok_core.premises.service import one_premises
from iok_core.web.forms import Form, read_form
from iok_core.web.i18n import gettext as _
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

HttpRequest = Request[Any, Any, Any]


class Shown(msgspec.Struct):
    revision: int
    no_debtors: bool = False


class Nothing(msgspec.Struct):
    pass


@get(ONE, gate=GATE)
async def review(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    board: NamedDependency[Board],
    announcement: FromPath[int],
) -> Response[str]:
    return await _page(request, visitor, board, await known(announcement), Form(Shown))


@post(f"{ONE}/pokaz", gate=GATE)
async def show(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    board: NamedDependency[Board],
    announcement: FromPath[int],
) -> Response[Any]:
    found, form = await known(announcement), await read_form(request, Shown)
    suspected = await _suspicion(found, visitor)
    if form.ok and suspected and not form.struct.no_debtors:
        form.add_error("no_debtors", _(REFUSALS[Refusal.LOOKS_LIKE_DEBTORS]))
    if not form.ok:
        return await _page(request, visitor, board, found, form, status=422)
    seen = msgspec.structs.replace(found, revision=form.struct.revision)
    reach = await count_reached(found.audience, visitor.published, board.clock.today())
    meta = {"persons": reach.persons} | msgspec.structs.asdict(suspected)
    refusal = await writing.show(board, seen, meta, by=Origin.of(visitor))
    if refusal is not None:
        form.add_error("", _said(refusal))
        return await _page(request, visitor, board, await known(announcement), form, status=422)
    begun = found.since <= board.clock.today()
    said = (
        _("The announcement is shown.") if begun else _("It will be shown from its first day on.")
    )
    return see_other(request, page_of(announcement), said)


@post(f"{ONE}/wycofaj", gate=GATE)
async def withdraw(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    board: NamedDependency[Board],
    announcement: FromPath[int],
) -> Response[Any]:
    await known(announcement)
    await read_form(request, Nothing)
    refusal = await writing.withdraw(board, announcement, by=Origin.of(visitor))
    said = _said(refusal) if refusal else _("The announcement is withdrawn. Nobody reads it now.")
    return see_other(request, page_of(announcement), said)


@post(f"{ONE}/usun", gate=GATE)
async def discard(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    board: NamedDependency[Board],
    announcement: FromPath[int],
) -> Response[Any]:
    await known(announcement)
    await read_form(request, Nothing)
    refusal = await writing.discard(board, announcement, by=Origin.of(visitor))
    if refusal is not None:
        return see_other(request, page_of(announcement), _said(refusal))
    return see_other(request, OFFICE_PAGE, _("The draft is thrown away."))


async def _suspicion(found: AnnouncementView, visitor: Visitor) -> Suspicion:
    names = [one.title for one in await attachments_of(found.id)]
    text = "\n\n".join([f"{found.title}\n{found.body}", *names])
    return suspicion(text, await known_people(visitor.published))


def _said(refusal: Refusal) -> str:
    if refusal is Refusal.NOT_PERMITTED:
        raise PermissionDeniedException
    return _(REFUSALS[refusal])


async def _page(
    request: HttpRequest,
    visitor: Visitor,
    board: Board,
    found: AnnouncementView,
    form: Form[Shown],
    status: int = 200,
) -> Response[str]:
    draft, today = found.state is State.DRAFT, board.clock.today()
    premises = [await one_premises(one, visitor.published) for one in found.audience.premises]
    return page(
        request,
        "office/announcement.html",
        status=status,
        one=found,
        form=form,
        suspected=await _suspicion(found, visitor) if draft else Suspicion(),
        reach=await count_reached(found.audience, visitor.published, today),
        opened=(await sights()).get(found.id, 0),
        attachments=await attachments_of(found.id),
        takers=await attachment_takers(found.id),
        premises=[one for one in premises if one is not None],
        names=await staff_names(),
        today=today,
        **WORDS,
    )


ROUTES = [review, show, withdraw, discard]
