"""Batches of accesses after they were issued: who has got the slip, who has signed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import msgspec

from iok_core.db import fetch
from iok_core.identity.accesses import Access, accesses_of
from iok_core.identity.tables import Identity, IssueBatch
from iok_core.premises import desk
from iok_core.premises.holders import Holder, Place, holders_in

_NEWEST = 50


class BatchLine(msgspec.Struct, frozen=True):
    """How far a batch has come. Slips that were issued anew since then count no more."""

    id: int
    building: str
    staircase: str
    issued_at: datetime
    issued_by: str
    slips: int
    handed_over: int
    activated: int
    signed: int


class Row(msgspec.Struct, frozen=True):
    """A slip of a batch, and whom it is for."""

    name: str
    access: Access
    holder: Holder | None
    """None: they hold nothing there any more."""


_LINE = (
    "SELECT b.id, b.building, b.staircase, b.issued_at, s.name, count(i.id), "
    "count(i.handed_over_at), count(i.activated_at), count(i.receipt_at) "
    "FROM issue_batch b JOIN staff s ON s.id = b.issued_by "
    "LEFT JOIN identity i ON i.issue_batch = b.id "
    "WHERE b.id > {} AND b.id <= {} "
    "GROUP BY b.id, b.building, b.staircase, b.issued_at, s.name ORDER BY b.id DESC LIMIT {}"
)
_ANY = 2**63 - 1


async def newest_batch() -> int:
    """Its number; 0: there is none yet."""
    row = await IssueBatch.select(IssueBatch.id).order_by(IssueBatch.id, ascending=False).first()
    return int(row["id"]) if row else 0


async def newest_batches() -> list[BatchLine]:
    return await _batches(0, _ANY)


async def batch_line(batch: int) -> BatchLine | None:
    return next(iter(await _batches(batch - 1, batch)), None)


async def _batches(after: int, until: int) -> list[BatchLine]:
    """The newest first; ids from beyond `after` to `until`."""
    return [BatchLine(*row) for row in await fetch(_LINE, after, until, _NEWEST)]


async def rows_of(line: BatchLine, published: Mapping[int, int], today: date) -> list[Row]:
    """In the order of the slips, which is that of the way through the building."""
    found = (
        await Identity.select(Identity.person)
        .where(Identity.issue_batch == line.id)
        .order_by(Identity.batch_place)
    )
    persons = [int(row["person"]) for row in found]
    names, accesses = await desk.names_of(persons), await accesses_of(persons)
    holders = await _holders(line, persons, published, today)
    return [Row(names[one], accesses[one], holders.get(one)) for one in persons]


async def _holders(
    line: BatchLine, persons: Sequence[int], published: Mapping[int, int], today: date
) -> dict[int, Holder]:
    """By person, the first of what they hold there today."""
    parties: dict[int, Holder] = {}
    for holder in await holders_in(Place(line.building, line.staircase), published, today):
        parties.setdefault(holder.party, holder)
    theirs: dict[int, Holder] = {}
    for one in await desk.acting_as(persons):
        if one.today(today) and one.party in parties:
            first = theirs.get(one.person, parties[one.party])
            theirs[one.person] = min(first, parties[one.party], key=lambda holder: holder.way)
    return theirs
