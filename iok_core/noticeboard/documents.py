"""Documents as they stand in the tables, and who may have which."""

from collections.abc import Collection
from datetime import date, datetime

import msgspec

from iok_core.db import Arg, Clock, Prepared, execute, fetch
from iok_core.noticeboard.audience import admits
from iok_core.noticeboard.file_names import plain_name
from iok_core.noticeboard.kinds import Category, Circle, State
from iok_core.noticeboard.tables import Document
from iok_core.premises.standings import Standing, standings_of
from iok_core.web.gates import RESIDENT, barrier
from iok_core.web.visitor import Visitor


class DocumentView(msgspec.Struct, frozen=True):
    id: int
    title: str
    category: Category
    circle: Circle
    size: int
    since: date
    until: date | None
    state: State
    added_at: datetime
    published_at: datetime | None
    published_by: int | None
    withdrawn_at: datetime | None

    def over(self, day: date) -> bool:
        return self.until is not None and self.until < day

    def shown_on(self, day: date) -> bool:
        return self.state is State.SHOWN and self.since <= day and not self.over(day)

    @property
    def file_name(self) -> str:
        return plain_name(self.title, f"dokument-{self.id}")


_SELECT = (
    "SELECT id, title, category, circle, size, shown_since AS since, shown_until AS until, state, "
    "added_at, published_at, published_by, withdrawn_at FROM document"
)
_one = Prepared(
    lambda: Document.raw(f"{_SELECT} WHERE id = CAST({{}} AS BIGINT)", Arg("id")), DocumentView
)
_all = Prepared(lambda: Document.raw(f"{_SELECT} ORDER BY id DESC"), DocumentView)
_shown = Prepared(
    lambda: Document.raw(
        f"{_SELECT} WHERE state = 'shown' AND shown_since <= {{}} "
        "AND (shown_until IS NULL OR shown_until >= {}) ORDER BY shown_since DESC, id DESC",
        Arg("day"),
        Arg("day"),
    ),
    DocumentView,
)


async def document(id_: int) -> DocumentView | None:
    return await _one.one(id=id_)


async def documents() -> list[DocumentView]:
    """All, drafts and withdrawn ones too, the newest first."""
    return await _all()


async def content_of(id_: int) -> bytes:
    rows = await fetch("SELECT content FROM document_content WHERE document = {}", id_)
    return bytes(rows[0][0])


async def open_to(visitor: Visitor, day: date) -> list[DocumentView]:
    """Those that a visitor may have on a day, the newest first."""
    standings = await _standings(visitor, day)
    return [one for one in await _shown(day=day) if admits(one.circle, standings)]


async def take(visitor: Visitor, id_: int, clock: Clock) -> DocumentView | None:
    """If the visitor may have it. Who has taken it is noted, the first time, of whom signed in."""
    found, day = await document(id_), clock.today()
    if found is None or not found.shown_on(day):
        return None
    standings = await _standings(visitor, day)
    if not admits(found.circle, standings):
        return None
    if _is_inside(visitor):
        await execute(
            "INSERT INTO document_sight (document, person, at) VALUES ({}, {}, {}) "
            "ON CONFLICT (document, person) DO NOTHING",
            id_,
            visitor.person,
            clock.now(),
        )
    return found


async def takers() -> dict[int, int]:
    """By document: how many people have taken it while signed in."""
    rows = await fetch("SELECT document, count(*) FROM document_sight GROUP BY document")
    return {int(id_): int(count) for id_, count in rows}


async def _standings(visitor: Visitor, day: date) -> Collection[Standing]:
    """None of somebody whom the gates would keep out of every page of residents."""
    if visitor.person is None or not _is_inside(visitor):
        return ()
    return await standings_of(visitor.person, visitor.published, day)


def _is_inside(visitor: Visitor) -> bool:
    return visitor.kind == "resident" and barrier(RESIDENT, visitor) is None
