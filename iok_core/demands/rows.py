"""The register as the office reads it."""

from datetime import date, datetime

import msgspec

from iok_core.db import fetch
from iok_core.demands.kinds import DemandForm, DemandKind, DemandState


class DemandLine(msgspec.Struct, frozen=True):
    id: int
    person: int
    name: str
    kind: DemandKind
    form: DemandForm
    received_on: date
    journal: str
    due_on: date
    recorded_at: datetime
    recorded_by: int | None
    executed_at: datetime | None
    executed_by: int | None
    block: int | None
    closed_at: datetime | None
    closed_by: int | None
    reason: str
    confirmed_at: datetime | None
    confirmed_by: int | None

    def state(self, today: date) -> DemandState:
        if self.executed_at is not None:
            return DemandState.EXECUTED
        if self.closed_at is not None:
            return DemandState.CLOSED
        return DemandState.OVERDUE if today > self.due_on else DemandState.OPEN

    @property
    def open(self) -> bool:
        return self.executed_at is None and self.closed_at is None


_LINES = (
    "SELECT d.id, d.person, p.name, d.kind, d.form, d.received_on, d.journal, d.due_on, "
    "d.recorded_at, d.recorded_by, d.executed_at, d.executed_by, d.block, d.closed_at, "
    "d.closed_by, d.reason, d.confirmed_at, d.confirmed_by "
    "FROM demand d JOIN person p ON p.id = d.person"
)


async def one_demand(demand: int) -> DemandLine:
    """Raises LookupError."""
    found = await _lines("WHERE d.id = {}", demand)
    if not found:
        raise LookupError(f"no demand {demand}")
    return found[0]


async def all_demands() -> list[DemandLine]:
    """The newest first."""
    return await _lines("ORDER BY d.id DESC")


async def open_demands() -> list[DemandLine]:
    """Those that are due soonest first."""
    return await _lines(
        "WHERE d.executed_at IS NULL AND d.closed_at IS NULL ORDER BY d.due_on, d.id"
    )


async def _lines(which: str, *values: object) -> list[DemandLine]:
    rows = await fetch(f"{_LINES} {which}", *values)
    known = [(*row[:3], DemandKind(row[3]), DemandForm(row[4]), *row[5:]) for row in rows]
    return [DemandLine(*columns) for columns in known]
