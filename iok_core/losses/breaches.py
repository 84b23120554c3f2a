"""The register of possible breaches of personal data: 72 hours to tell the authority (K10-5)."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import msgspec

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.canonical import MetaValue
from iok_core.audit.origin import Origin
from iok_core.db import fetch, hold, transaction
from iok_core.identity.service import holds_document_number
from iok_core.losses.context import LossContext
from iok_core.losses.handling import may_block, refuse
from iok_core.losses.kinds import Refusal
from iok_core.losses.rows import one_loss
from iok_core.losses.tables import Breach

TERM = timedelta(hours=72)
"""From when it was noticed; article 33 of the GDPR."""


class Outcome(StrEnum):
    """What the controller of the data has decided; the portal tells nobody outside."""

    NOTIFIED = "notified"
    """The authority was told."""
    NO_RISK = "no_risk"
    """Nobody's rights are in danger: written down, and told to nobody."""


class BreachLine(msgspec.Struct, frozen=True):
    id: int
    loss: int
    name: str | None
    noticed_at: datetime
    outcome: str
    """An `Outcome`; empty: nothing is decided."""
    reason: str
    closed_at: datetime | None

    @property
    def due_at(self) -> datetime:
        return self.noticed_at + TERM

    def hours_left(self, now: datetime) -> int:
        """Whole ones; below zero it is late."""
        return int((self.due_at - now) // timedelta(hours=1))


async def open_breach(ctx: LossContext, loss: int, *, by: Origin) -> int | Refusal:
    """Its id, also if the loss has been flagged before. Raises LookupError: no such loss."""
    async with transaction():
        await hold("loss report", loss)
        await one_loss(loss)
        if not await may_block(by):
            on = ObjectKind.LOSS, loss
            await refuse(ctx, Action.BREACH_OPEN, by, on, Refusal.NOT_PERMITTED)
            return Refusal.NOT_PERMITTED
        found = await fetch("SELECT id FROM breach WHERE loss = {}", loss)
        if found:
            return int(found[0][0])
        now: Any = ctx.identity.clock.now()
        row = Breach(loss=loss, noticed_at=now, opened_by=by.staff_id)
        await row.save()
        await _record(ctx, Action.BREACH_OPEN, by, int(row.id), {"loss": loss})
        return int(row.id)


async def decide_breach(
    ctx: LossContext, breach: int, outcome: Outcome, reason: str, *, by: Origin
) -> Refusal | None:
    if not reason.strip():
        return Refusal.NO_REASON
    if holds_document_number(reason):
        return Refusal.DOCUMENT_NUMBER
    async with transaction():
        refusal = None if await may_block(by) else Refusal.NOT_PERMITTED
        if refusal is None and not await _decide(ctx, breach, outcome, reason, by):
            refusal = Refusal.CLOSED
        if refusal is not None:
            on = ObjectKind.BREACH, breach
            await refuse(ctx, Action.BREACH_DECIDE, by, on, refusal)
            return refusal
        await _record(ctx, Action.BREACH_DECIDE, by, breach, {"outcome": outcome.value})
    return None


async def _decide(ctx: LossContext, breach: int, outcome: Outcome, reason: str, by: Origin) -> bool:
    """False: somebody has decided before."""
    decided = await fetch(
        "UPDATE breach SET outcome = {}, reason = {}, closed_at = {}, closed_by = {} "
        "WHERE id = {} AND closed_at IS NULL RETURNING id",
        outcome.value,
        reason.strip(),
        ctx.identity.clock.now(),
        by.staff_id,
        breach,
    )
    return bool(decided)


_LINES = (
    "SELECT b.id, b.loss, p.name, b.noticed_at, b.outcome, b.reason, b.closed_at FROM breach b "
    "JOIN loss_report r ON r.id = b.loss LEFT JOIN person p ON p.id = r.person"
)


async def all_breaches() -> list[BreachLine]:
    """The newest first."""
    return [BreachLine(*row) for row in await fetch(f"{_LINES} ORDER BY b.id DESC")]


async def breach_of(loss: int) -> BreachLine | None:
    rows = await fetch(f"{_LINES} WHERE b.loss = {{}}", loss)
    return BreachLine(*rows[0]) if rows else None


async def _record(
    ctx: LossContext, action: Action, by: Origin, breach: int, meta: dict[str, MetaValue]
) -> None:
    await ctx.identity.log.record(action, by=by, on=ObjectKind.BREACH, object_id=breach, meta=meta)
