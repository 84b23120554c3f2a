"""All blocks of everybody, and the same as a file; what they show stands in the address."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.lists import record_list
from iok_core.audit.origin import Origin
from iok_core.blocking import service
from iok_core.blocking.history import BlockLine, State, Wanted
from iok_core.blocking.service import Clause
from iok_core.blocking.words import CLAUSES
from iok_core.db.collation import sort_key
from iok_core.identity.service import IdentityContext, Permission
from iok_core.web.csv_answer import csv_answer
from iok_core.web.filters import day_short, identifier, moment
from iok_core.web.gates import staff
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid, pgettext
from iok_core.web.lists import Asked, Choice, Column, Keys, Outline
from iok_core.web.navigation import NavItem
from iok_core.web.pages import page
from iok_core.web.visitor import Visitor

BLOCKS_PAGE = "/biuro/blokady"

NAVIGATION = [
    NavItem(
        href=BLOCKS_PAGE,
        label=msgid("Blocks"),
        icon="ban",
        group="staff",
        permission=Permission.SEE_ACCESSES,
    ),
]

STANDINGS = {"obowiazuje": "in_force", "przyszle": "to_come", "zakonczone": "past"}
STANDING_WORDS = {
    "obowiazuje": msgid("in force"),
    "przyszle": msgid("to come"),
    "zakonczone": msgid("over or lifted"),
}
BLOCKS = Outline(
    path=BLOCKS_PAGE,
    columns=(
        Column("osoba", msgid("Person"), sorts=True),
        Column("stan", msgid("State")),
        Column("punkt", msgid("Ground")),
        Column("od", msgid("From"), "nowrap", sorts=True),
        Column("do", msgid("To"), "nowrap", sorts=True),
        Column("kto", msgid("By whom")),
    ),
    choices=(
        Choice("stan", msgid("State"), STANDING_WORDS),
        Choice("punkt", msgid("Ground"), {str(int(one)): CLAUSES[one] for one in Clause}),
    ),
    search=msgid("Person"),
    file=True,
)
_KEYS: Keys[BlockLine] = {
    "osoba": lambda line: sort_key(line.name),
    "od": lambda line: line.since,
    "do": lambda line: line.until,
}

HttpRequest = Request[Any, Any, Any]


@get(BLOCKS_PAGE, gate=staff(Permission.SEE_ACCESSES))
async def block_list(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
) -> Response[str]:
    asked, today = BLOCKS.read(request.query_params), identity.clock.today()
    shown = asked.show(await service.blocks(_wanted(asked), today), _KEYS)
    await _record(Action.BLOCKS_VIEW, shown.rows, visitor, identity)
    return page(request, "office/blocks.html", shown=shown, clauses=CLAUSES, today=today)


@get(f"{BLOCKS_PAGE}.csv", gate=staff(Permission.SEE_ACCESSES))
async def block_file(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
) -> Response[bytes]:
    asked, today = BLOCKS.read(request.query_params), identity.clock.today()
    lines = asked.in_order(await service.blocks(_wanted(asked), today), _KEYS)
    await _record(Action.BLOCKS_EXPORT, lines, visitor, identity)
    cells = [_cells(line, today) for line in lines]
    return csv_answer(f"blokady-{day_short(today)}.csv", _header(), cells)


async def _record(
    action: Action, lines: Sequence[BlockLine], visitor: Visitor, identity: IdentityContext
) -> None:
    ids = [line.person for line in lines]
    by = Origin.of(visitor)
    await record_list(identity.log, action, by=by, kind=ObjectKind.PERSON, ids=ids)


def _wanted(asked: Asked) -> Wanted:
    standing, clause = asked.chosen.get("stan"), asked.chosen.get("punkt")
    return Wanted(
        standing=STANDINGS[standing] if standing else "",
        clause=Clause(int(clause)) if clause else None,
        words=asked.words,
    )


def _header() -> list[str]:
    return [
        _("Person"),
        _("Identifier"),
        _("Ground"),
        _("State"),
        _("From"),
        _("To"),
        _("Reason"),
        _("Recorded"),
        _("By whom"),
        _("Lifted"),
        _("By whom"),
        _("Why"),
    ]


def _cells(line: BlockLine, today: date) -> list[str]:
    return [
        line.name,
        identifier(line.identifier) if line.identifier else "",
        _(CLAUSES[line.clause]),
        _state(line.state(today)),
        day_short(line.since),
        day_short(line.until) if line.until else "",
        line.reason,
        moment(line.recorded_at),
        line.recorded_by or "",
        moment(line.lifted_at) if line.lifted_at else "",
        line.lifted_by or "",
        line.lifting_reason or "",
    ]


def _state(state: State) -> str:
    match state:
        case State.IN_FORCE:
            return pgettext("block", "In force")
        case State.TO_COME:
            return pgettext("block", "To come")
        case State.OVER:
            return pgettext("block", "Over")
        case State.LIFTED:
            return pgettext("block", "Lifted")


ROUTES = [block_list, block_file]
