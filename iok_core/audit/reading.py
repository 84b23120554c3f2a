"""The audit as people read it: the newest first, some rows at a time, narrowed down."""

from collections.abc import AsyncIterator, Collection, Sequence
from datetime import datetime

import msgspec

from iok_core.audit.actions import ActorKind, ObjectKind
from iok_core.audit.rows import COLUMNS, Row
from iok_core.db import fetch

_PAGE = 1000


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Empty and None: all."""

    since: datetime | None = None
    before: datetime | None = None
    action: str = ""
    actor_kind: str = ""
    actor: str = ""
    object_kind: str = ""
    object_id: int | None = None


class About(msgspec.Struct, frozen=True, kw_only=True):
    """Objects of one kind, and from when until when what was done with them is of interest."""

    kind: ObjectKind
    ids: Collection[int]
    since: datetime | None = None
    before: datetime | None = None


_Part = tuple[str, list[object]]


def details(row: Row) -> dict[str, object]:
    try:
        return msgspec.json.decode(row.meta, type=dict[str, object])
    except msgspec.MsgspecError:  # somebody wrote into it; the chain tells
        return {"meta": row.meta}


async def newest_rows(wanted: Wanted, limit: int, below: int | None = None) -> list[Row]:
    """Those with a number `below`."""
    return await _rows([_wanted(wanted)], limit, below)


async def count_rows(wanted: Wanted) -> int:
    where, values = _wanted(wanted)
    return int((await fetch(f"SELECT count(*) FROM audit WHERE {where}", *values))[0][0])


async def all_rows(wanted: Wanted) -> AsyncIterator[list[Row]]:
    below = None
    while rows := await newest_rows(wanted, _PAGE, below):
        yield rows
        below = rows[-1].seq


async def rows_about(
    about: Sequence[About], by: Sequence[tuple[ActorKind, str]], limit: int, below: int | None
) -> list[Row]:
    """What was done with any of these objects by any of these; an empty actor: whoever it was."""
    objects, actors = [_about(one) for one in about if one.ids], [_actor(*one) for one in by]
    if not objects or not actors:
        return []
    return await _rows([_either(objects), _either(actors)], limit, below)


async def _rows(parts: list[_Part], limit: int, below: int | None) -> list[Row]:
    if below is not None:
        parts = [*parts, ("seq < {}", [below])]
    where, values = _all(parts)
    sql = f"SELECT {COLUMNS} FROM audit WHERE {where} ORDER BY seq DESC LIMIT {int(limit)}"
    return [Row(*row) for row in await fetch(sql, *values)]


def _wanted(wanted: Wanted) -> _Part:
    asked = {
        "at >= {}": wanted.since,
        "at < {}": wanted.before,
        "action = {}": wanted.action or None,
        "actor_kind = {}": wanted.actor_kind or None,
        "actor = {}": wanted.actor or None,
        "object_kind = {}": wanted.object_kind or None,
        "object_id = {}": wanted.object_id,
    }
    return _all([(sql, [value]) for sql, value in asked.items() if value is not None])


def _about(about: About) -> _Part:
    places = ", ".join(["{}"] * len(about.ids))
    parts: list[_Part] = [
        ("object_kind = {}", [about.kind.value]),
        (f"object_id IN ({places})", list(about.ids)),
    ]
    if about.since is not None:
        parts.append(("at >= {}", [about.since]))
    if about.before is not None:
        parts.append(("at < {}", [about.before]))
    return _all(parts)


def _actor(kind: ActorKind, actor: str) -> _Part:
    if not actor:
        return "actor_kind = {}", [kind.value]
    return "(actor_kind = {} AND actor = {})", [kind.value, actor]


def _all(parts: Sequence[_Part]) -> _Part:
    return _joined(" AND ", parts) if parts else ("1 = 1", [])


def _either(parts: Sequence[_Part]) -> _Part:
    where, values = _joined(" OR ", parts)
    return f"({where})", values


def _joined(word: str, parts: Sequence[_Part]) -> _Part:
    return word.join(sql for sql, _ in parts), [value for _, values in parts for value in values]
