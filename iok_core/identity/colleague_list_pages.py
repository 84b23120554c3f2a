"""Who works at the office, in which role, and the same as a file."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from iok_core.audit.actions import Action
from iok_core.audit.origin import Origin
from iok_core.db import transaction
from iok_core.db.collation import search_key, sort_key
from iok_core.identity.colleagues import Colleague, StaffState, colleagues
from iok_core.identity.context import IdentityContext
from iok_core.identity.permissions import Permission, Role
from iok_core.identity.staff_words import ROLES, STATES, role_name
from iok_core.web.csv_answer import csv_answer
from iok_core.web.filters import day_short, identifier, moment
from iok_core.web.gates import staff
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.lists import Asked, Choice, Column, Keys, Outline
from iok_core.web.navigation import NavItem
from iok_core.web.pages import page
from iok_core.web.visitor import Visitor

COLLEAGUES_PAGE = "/biuro/pracownicy"

NAVIGATION = [
    NavItem(
        href=COLLEAGUES_PAGE,
        label=msgid("Staff"),
        icon="user-round",
        group="staff",
        permission=Permission.SEE_STAFF,
    ),
]

ROLES_IN_ADDRESS = {
    "obsluga": Role.DESK,
    "rozliczenia": Role.SETTLEMENTS,
    "techniczny": Role.TECHNICAL,
    "zarzad": Role.BOARD,
    "administrator": Role.ADMINISTRATOR,
}
STATES_IN_ADDRESS = {
    "aktywny": StaffState.ACTIVE,
    "bez-hasla": StaffState.ISSUED,
    "bez-dostepu": StaffState.NO_ACCESS,
    "wylaczony": StaffState.DISABLED,
}
COLLEAGUES = Outline(
    path=COLLEAGUES_PAGE,
    columns=(
        Column("osoba", msgid("Person"), sorts=True),
        Column("rola", msgid("Role"), sorts=True),
        Column("stan", msgid("State")),
        Column("identyfikator", msgid("Identifier"), "nowrap"),
        Column("logowanie", msgid("Last sign-in"), "nowrap", sorts=True),
    ),
    choices=(
        Choice("rola", msgid("Role"), {one: ROLES[role] for one, role in ROLES_IN_ADDRESS.items()}),
        Choice(
            "stan", msgid("State"), {one: STATES[is_] for one, is_ in STATES_IN_ADDRESS.items()}
        ),
    ),
    search=msgid("Person"),
    file=True,
)
_ORDER = [role.value for role in Role]
_KEYS: Keys[Colleague] = {
    "osoba": lambda one: sort_key(one.name),
    "rola": lambda one: (_ORDER.index(one.role) if one.role in _ORDER else -1, sort_key(one.name)),
    "logowanie": lambda one: one.last_sign_in_at,
}

HttpRequest = Request[Any, Any, Any]


@get(COLLEAGUES_PAGE, gate=staff(Permission.SEE_STAFF))
async def colleague_list(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
) -> Response[str]:
    asked = COLLEAGUES.read(request.query_params)
    shown = asked.show(await _wanted(asked), _KEYS)
    await _record(Action.STAFF_VIEW, len(shown.rows), visitor, identity)
    return page(request, "office/colleagues.html", shown=shown, role_name=role_name)


@get(f"{COLLEAGUES_PAGE}.csv", gate=staff(Permission.SEE_STAFF))
async def colleague_file(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
) -> Response[bytes]:
    asked = COLLEAGUES.read(request.query_params)
    rows = asked.in_order(await _wanted(asked), _KEYS)
    await _record(Action.STAFF_EXPORT, len(rows), visitor, identity)
    header = [_(column.label) for column in COLLEAGUES.columns]
    name = f"pracownicy-{day_short(identity.clock.today())}.csv"
    return csv_answer(name, header, [_cells(one) for one in rows])


async def _wanted(asked: Asked) -> list[Colleague]:
    role = ROLES_IN_ADDRESS.get(asked.chosen.get("rola", ""))
    state = STATES_IN_ADDRESS.get(asked.chosen.get("stan", ""))
    words = search_key(asked.words)
    return [
        one
        for one in await colleagues()
        if (role is None or one.role == role)
        and (state is None or one.state is state)
        and words in search_key(one.name)
    ]


async def _record(action: Action, rows: int, visitor: Visitor, identity: IdentityContext) -> None:
    async with transaction():
        await identity.log.record(action, by=Origin.of(visitor), meta={"rows": rows})


def _cells(one: Colleague) -> list[str]:
    return [
        one.name,
        role_name(one.role),
        _(STATES[one.state]),
        identifier(one.identifier) if one.identifier else "",
        moment(one.last_sign_in_at) if one.last_sign_in_at else "",
    ]


ROUTES = [colleague_list, colleague_file]
