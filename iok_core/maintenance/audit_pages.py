"""The journal: who did what and who looked at whom, and whether its chain was found whole."""

from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.response import Stream

from iok_core.audit.actions import Action, ActorKind, ObjectKind, Result
from iok_core.audit.anchoring import Anchoring
from iok_core.audit.export import json_line
from iok_core.audit.origin import Origin
from iok_core.audit.reading import all_rows, count_rows, details, newest_rows
from iok_core.audit.rows import Row, last_link, newest
from iok_core.audit.service import AuditLog
from iok_core.audit.words import ACTIONS, ACTORS, OBJECTS, RESULTS, action_words
from iok_core.db import Clock, transaction
from iok_core.db.collation import sort_key
from iok_core.identity.members import Member, members
from iok_core.identity.service import Permission
from iok_core.maintenance.audit_query import AUDIT_PAGE, Query
from iok_core.web.csv_answer import MEDIA_TYPE
from iok_core.web.csv_file import Cell, csv_bytes
from iok_core.web.gates import staff
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.navigation import NavItem
from iok_core.web.pages import page
from iok_core.web.visitor import Visitor

LINES = 50
_PAGES: Mapping[str, tuple[str, Permission]] = {
    ObjectKind.PERSON: ("/biuro/osoby/{}/blokady", Permission.SEE_ACCESSES),
    ObjectKind.PARTY: ("/biuro/kontrahenci/{}", Permission.SEE_RESIDENTS),
    ObjectKind.MODULE: ("/biuro/moduly/{}", Permission.CONFIGURE_MODULES),
}
"""Where the office finds what a row speaks of, and who may open it."""
_MARK = 3  # bytes of the byte order mark, which stands at the beginning of a file only

NAVIGATION = [
    NavItem(
        href=AUDIT_PAGE,
        label=msgid("Journal"),
        icon="list-checks",
        group="staff",
        permission=Permission.SEE_AUDIT,
    ),
]

HttpRequest = Request[Any, Any, Any]


class Line(msgspec.Struct, frozen=True):
    row: Row
    who: str
    what: str
    result: str
    on: str
    href: str | None
    """The page of the object, for whom it opens."""
    details: list[tuple[str, object]]


@get(AUDIT_PAGE, gate=staff(Permission.SEE_AUDIT))
async def journal(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    audit: NamedDependency[AuditLog],
    anchoring: NamedDependency[Anchoring],
) -> Response[str]:
    query, known = Query.read(request.query_params), await members()
    rows = await newest_rows(query.wanted(), LINES + 1, query.below)
    shown = rows[:LINES]
    context: dict[str, Any] = {
        "lines": [_line(row, known, visitor) for row in shown],
        "older": query.address(przed=str(shown[-1].seq)) if len(rows) > LINES else None,
        "head": await last_link(),
        "verified": await _later(Action.AUDIT_VERIFY),
        "anchored": await _later(Action.AUDIT_ANCHOR),
        "anchors_kept": anchoring.path is not None,
    }
    await _record(audit, Action.AUDIT_VIEW, visitor, query, len(shown))
    return page(request, "office/journal.html", asked=query, **_filters(known), **context)


@get(f"{AUDIT_PAGE}.csv", gate=staff(Permission.SEE_AUDIT))
async def journal_csv(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    audit: NamedDependency[AuditLog],
    clock: NamedDependency[Clock],
) -> Stream:
    query, known = Query.read(request.query_params), await members()
    header = [_("No."), _("Moment"), _("Who"), _("What"), _("Result"), _("Of what"), _("Number")]
    begin = csv_bytes([[*header, _("Details")]])

    def written(rows: list[Row]) -> bytes:
        return csv_bytes(_cells(row, known) for row in rows)[_MARK:]

    await _record(audit, Action.AUDIT_EXPORT, visitor, query, await count_rows(query.wanted()))
    return _file(_each(query, written, begin), f"dziennik-{clock.today()}.csv")


@get(f"{AUDIT_PAGE}.jsonl", gate=staff(Permission.SEE_AUDIT))
async def journal_lines(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    audit: NamedDependency[AuditLog],
    clock: NamedDependency[Clock],
) -> Stream:
    """With everything that a mac is made of, the newest first; whole ones `iok audit export`s."""
    query = Query.read(request.query_params)

    def written(rows: list[Row]) -> bytes:
        return "".join(f"{json_line(row)}\n" for row in rows).encode()

    await _record(audit, Action.AUDIT_EXPORT, visitor, query, await count_rows(query.wanted()))
    return _file(_each(query, written), f"dziennik-{clock.today()}.jsonl")


async def _each(
    query: Query, written: Callable[[list[Row]], bytes], begin: bytes = b""
) -> AsyncIterator[bytes]:
    """As it is read: nobody waits for the whole, and it is nowhere in one piece."""
    if begin:
        yield begin
    async for rows in all_rows(query.wanted()):
        yield written(rows)


def _file(content: AsyncIterator[bytes], name: str) -> Stream:
    kind = MEDIA_TYPE if name.endswith("csv") else "application/jsonl"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Stream(content, media_type=kind, headers=headers)


async def _record(
    audit: AuditLog, action: Action, visitor: Visitor, query: Query, rows: int
) -> None:
    """Who reads what was done with one object has looked at that object."""
    one = query.czego and query.nr
    async with transaction():
        await audit.record(
            action,
            by=Origin.of(visitor),
            on=ObjectKind(query.czego) if one else ObjectKind.NONE,
            object_id=int(query.nr) if one else None,
            meta={"rows": rows},
        )


async def _later(action: Action) -> Row | None:
    """The newest row of that kind, however it ended."""
    found = [await newest(action, result) for result in (Result.DONE, Result.FAILED)]
    return max((row for row in found if row), key=lambda row: row.seq, default=None)


def _filters(known: Mapping[int, Member]) -> dict[str, Any]:
    """What can be chosen, by what stands in the address."""
    office = {f"{ActorKind.STAFF}-{id_}": one.name for id_, one in known.items()}
    return {
        "actions": _in_order({code: _(words) for code, words in ACTIONS.items()}),
        "actors": [
            *((str(code), _(words)) for code, words in ACTORS.items()),
            *_in_order(office),
        ],
        "objects": _in_order({code: _(words) for code, words in OBJECTS.items()}),
    }


def _in_order(options: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(
        ((str(code), words) for code, words in options.items()), key=lambda one: sort_key(one[1])
    )


def _line(row: Row, known: Mapping[int, Member], visitor: Visitor) -> Line:
    return Line(
        row=row,
        who=_who(row, known),
        what=_(action_words(row.action)),
        result=_(RESULTS[row.result]) if row.result in RESULTS else row.result,
        on=_(OBJECTS[row.object_kind]) if row.object_kind in OBJECTS else row.object_kind,
        href=_href(row, visitor),
        details=sorted(details(row).items()),
    )


def _who(row: Row, known: Mapping[int, Member]) -> str:
    if row.actor_kind == ActorKind.STAFF and row.actor.isdecimal() and int(row.actor) in known:
        return known[int(row.actor)].name
    kind = _(ACTORS[row.actor_kind]) if row.actor_kind in ACTORS else row.actor_kind
    return f"{kind} {row.actor}".strip()


def _href(row: Row, visitor: Visitor) -> str | None:
    if row.object_kind not in _PAGES or row.object_id is None:
        return None
    address, permission = _PAGES[row.object_kind]
    return address.format(row.object_id) if permission in visitor.permissions else None


def _cells(row: Row, known: Mapping[int, Member]) -> list[Cell]:
    return [
        row.seq,
        row.at,
        _who(row, known),
        _(action_words(row.action)),
        _(RESULTS[row.result]) if row.result in RESULTS else row.result,
        _(OBJECTS[row.object_kind]) if row.object_kind in OBJECTS else row.object_kind,
        row.object_id,
        ", ".join(f"{name}: {value}" for name, value in sorted(details(row).items())),
    ]


ROUTES = [journal, journal_csv, journal_lines]
