"""What the office does about a loss: blocks at once, or finds that there is nothing to block."""

from iok_core.audit.actions import Action, ActorKind, ObjectKind, Result
from iok_core.audit.origin import Origin
from iok_core.blocking.service import BlockWay, freeze
from iok_core.db import execute, fetch, hold, transaction
from iok_core.identity.service import Permission, holds_document_number, staff_may
from iok_core.losses.context import LossContext
from iok_core.losses.kinds import Caller, Happened, LossWay, Refusal
from iok_core.losses.reporting import record_report, settle_report


async def report_at_the_office(
    ctx: LossContext, person: int, caller: Caller, happened: Happened, *, by: Origin
) -> int | Refusal:
    """Told by telephone or in person: recorded and blocked in one act. The report's id."""
    async with transaction():
        refusal = await _refusal(person, by)
        if refusal is not None:
            await refuse(ctx, Action.LOSS_REPORT, by, (ObjectKind.PERSON, person), refusal)
            return refusal
        block = await freeze(ctx.identity, person, BlockWay.OFFICE, by=by)
        done = (person, block)
        return await record_report(ctx, LossWay.OFFICE, caller, happened, by=by, found=done)


async def block_from_report(
    ctx: LossContext, report: int, person: int, *, by: Origin
) -> int | Refusal:
    """The block's id. The report was about this person's access."""
    async with transaction():
        await hold("loss report", report)
        refusal = await _refusal(person, by) or await _closed(report)
        if refusal is not None:
            await refuse(ctx, Action.LOSS_BLOCK, by, (ObjectKind.LOSS, report), refusal)
            return refusal
        block = await freeze(ctx.identity, person, BlockWay.OFFICE, by=by)
        await settle_report(ctx, report, person, block, by=by)
    return block


async def close_report(ctx: LossContext, report: int, reason: str, *, by: Origin) -> Refusal | None:
    """Nothing had to be blocked; `reason` says why."""
    if not reason.strip():
        return Refusal.NO_REASON
    if holds_document_number(reason):
        return Refusal.DOCUMENT_NUMBER
    async with transaction():
        await hold("loss report", report)
        refusal = await _closed(report)
        if not await may_block(by):
            refusal = Refusal.NOT_PERMITTED
        if refusal is not None:
            await refuse(ctx, Action.LOSS_CLOSE, by, (ObjectKind.LOSS, report), refusal)
            return refusal
        await execute(
            "UPDATE loss_report SET reason = {}, closed_at = {}, closed_by = {} WHERE id = {}",
            reason.strip(),
            ctx.identity.clock.now(),
            by.staff_id,
            report,
        )
        log, on = ctx.identity.log, ObjectKind.LOSS
        await log.record(Action.LOSS_CLOSE, by=by, on=on, object_id=report)
    return None


async def refuse(
    ctx: LossContext, action: Action, by: Origin, on: tuple[ObjectKind, int], why: Refusal
) -> None:
    """In the transaction that looked whether it may be."""
    kind, id_ = on
    result, meta = Result.REFUSED, {"reason": why.value}
    log = ctx.identity.log
    await log.record(action, by=by, on=kind, object_id=id_, result=result, meta=meta)


async def may_block(by: Origin) -> bool:
    return by.kind is ActorKind.OPERATOR or await staff_may(by, Permission.BLOCK_ACCESS)


async def _refusal(person: int, by: Origin) -> Refusal | None:
    if not await may_block(by):
        return Refusal.NOT_PERMITTED
    known = await fetch("SELECT 1 FROM person WHERE id = {}", person)
    return None if known else Refusal.NO_SUCH_PERSON


async def _closed(report: int) -> Refusal | None:
    """Raises LookupError: there is no such report."""
    rows = await fetch("SELECT closed_at FROM loss_report WHERE id = {}", report)
    if not rows:
        raise LookupError(f"no report {report}")
    return Refusal.CLOSED if rows[0][0] is not None else None
