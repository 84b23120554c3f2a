"""Who looked at my data, and what happened to my access (K15-3)."""

from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from iok_core.audit.actions import ActorKind, Result
from iok_core.audit.reading import details
from iok_core.audit.rows import Row
from iok_core.audit.settings import AuditSettings
from iok_core.audit.words import ACTORS, RESULTS, action_words
from iok_core.identity.members import Member, members
from iok_core.privacy.looking import by_the_office, of_the_access, resident_of
from iok_core.privacy.words import FUNCTIONS, PURPOSES
from iok_core.web.gates import RESIDENT
from iok_core.web.i18n import gettext as _
from iok_core.web.pages import page
from iok_core.web.visitor import Visitor

HISTORY_PAGE = "/dostep/historia"
OWN = "moje"

HttpRequest = Request[Any, Any, Any]


class Line(msgspec.Struct, frozen=True):
    row: Row
    what: str
    who: str
    why: str
    result: str
    """Empty where it was done."""


@get(HISTORY_PAGE, gate=RESIDENT)
async def history(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    audit_settings: NamedDependency[AuditSettings],
    co: FromQuery[str] = "",
    przed: FromQuery[str] = "",
) -> Response[str]:
    read = of_the_access if co == OWN else by_the_office
    found = await read(resident_of(visitor), int(przed) if _is_number(przed) else None)
    known = await members()
    shown = [_line(row, known, named=audit_settings.name_staff) for row in found.rows]
    return page(
        request,
        "privacy/history.html",
        own=co == OWN,
        lines=shown,
        first=not _is_number(przed),
        older=found.older,
        keep_months=audit_settings.keep_months,
    )


def _is_number(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) < 19


def _line(row: Row, known: Mapping[int, Member], *, named: bool) -> Line:
    done = row.result in ("", Result.DONE)
    return Line(
        row=row,
        what=_(action_words(row.action)),
        who=_who(row, known, named=named),
        why=_why(details(row)),
        result="" if done else _(RESULTS.get(row.result, RESULTS[Result.FAILED])),
    )


def _why(meta: Mapping[str, object]) -> str:
    if "clause" in meta:
        return _("clause %(number)s of the regulations") % {"number": meta["clause"]}
    purpose = PURPOSES.get(str(meta.get("purpose", "")))
    return _(purpose) if purpose else ""


def _who(row: Row, known: Mapping[int, Member], *, named: bool) -> str:
    """The function of whoever it was; the name only where the cooperative has chosen so."""
    if row.actor_kind == ActorKind.RESIDENT:
        return _("You")
    if row.actor_kind != ActorKind.STAFF:
        return _(ACTORS.get(row.actor_kind, ACTORS[ActorKind.SYSTEM]))
    member = known.get(int(row.actor)) if row.actor.isdecimal() else None
    function = FUNCTIONS.get(member.role) if member else None
    words = _(function) if function else _(ACTORS[ActorKind.STAFF])
    return f"{words} ({member.name})" if named and member else words


ROUTES = [history]
