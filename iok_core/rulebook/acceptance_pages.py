"""Who has accepted which version, and the same as a file; an acceptance on paper is recorded."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.lists import record_list
from iok_core.audit.origin import Origin
from iok_core.db import transaction
from iok_core.db.collation import sort_key
from iok_core.identity import desk
from iok_core.identity.desk import Recipient
from iok_core.identity.service import IdentityContext, Permission
from iok_core.regulations import service as regulations
from iok_core.regulations.service import Paper, Way
from iok_core.rulebook.counting import AcceptanceLine, acceptance_lines, counts
from iok_core.rulebook.words import PAPER_REFUSALS
from iok_core.web.csv_answer import csv_answer
from iok_core.web.filters import day_short, identifier, moment
from iok_core.web.forms import Form, asks, read_form
from iok_core.web.gates import NotYours, staff
from iok_core.web.i18n import Msgid, msgid
from iok_core.web.i18n import gettext as _
from iok_core.web.lists import Asked, Choice, Column, Keys, Outline
from iok_core.web.navigation import NavItem
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

ACCEPTANCES_PAGE = "/biuro/akceptacje"
PAPER_PAGE = "/biuro/osoby/{person:int}/regulamin"

NAVIGATION = [
    NavItem(
        href=ACCEPTANCES_PAGE,
        label=msgid("Acceptances"),
        icon="list-checks",
        group="staff",
        permission=Permission.SEE_ACCESSES,
    ),
]
STANDINGS = {
    "tak": msgid("accepted the version in force"),
    "nie": msgid("have not accepted the version in force"),
}
_COLUMNS = (
    Column("osoba", msgid("Person"), sorts=True),
    Column("identyfikator", msgid("Identifier"), "nowrap", sorts=True),
    Column("wersja", msgid("Version"), sorts=True),
    Column("dzien", msgid("Accepted"), "nowrap", sorts=True),
    Column("sposob", msgid("Way")),
    Column("stan", msgid("Version in force")),
)
_KEYS: Keys[AcceptanceLine] = {
    "osoba": lambda line: sort_key(line.name),
    "identyfikator": lambda line: line.identifier,
    "wersja": lambda line: line.number,
    "dzien": lambda line: line.at,
}

HttpRequest = Request[Any, Any, Any]


class OnPaper(msgspec.Struct):
    number: Annotated[int, asks(msgid("Choose the version that stands on the sheet"))]
    signed_on: Annotated[date, asks(msgid("Enter the day, for example 24.11.2026"))]
    in_hand: bool = False


@get(ACCEPTANCES_PAGE, gate=staff(Permission.SEE_ACCESSES))
async def acceptance_list(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
) -> Response[str]:
    asked, lines = await _asked(request, identity)
    shown = asked.show(lines, _KEYS)
    await _record(Action.ACCEPTANCES_VIEW, shown.rows, visitor, identity)
    return page(
        request,
        "office/acceptances.html",
        shown=shown,
        current=await regulations.in_force(identity.clock.today()),
        counts=await counts(identity.clock.today()),
    )


@get(f"{ACCEPTANCES_PAGE}.csv", gate=staff(Permission.SEE_ACCESSES))
async def acceptance_file(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
) -> Response[bytes]:
    asked, lines = await _asked(request, identity)
    rows = asked.in_order(lines, _KEYS)
    await _record(Action.ACCEPTANCES_EXPORT, rows, visitor, identity)
    name = f"akceptacje-{day_short(identity.clock.today())}.csv"
    return csv_answer(name, _header(), [_cells(line) for line in rows])


@get(PAPER_PAGE, gate=staff(Permission.ISSUE_CREDENTIALS))
async def paper_form(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    person: FromPath[int],
) -> Response[str]:
    who = await _who(person, visitor, identity)
    async with transaction():
        await identity.log.record(
            Action.PERSON_VIEW, by=Origin.of(visitor), on=ObjectKind.PERSON, object_id=person
        )
    current = await regulations.in_force(identity.clock.today())
    values = {"number": str(current.number)} if current else None
    return await _paper_page(request, who, Form(OnPaper, values))


@post(PAPER_PAGE, gate=staff(Permission.ISSUE_CREDENTIALS))
async def record_paper(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    person: FromPath[int],
) -> Response[Any]:
    who = await _who(person, visitor, identity)
    form = await read_form(request, OnPaper)
    if not form.value("in_hand"):
        form.add_error("in_hand", _("Tick the box when you have the signed sheet in your hand"))
    if form.ok:
        paper = Paper(person=person, number=form.struct.number, signed_on=form.struct.signed_on)
        by, clock = Origin.of(visitor), identity.clock
        refused = await regulations.record_paper(paper, by=by, audit=identity.log, clock=clock)
        if refused is None:
            said = _("The acceptance on paper is recorded.")
            return see_other(request, f"/biuro/osoby/{person}/regulamin", said)
        field = "signed_on" if "signed" in refused else "number"
        form.add_error(field, _(PAPER_REFUSALS[refused]))
    return await _paper_page(request, who, form, status=422)


async def _asked(
    request: HttpRequest, identity: IdentityContext
) -> tuple[Asked, list[AcceptanceLine]]:
    """What stands in the address, and the lines that are wanted."""
    numbers = {str(number): _version(number) for number in await regulations.versions()}
    outline = Outline(
        path=ACCEPTANCES_PAGE,
        columns=_COLUMNS,
        choices=(
            Choice("stan", msgid("Version in force"), STANDINGS),
            Choice("wersja", msgid("Version"), numbers),
        ),
        search=msgid("Person or identifier"),
        file=True,
    )
    asked = outline.read(request.query_params)
    version = asked.chosen.get("wersja")
    lines = await acceptance_lines(identity.clock.today(), int(version) if version else None)
    return asked, [line for line in lines if _wanted(line, asked)]


def _version(number: int) -> Msgid:
    return Msgid(str(number))


def _wanted(line: AcceptanceLine, asked: Asked) -> bool:
    if asked.chosen.get("wersja") and line.number is None:
        return False
    standing = asked.chosen.get("stan")
    if standing and (standing == "tak") is not line.accepted:
        return False
    words = sort_key(asked.words)
    return words in sort_key(line.name) or asked.words.replace(" ", "") == line.identifier


async def _record(
    action: Action, lines: Sequence[AcceptanceLine], visitor: Visitor, identity: IdentityContext
) -> None:
    ids = [line.person for line in lines]
    by = Origin.of(visitor)
    await record_list(identity.log, action, by=by, kind=ObjectKind.PERSON, ids=ids)


def _header() -> list[str]:
    return [
        _("Person"),
        _("Identifier"),
        _("Version"),
        _("Accepted"),
        _("Way"),
        _("Recorded"),
        _("By whom"),
        _("SHA-256 of the text"),
        _("Version in force"),
    ]


def _cells(line: AcceptanceLine) -> list[str]:
    when = line.signed_on or line.at
    return [
        line.name,
        identifier(line.identifier),
        str(line.number or ""),
        day_short(when) if when else "",
        _way(line.way),
        moment(line.at) if line.at else "",
        line.recorded_by or "",
        line.sha256 or "",
        _("accepted") if line.accepted else _("not accepted"),
    ]


def _way(given: Way | None) -> str:
    if given is None:
        return ""
    return _("on paper") if given is Way.PAPER else _("in the portal")


async def _who(person: int, visitor: Visitor, identity: IdentityContext) -> Recipient:
    who = await desk.recipient(identity, person, visitor.published)
    if who is None:
        raise NotYours(ObjectKind.PERSON, person)
    return who


async def _paper_page(
    request: HttpRequest, who: Recipient, form: Form[OnPaper], status: int = 200
) -> Response[str]:
    versions = await regulations.all_versions()
    return page(
        request,
        "office/paper.html",
        status=status,
        who=who,
        form=form,
        versions=versions,
        by_number={one.number: one for one in versions},
        proofs=await regulations.acceptances_of(who.person),
    )


ROUTES = [acceptance_list, acceptance_file, paper_form, record_paper]
