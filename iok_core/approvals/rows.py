"""Requests as they are read."""

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum

import msgspec

from iok_core.approvals.kinds import canonical, digest
from iok_core.approvals.tables import Approval
from iok_core.db import fetch


class Outcome(StrEnum):
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    """By whoever had asked."""
    FAILED = "failed"
    """Approved, but by then it could not be carried out."""


class State(StrEnum):
    WAITING = "waiting"
    EXPIRED = "expired"
    DECIDED = "decided"


class ApprovalRow(msgspec.Struct, frozen=True):
    id: int
    kind: str
    payload: str
    payload_sha256: str
    reason: str
    asked_by: int
    asked_at: datetime
    expires_at: datetime
    outcome: str
    decided_by: int | None
    decided_at: datetime | None
    remark: str

    def state(self, now: datetime) -> State:
        if self.outcome:
            return State.DECIDED
        return State.WAITING if now < self.expires_at else State.EXPIRED


async def one_approval(approval: int) -> ApprovalRow:
    """Raises LookupError."""
    rows = await Approval.select().where(Approval.id == approval)
    if not rows:
        raise LookupError(f"no approval {approval}")
    return ApprovalRow(**rows[0])


async def newest(kinds: Collection[str], limit: int) -> list[ApprovalRow]:
    if not kinds:
        return []
    rows = (
        await Approval.select()
        .where(Approval.kind.is_in(list(kinds)))
        .order_by(Approval.id, ascending=False)
        .limit(limit)
    )
    return [ApprovalRow(**row) for row in rows]


async def waiting(kinds: Collection[str], now: datetime) -> list[ApprovalRow]:
    """The oldest first."""
    if not kinds:
        return []
    rows = (
        await Approval.select()
        .where(Approval.kind.is_in(list(kinds)))
        .where((Approval.outcome == "") & (Approval.expires_at > now))
        .order_by(Approval.id)
    )
    return [ApprovalRow(**row) for row in rows]


async def approved_of(staff: int, now: datetime) -> list[ApprovalRow]:
    """What they asked for and was approved, as long as it holds."""
    rows = (
        await Approval.select()
        .where((Approval.outcome == Outcome.APPROVED.value) & (Approval.expires_at > now))
        .where(Approval.asked_by == staff)
        .order_by(Approval.id)
    )
    return [ApprovalRow(**row) for row in rows]


async def is_approved(
    code: str, payload: msgspec.Struct, now: datetime, *, asked_by: int | None
) -> bool:
    """Has somebody agreed to exactly this, less than a day after they asked for it?"""
    if asked_by is None:
        return False
    return await Approval.exists().where(
        (Approval.payload_sha256 == digest(code, canonical(payload)))
        & (Approval.asked_by == asked_by)
        & (Approval.outcome == Outcome.APPROVED.value)
        & (Approval.expires_at > now)
    )


class SwitchedOff(msgspec.Struct, frozen=True):
    kind: str
    reason: str
    at: datetime
    operator: str


async def switched_off() -> Mapping[str, SwitchedOff]:
    """Kinds that need no second person at present, and who said so."""
    rows = await fetch(
        "SELECT kind, reason, at, operator FROM approval_switch s "
        "WHERE off AND id = (SELECT max(id) FROM approval_switch o WHERE o.kind = s.kind) "
        "ORDER BY kind"
    )
    return {row[0]: SwitchedOff(*row) for row in rows}
