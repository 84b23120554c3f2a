"""All blocks, those in force first of all; what the list shows stands in its address."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency

from iok_core.audit.actions import Action
from iok_core.audit.origin import Origin
from iok_core.blocking import service
from iok_core.blocking.history import BlockLine, State, Wanted
from iok_core.blocking.service import Clause
from iok_core.blocking.words import CLAUSES
from iok_core.db import transaction
from iok_core.identity.service import IdentityContext, Permission
from iok_core.web.csv_file import csv_file
from iok_core.web.filters import day_short, identifier, moment
from iok_core.web.gates import staff
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid, pgettext
from iok_core.web.navigation import NavItem
from iok_core.web.pages import page
from iok_core.web.visitor import Visitor

BLOCKS_PAGE = "/biuro/blokady"
PAGE_LINES = 50
QUERY_LENGTH = 100
STANDINGS = {
    "": "in_force",
    "przyszle": "to_come",
    "zakonczone": "past",
    "wszystkie": "",
}
"""What may stand in the address for which blocks; nothing: those in force."""

NAVIGATION = [
    NavItem(
        href=BLOCKS_PAGE,
        label=msgid("Blocks"),
        icon="ban",
        group="staff",
        permission=Permission.SEE_RESIDENTS,
    ),
]

HttpRequest = Request[Any, Any, Any]


class Asked(msgspec.Struct, frozen=True):
    """The address as it was read; what makes no sense in it counts for nothing."""

    stan: str
    punkt: str
    osoba: str
    strona: int

    def wanted(self) -> Wanted:
        clause = Clause(int(self.punkt)) if self.punkt else None
        return Wanted(standing=STANDINGS[self.stan], clause=clause, words=self.osoba)

    def address(self, path: str = BLOCKS_PAGE, strona: int = 1) -> str:
        kept = {"stan": self.stan, "punkt": self.punkt, "osoba": self.osoba}
        if strona > 1:
            kept["strona"] = str(strona)
        query = urlencode({name: value for name, value in kept.items() if value})
        return f"{path}?{query}" if query else path


@get(BLOCKS_PAGE, gate=staff(Permission.SEE_RESIDENTS))
async def block_list(
    request: HttpRequest, identity: NamedDependency[IdentityContext]
) -> Response[str]:
    asked, today = _asked(request), identity.clock.today()
    lines = await service.blocks(asked.wanted(), today)
    pages = max(1, -(-len(lines) // PAGE_LINES))
    number = min(asked.strona, pages)
    return page(
        request,
        "office/blocks.html",
        lines=lines[(number - 1) * PAGE_LINES : number * PAGE_LINES],
        count=len(lines),
        asked=asked,
        number=number,
        pages=pages,
        clauses=CLAUSES,
        today=today,
    )


@get(f"{BLOCKS_PAGE}.csv", gate=staff(Permission.SEE_RESIDENTS))
async def block_file(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
) -> Response[bytes]:
    today = identity.clock.today()
    lines = await service.blocks(_asked(request).wanted(), today)
    async with transaction():
        by = Origin.staff(visitor.staff or 0)
        await identity.log.record(Action.BLOCKS_EXPORT, by=by, meta={"rows": len(lines)})
    return csv_file("blokady.csv", _header(), [_cells(line, today) for line in lines])


def _asked(request: HttpRequest) -> Asked:
    query = request.query_params
    stan, punkt, osoba, strona = (
        query.get(key, "") for key in ("stan", "punkt", "osoba", "strona")
    )
    return Asked(
        stan=stan if stan in STANDINGS else "",
        punkt=punkt if punkt in {str(int(clause)) for clause in Clause} else "",
        osoba=osoba.strip()[:QUERY_LENGTH],
        strona=int(strona) if strona.isascii() and strona.isdigit() and len(strona) < 6 else 1,
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
