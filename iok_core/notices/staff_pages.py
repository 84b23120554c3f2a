"""Messages as the office sees them: what waits, what arrived, what a person has to decide."""

from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.lists import record_list
from iok_core.audit.origin import Origin
from iok_core.identity.service import Permission
from iok_core.notices import board
from iok_core.notices.board import DECIDED_BY_PEOPLE, DeliveryRow
from iok_core.notices.board_words import STATES, WHY
from iok_core.notices.channels import ChannelModule, channels
from iok_core.notices.context import NoticeContext
from iok_core.notices.kinds import DeliveryState, Why
from iok_core.notices.words import WORDS
from iok_core.runs.words import FAILURES
from iok_core.web.filters import WARSAW
from iok_core.web.gates import NotYours, staff
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.navigation import NavItem
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

MESSAGES_PAGE = "/biuro/wiadomosci"

NAVIGATION = [
    NavItem(
        href=MESSAGES_PAGE,
        label=msgid("Messages"),
        icon="mail",
        group="staff",
        permission=Permission.SEE_MESSAGES,
    ),
]

HttpRequest = Request[Any, Any, Any]


class Line(msgspec.Struct, frozen=True):
    """A delivery with what it says to somebody at the office."""

    row: DeliveryRow
    title: str
    why: str
    can_decide: bool


class ChannelLine(msgspec.Struct, frozen=True):
    channel: ChannelModule
    rests: bool
    problem: str


@get(MESSAGES_PAGE, gate=staff(Permission.SEE_MESSAGES))
async def messages(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    notices: NamedDependency[NoticeContext],
    stan: FromQuery[str] = "",
    strona: FromQuery[int] = 1,
) -> Response[str]:
    state = DeliveryState(stan) if stan in set(DeliveryState) else None
    counts = await board.counts()
    whole = counts[state] if state else sum(counts.values())
    pages = max(1, -(-whole // board.PAGE))
    number = min(max(strona, 1), pages)
    rows = await board.deliveries(state, number)
    by, persons = Origin.of(visitor), [row.person for row in rows]
    await record_list(notices.log, Action.PERSONS_VIEW, by=by, kind=ObjectKind.PERSON, ids=persons)
    return page(
        request,
        "office/messages.html",
        lines=[_line(notices, row) for row in rows],
        counts=[(one, _(STATES[one]), counts[one]) for one in DeliveryState],
        states={one: _(STATES[one]) for one in DeliveryState},
        state=state,
        number=number,
        pages=pages,
        untold=await board.untold_events(),
        channels=[_channel(notices, one) for one in await channels()],
        decide=sum(counts[one] for one in DECIDED_BY_PEOPLE),
    )


@post(f"{MESSAGES_PAGE}/{{delivery:int}}/ponow", gate=staff(Permission.RESEND_MESSAGES))
async def send_again(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    notices: NamedDependency[NoticeContext],
    delivery: FromPath[int],
) -> Response[Any]:
    await _require(delivery)
    done = await board.send_again(notices, delivery, by=Origin.of(visitor))
    return _decided(request, done, _("The message will be sent again."))


@post(f"{MESSAGES_PAGE}/{{delivery:int}}/zamknij", gate=staff(Permission.RESEND_MESSAGES))
async def close(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    notices: NamedDependency[NoticeContext],
    delivery: FromPath[int],
) -> Response[Any]:
    await _require(delivery)
    done = await board.close(notices, delivery, by=Origin.of(visitor))
    return _decided(request, done, _("The message is closed."))


def _decided(request: HttpRequest, done: bool, said: str) -> Response[Any]:
    before = _("Somebody has decided about this message already.")
    return see_other(request, MESSAGES_PAGE, said if done else before)


async def _require(delivery: int) -> None:
    if not await board.exists(delivery):
        raise NotYours(ObjectKind.DELIVERY, delivery)


def _line(notices: NoticeContext, row: DeliveryRow) -> Line:
    why = _(WHY[row.why]) if row.why is not Why.NONE else ""
    quiet = notices.settings.is_quiet(notices.clock.now().astimezone(WARSAW).hour)
    if row.state is DeliveryState.WAITING and not row.mandatory and quiet:
        why = _("At night only what is about somebody's access is sent.")
    return Line(row, _(WORDS[row.kind].title), why, row.state in DECIDED_BY_PEOPLE)


def _channel(notices: NoticeContext, channel: ChannelModule) -> ChannelLine:
    rests = channel.rests(notices.clock.now(), notices.settings.longest_rest)
    failure = FAILURES.get(channel.problem)
    return ChannelLine(channel, rests, _(failure.what) if failure else channel.problem)


ROUTES = [messages, send_again, close]
