"""The rows as the table holds them, page by page in the order of the chain."""

from collections.abc import AsyncIterator

import msgspec

from iok_core.audit.actions import Action, Result
from iok_core.audit.canonical import Entry
from iok_core.audit.tables import Audit
from iok_core.db import Arg, Prepared

PAGE = 1000


class Row(Entry, frozen=True):
    """An entry with its link; whether the link holds is for the chain to say."""

    prev: str
    mac: str


class Link(msgspec.Struct, frozen=True):
    """What the next row is linked to; alone, as other columns may hold what nobody can read."""

    seq: int
    mac: str


class _Meta(msgspec.Struct, frozen=True):
    meta: str


COLUMNS = ", ".join(Row.__struct_fields__)

_page = Prepared(
    lambda: Audit.raw(
        f"SELECT {COLUMNS} FROM audit WHERE seq >= {{}} ORDER BY seq LIMIT {{}}",
        Arg("from_seq"),
        Arg("limit"),
    ),
    Row,
)


_head = Prepared(lambda: Audit.raw(f"SELECT {COLUMNS} FROM audit ORDER BY seq DESC LIMIT 1"), Row)
_newest = Prepared(
    lambda: Audit.raw(
        f"SELECT {COLUMNS} FROM audit WHERE action = {{}} AND result = {{}} "
        "ORDER BY seq DESC LIMIT 1",
        Arg("action"),
        Arg("result"),
    ),
    Row,
)

_last_link = Prepared(
    lambda: Audit.raw("SELECT seq, mac FROM audit ORDER BY seq DESC LIMIT 1"), Link
)
_link = Prepared(lambda: Audit.raw("SELECT seq, mac FROM audit WHERE seq = {}", Arg("seq")), Link)
_newest_meta = Prepared(
    lambda: Audit.raw(
        "SELECT meta FROM audit WHERE action = {} AND result = 'done' ORDER BY seq DESC LIMIT 1",
        Arg("action"),
    ),
    _Meta,
)


async def pages(from_seq: int, page: int = PAGE) -> AsyncIterator[list[Row]]:
    while rows := await _page(from_seq=from_seq, limit=page):
        yield rows
        from_seq = rows[-1].seq + 1


async def link_at(seq: int) -> Link | None:
    return await _link.one(seq=seq)


async def last_link() -> Link | None:
    return await _last_link.one()


async def newest_meta(action: Action) -> str | None:
    """Of what was done."""
    found = await _newest_meta.one(action=action.value)
    return found.meta if found else None


async def head() -> Row | None:
    """The newest row."""
    return await _head.one()


async def newest(action: Action, result: Result = Result.DONE) -> Row | None:
    return await _newest.one(action=action.value, result=result.value)
