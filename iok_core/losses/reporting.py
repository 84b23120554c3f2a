"""Telling that sign-in data were lost: in words, with the freeze code, or signed in."""

from typing import Any

import msgspec

from iok_core.audit.actions import Action, ObjectKind, Result
from iok_core.audit.origin import Origin
from iok_core.blocking.service import BlockWay, freeze
from iok_core.db import execute, hold, transaction
from iok_core.db.clock import WARSAW
from iok_core.events.kinds import EventKind
from iok_core.events.service import emit
from iok_core.identity.freezing import person_of_freeze_code
from iok_core.losses.context import LossContext
from iok_core.losses.kinds import Caller, Happened, LossWay, Refusal
from iok_core.losses.limits import admit_try
from iok_core.losses.mailed_codes import person_told_of, report_of_mailed_code
from iok_core.losses.tables import LossReport


async def report_in_words(
    ctx: LossContext, caller: Caller, happened: Happened, network: str
) -> int | Refusal:
    """The report's id. Whether anybody has such an access is looked at by the office, not here."""
    async with transaction():
        if not await admit_try(ctx, network, worded=True):
            return Refusal.TOO_MANY
        report = await record_report(ctx, LossWay.WORDS, caller, happened, by=Origin.stranger())
        await emit(EventKind.LOSS_REPORTED, at=ctx.identity.clock.now(), loss=report)
        return report


async def freeze_by_code(
    ctx: LossContext, code: str, happened: Happened, network: str
) -> int | Refusal:
    """Blocks at once. A right code is taken however many wrong ones came from the same network."""
    person = await person_of_freeze_code(code)
    if person is None:
        return await _freeze_by_mailed_code(ctx, code, network)
    return await _freeze(ctx, person, BlockWay.CODE, happened, by=Origin.stranger())


async def freeze_own(ctx: LossContext, person: int, *, by: Origin) -> int:
    """By the resident who is signed in; this session ends with the others."""
    return await _freeze(ctx, person, BlockWay.RESIDENT, Happened(), by=by)


async def record_report(
    ctx: LossContext,
    way: LossWay,
    caller: Caller,
    happened: Happened,
    *,
    by: Origin,
    found: tuple[int, int] | None = None,
) -> int:
    """`found`: the person and the block, where everything is done already."""
    now: Any = ctx.identity.clock.now()
    due = ctx.calendar.next_after(happened.on) if happened.on else None
    person, block = found or (None, None)
    row = LossReport(
        way=way.value,
        **msgspec.structs.asdict(caller),
        happened_on=happened.on,
        happened_at=happened.at,
        due_on=due,
        reported_at=now,
        person=person,
        block=block,
        **({"closed_at": now, "closed_by": by.staff_id} if found else {}),
    )
    await row.save()
    late = due is not None and now.astimezone(WARSAW).date() > due
    meta = {"way": way.value, "late": late}
    log, action = ctx.identity.log, Action.LOSS_REPORT
    await log.record(action, by=by, on=ObjectKind.LOSS, object_id=row.id, meta=meta)
    return int(row.id)


async def _freeze(
    ctx: LossContext, person: int, way: BlockWay, happened: Happened, *, by: Origin
) -> int:
    async with transaction():
        block = await freeze(ctx.identity, person, way, by=by)
        told, done = LossWay(way.value), (person, block)
        return await record_report(ctx, told, Caller(), happened, by=by, found=done)


async def _freeze_by_mailed_code(ctx: LossContext, code: str, network: str) -> int | Refusal:
    """The report that the mail was about is settled by it."""
    report = await report_of_mailed_code(ctx, code)
    person = await person_told_of(report) if report is not None else None
    if report is None or person is None:
        return await _wrong_code(ctx, network)
    by = Origin.stranger()
    async with transaction():
        await hold("loss report", report)
        block = await freeze(ctx.identity, person, BlockWay.CODE, by=by)
        await settle_report(ctx, report, person, block, by=by)
    return report


async def settle_report(
    ctx: LossContext, report: int, person: int, block: int, *, by: Origin
) -> None:
    """In the transaction of the block: it was about this person's access."""
    await execute(
        "UPDATE loss_report SET person = {}, block = {}, closed_at = {}, closed_by = {} "
        "WHERE id = {}",
        person,
        block,
        ctx.identity.clock.now(),
        by.staff_id,
        report,
    )
    await ctx.identity.log.record(
        Action.LOSS_BLOCK, by=by, on=ObjectKind.LOSS, object_id=report, meta={"person": person}
    )


async def _wrong_code(ctx: LossContext, network: str) -> Refusal:
    async with transaction():
        if not await admit_try(ctx, network, worded=False):
            return Refusal.TOO_MANY
        by = Origin.stranger()
        await ctx.identity.log.record(
            Action.FREEZE, by=by, on=ObjectKind.NONE, object_id=None, result=Result.FAILED
        )
    return Refusal.UNKNOWN_CODE
