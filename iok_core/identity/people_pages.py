"""The office's list of people and their accesses, and the same as a file."""

from collections.abc import Sequence
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.lists import record_list
from iok_core.audit.origin import Origin
from iok_core.identity import people
from iok_core.identity.accesses import AccessState
from iok_core.identity.context import IdentityContext
from iok_core.identity.people import BLOCKED, NO_ACCESS, PersonLine, PersonRow
from iok_core.identity.permissions import Permission
from iok_core.web.csv_answer import csv_answer
from iok_core.web.filters import day_short, moment
from iok_core.web.gates import fresh, staff
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.lists import Asked, Choice, Column, Keys, Outline
from iok_core.web.navigation import NavItem
from iok_core.web.pages import page
from iok_core.web.visitor import Visitor

PEOPLE_PAGE = "/biuro/osoby"

NAVIGATION = [
    NavItem(
        href=PEOPLE_PAGE,
        label=msgid("List of people"),
        icon="users-round",
        group="staff",
        permission=Permission.SEE_ACCESSES,
    ),
]

STATES = {
    "aktywne": AccessState.ACTIVE,
    "wydane": AccessState.ISSUED,
    "wreczone": AccessState.HANDED_OVER,
    "niedokonczone": AccessState.STARTED,
    "wygasle": AccessState.EXPIRED,
    "uniewaznione": AccessState.VOIDED,
    "zablokowane": BLOCKED,
    "brak": NO_ACCESS,
}
STATE_WORDS = {
    "aktywne": msgid("active"),
    "wydane": msgid("issued, not activated"),
    "wreczone": msgid("handed over, not activated"),
    "niedokonczone": msgid("activation not finished"),
    "wygasle": msgid("expired"),
    "uniewaznione": msgid("start password void"),
    "zablokowane": msgid("blocked"),
    "brak": msgid("no access"),
}
RECEIPTS = {"brak": msgid("missing"), "jest": msgid("signed")}
PEOPLE = Outline(
    path=PEOPLE_PAGE,
    columns=(
        Column("osoba", msgid("Person"), sorts=True),
        Column("identyfikator", msgid("Identifier"), "nowrap", sorts=True),
        Column("kontrahent", msgid("Payer")),
        Column("lokal", msgid("Premises")),
        Column("stan", msgid("State of the access")),
        Column("potwierdzenie", msgid("Receipt")),
        Column("logowanie", msgid("Last sign-in"), "nowrap", sorts=True),
    ),
    choices=(
        Choice("stan", msgid("State of the access"), STATE_WORDS),
        Choice("potwierdzenie", msgid("Receipt"), RECEIPTS),
    ),
    search=msgid("Person, payer, premises or identifier"),
    file=True,
)
_KEYS: Keys[PersonLine] = {
    "osoba": lambda line: line.who.sort_key,
    "identyfikator": lambda line: line.access.identifier if line.access else None,
    "logowanie": lambda line: line.access.last_sign_in_at if line.access else None,
}

HttpRequest = Request[Any, Any, Any]


@get(PEOPLE_PAGE, gate=staff(Permission.SEE_ACCESSES))
async def people_list(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
) -> Response[str]:
    asked = PEOPLE.read(request.query_params)
    shown = asked.show(await _lines(asked, visitor, identity), _KEYS)
    today = identity.clock.today()
    rows = await people.with_payers(shown.rows, visitor.published, today)
    await _record(Action.PERSONS_VIEW, rows, visitor, identity)
    return page(
        request,
        "office/people.html",
        shown=shown,
        rows=rows,
        today=today,
        now=identity.clock.now(),
    )


@get(f"{PEOPLE_PAGE}.csv", gate=fresh(staff(Permission.SEE_ACCESSES), file=True))
async def people_file(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
) -> Response[bytes]:
    asked = PEOPLE.read(request.query_params)
    lines = asked.in_order(await _lines(asked, visitor, identity), _KEYS)
    rows = await people.with_payers(lines, visitor.published, identity.clock.today())
    await _record(Action.PERSONS_EXPORT, rows, visitor, identity)
    words = {state: _(STATE_WORDS[value]) for value, state in STATES.items()}
    now = identity.clock.now()
    header = [_(column.label) for column in PEOPLE.columns]
    cells = [_cells(row, words[row.line.state(now)]) for row in rows]
    return csv_answer(f"osoby-{day_short(now)}.csv", header, cells)


async def _lines(asked: Asked, visitor: Visitor, identity: IdentityContext) -> list[PersonLine]:
    found = await people.find_people(identity, asked.words, visitor.published)
    wanted, now = STATES.get(asked.chosen.get("stan", "")), identity.clock.now()
    receipt = asked.chosen.get("potwierdzenie")
    return [
        line
        for line in found
        if wanted in (None, line.state(now)) and receipt in (None, _receipt(line))
    ]


def _receipt(line: PersonLine) -> str:
    """A key of RECEIPTS; empty where there is nothing to sign."""
    if line.access is not None and line.access.receipt_at is not None:
        return "jest"
    return "brak" if line.lacks_receipt else ""


async def _record(
    action: Action, rows: Sequence[PersonRow], visitor: Visitor, identity: IdentityContext
) -> None:
    ids = [row.line.who.id for row in rows]
    by = Origin.of(visitor)
    await record_list(identity.log, action, by=by, kind=ObjectKind.PERSON, ids=ids)


def _cells(row: PersonRow, state: str) -> list[str]:
    access = row.line.access
    return [
        row.line.who.name,
        access.identifier if access else "",
        ", ".join(payer.called for payer in row.payers),
        ", ".join(held.symbol for payer in row.payers for held in payer.holds),
        state,
        _(RECEIPTS[receipt]) if (receipt := _receipt(row.line)) else "",
        moment(access.last_sign_in_at) if access and access.last_sign_in_at else "",
    ]


ROUTES = [people_list, people_file]
