"""Reports of losses as the office reads them."""

from datetime import date, datetime

import msgspec

from iok_core.db import fetch
from iok_core.db.clock import WARSAW
from iok_core.losses.kinds import LossWay


class LossLine(msgspec.Struct, frozen=True):
    id: int
    way: LossWay
    identifier: str
    name: str
    address: str
    phone: str
    happened_on: date | None
    happened_at: str
    due_on: date | None
    reported_at: datetime
    person: int | None
    person_name: str | None
    block: int | None
    blocked_at: datetime | None
    closed_at: datetime | None
    closed_by: str | None
    reason: str

    @property
    def open(self) -> bool:
        """Somebody at the office still has to look into it."""
        return self.closed_at is None

    @property
    def in_time(self) -> bool | None:
        """As clause 10 wants it; None: it was not stated when it happened."""
        if self.due_on is None:
            return None
        return self.reported_at.astimezone(WARSAW).date() <= self.due_on


_LINES = (
    "SELECT r.id, r.way, r.identifier, r.name, r.address, r.phone, r.happened_on, r.happened_at, "
    "r.due_on, r.reported_at, r.person, p.name, r.block, b.recorded_at, r.closed_at, s.name, "
    "r.reason FROM loss_report r LEFT JOIN person p ON p.id = r.person "
    "LEFT JOIN block b ON b.id = r.block "
    "LEFT JOIN staff s ON s.id = r.closed_by"
)


async def one_loss(report: int) -> LossLine:
    """Raises LookupError."""
    found = await _lines("WHERE r.id = {}", report)
    if not found:
        raise LookupError(f"no report {report}")
    return found[0]


async def all_losses() -> list[LossLine]:
    """The newest first."""
    return await _lines("ORDER BY r.id DESC")


async def open_losses() -> list[LossLine]:
    """The oldest first."""
    return await _lines("WHERE r.closed_at IS NULL ORDER BY r.id")


async def _lines(which: str, *values: object) -> list[LossLine]:
    rows = await fetch(f"{_LINES} {which}", *values)
    return [LossLine(row[0], LossWay(row[1]), *row[2:]) for row in rows]
