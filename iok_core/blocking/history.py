"""The blocks that there are and were, as the office reads them."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import msgspec

from iok_core.blocking.clauses import BlockWay, Clause
from iok_core.db import fetch
from iok_core.db.clock import WARSAW
from iok_core.db.collation import search_key


class State(StrEnum):
    IN_FORCE = "in_force"
    TO_COME = "to_come"
    OVER = "over"
    LIFTED = "lifted"


class BlockLine(msgspec.Struct, frozen=True):
    id: int
    person: int
    name: str
    identifier: str | None
    """None: this person was never given an access."""
    clause: Clause
    reason: str
    facts: str
    since: date
    until: date | None
    recorded_at: datetime
    recorded_by_id: int | None
    recorded_by: str | None
    """A name; None: from the command line, or as `way` says."""
    approved_by_id: int | None
    way: BlockWay
    lifted_at: datetime | None
    lifted_by: str | None
    lifting_reason: str | None

    def state(self, today: date) -> State:
        if self.lifted_at is not None:
            return State.LIFTED
        if self.until is not None and self.until < today:
            return State.OVER
        return State.IN_FORCE if self.since <= today else State.TO_COME

    def holds(self, today: date) -> bool:
        return self.state(today) is State.IN_FORCE

    def held_on(self, day: date) -> bool:
        """A day that has passed: what was lifted later held then."""
        lifted = self.lifted_at is not None and self.lifted_at.astimezone(WARSAW).date() <= day
        return self.since <= day and (self.until is None or day <= self.until) and not lifted

    def made_by(self, staff: int | None) -> bool:
        """Set or approved by them; None: by the command line."""
        return staff == self.recorded_by_id or staff in {self.approved_by_id} - {None}

    def open(self, today: date) -> bool:
        """It can be lifted: it holds, or will."""
        return self.state(today) in (State.IN_FORCE, State.TO_COME)


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which blocks a list shows; what is None or empty leaves none out."""

    standing: str = ""
    """A key of `STANDINGS`."""
    clause: Clause | None = None
    words: str = ""
    """Of the person's name."""


_LINES = (
    "SELECT b.id, b.person, p.name, i.identifier, b.clause, b.reason, b.facts, b.since, b.until, "
    "b.recorded_at, b.recorded_by, s.name, b.approved_by, b.way, l.lifted_at, f.name, l.reason "
    "FROM block b JOIN person p ON p.id = b.person LEFT JOIN identity i ON i.person = b.person "
    "LEFT JOIN staff s ON s.id = b.recorded_by LEFT JOIN lifting l ON l.block = b.id "
    "LEFT JOIN staff f ON f.id = l.lifted_by"
)
STANDINGS: Mapping[str, str] = {
    "in_force": "l.id IS NULL AND b.since <= {} AND (b.until IS NULL OR b.until >= {})",
    "to_come": "l.id IS NULL AND b.since > {}",
    "past": "(l.id IS NOT NULL OR b.until < {})",
}


async def one_block(block: int) -> BlockLine:
    """Raises LookupError."""
    found = await _lines("WHERE b.id = {}", block)
    if not found:
        raise LookupError(f"no block {block}")
    return found[0]


async def blocks_of(person: int) -> list[BlockLine]:
    """The newest first."""
    return await _lines("WHERE b.person = {} ORDER BY b.id DESC", person)


async def blocks(wanted: Wanted, today: date) -> list[BlockLine]:
    """Of each person the oldest first."""
    conditions, values = ["1 = 1"], list[Any]()
    if wanted.standing:
        conditions.append(STANDINGS[wanted.standing])
        values += [today] * STANDINGS[wanted.standing].count("{}")
    if wanted.clause is not None:
        conditions.append("b.clause = {}")
        values.append(int(wanted.clause))
    for word in search_key(wanted.words).split():
        conditions.append("' ' || p.search_key LIKE {}")
        values.append(f"% {word}%")
    which = " AND ".join(conditions)
    return await _lines(f"WHERE {which} ORDER BY b.person, b.since, b.id", *values)


async def _lines(which: str, *values: object) -> list[BlockLine]:
    rows = await fetch(f"{_LINES} {which}", *values)
    known = [(*row[:4], Clause(row[4]), *row[5:13], BlockWay(row[13]), *row[14:]) for row in rows]
    return [BlockLine(*columns) for columns in known]
