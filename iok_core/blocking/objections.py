"""Objections to blocks: filed with a case number, decided by a person who had no part in them."""

from datetime import datetime

import msgspec

from iok_core.audit.actions import Action, ActorKind, ObjectKind, Result
from iok_core.audit.origin import Origin
from iok_core.blocking.acts import lift_block
from iok_core.blocking.checks import Flaw, FlawedBlockError, ObjectionRefusal
from iok_core.blocking.clauses import OBJECTABLE, permission_for
from iok_core.blocking.history import BlockLine, one_block
from iok_core.blocking.tables import Objection
from iok_core.db import execute, fetch, hold, transaction
from iok_core.events.kinds import EventKind
from iok_core.events.service import emit
from iok_core.identity.service import (
    IdentityContext,
    holds_document_number,
    identity_of,
    staff_may,
)


class ObjectionLine(msgspec.Struct, frozen=True):
    id: int
    block: int
    text: str
    filed_at: datetime
    filed_by: str | None
    """Who of the office wrote it down; None: the resident, or the command line."""
    by_resident: bool
    decided_at: datetime | None
    decided_by: str | None
    upheld: bool | None
    answer: str
    """For the resident."""

    @property
    def case(self) -> str:
        return f"S/{self.filed_at.year}/{self.id}"


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    objection: int
    upheld: bool
    """Then the block is lifted."""
    answer: str


_LINES = (
    "SELECT o.id, o.block, o.text, o.filed_at, s.name, o.by_resident, o.decided_at, d.name, "
    "o.upheld, o.answer FROM objection o LEFT JOIN staff s ON s.id = o.filed_by "
    "LEFT JOIN staff d ON d.id = o.decided_by"
)


async def objection_to(block: int) -> ObjectionLine | None:
    return next(iter(await _lines("WHERE o.block = {}", block)), None)


async def one_objection(objection: int) -> ObjectionLine:
    """Raises LookupError."""
    found = await _lines("WHERE o.id = {}", objection)
    if not found:
        raise LookupError(f"no objection {objection}")
    return found[0]


async def waiting_objections(staff: int | None) -> list[tuple[ObjectionLine, BlockLine]]:
    """Undecided, the oldest first, to blocks that were not lifted, but for those of one's own."""
    waiting = await _lines("WHERE o.decided_at IS NULL ORDER BY o.id")
    found = [(one, await one_block(one.block)) for one in waiting]
    return [
        (one, block)
        for one, block in found
        if block.lifted_at is None and (staff is None or not block.made_by(staff))
    ]


async def file_objection(
    ctx: IdentityContext, block: int, text: str, *, by: Origin
) -> ObjectionLine | ObjectionRefusal:
    """There is one to a block: filed again, it is the same. Raises FlawedBlockError."""
    _raise_for(text)
    async with transaction():
        await hold("objection to block", block)
        line = await one_block(block)
        known = await objection_to(block)
        if known is not None:
            return known
        refusal = await _too_late(ctx, line, by)
        if refusal is not None:
            await _record(ctx, Action.OBJECTION_FILE, by, None, refusal)
            return refusal
        row = Objection(
            block=block,
            text=text,
            filed_at=ctx.clock.now(),
            filed_by=by.staff_id,
            by_resident=by.kind is ActorKind.RESIDENT,
        )
        filed = int((await Objection.insert(row))[0]["id"])
        await _record(ctx, Action.OBJECTION_FILE, by, filed)
        return await one_objection(filed)


async def decide(ctx: IdentityContext, decided: Decided, *, by: Origin) -> ObjectionRefusal | None:
    """Upheld, it lifts the block. Raises FlawedBlockError and LookupError."""
    _raise_for(decided.answer)
    async with transaction():
        line = await one_objection(decided.objection)
        await hold("objection to block", line.block)
        block = await one_block(line.block)
        refusal = await _refusal(ctx, await one_objection(line.id), block, by)
        if refusal is None:
            await execute(
                "UPDATE objection SET decided_at = {}, decided_by = {}, upheld = {}, answer = {} "
                "WHERE id = {}",
                ctx.clock.now(),
                by.staff_id,
                decided.upheld,
                decided.answer,
                line.id,
            )
            await _tell(ctx, block, by)
            if decided.upheld:
                await lift_block(ctx, line.block, decided.answer, by=by)
        await _record(ctx, Action.OBJECTION_DECIDE, by, line.id, refusal)
    return refusal


async def _refusal(
    ctx: IdentityContext, line: ObjectionLine, block: BlockLine, by: Origin
) -> ObjectionRefusal | None:
    if not (by.kind is ActorKind.OPERATOR or await staff_may(by, permission_for(block.clause))):
        return ObjectionRefusal.NOT_PERMITTED
    if line.decided_at is not None:
        return ObjectionRefusal.DECIDED
    if not block.open(ctx.clock.today()):
        return ObjectionRefusal.OVER
    return ObjectionRefusal.OWN if block.made_by(by.staff_id) else None


async def _too_late(ctx: IdentityContext, block: BlockLine, by: Origin) -> ObjectionRefusal | None:
    if block.clause not in OBJECTABLE or not block.open(ctx.clock.today()):
        return ObjectionRefusal.OVER
    if by.kind is not ActorKind.STAFF or await staff_may(by, permission_for(block.clause)):
        return None
    return ObjectionRefusal.NOT_PERMITTED


async def _tell(ctx: IdentityContext, block: BlockLine, by: Origin) -> None:
    identity = await identity_of(block.person)
    known = {"person": block.person, "block": block.id}
    subject = known if identity is None else {**known, "identity": identity}
    now = ctx.clock.now()
    await emit(EventKind.OBJECTION_DECIDED, at=now, request_id=by.request_id, **subject)


def _raise_for(text: str) -> None:
    if not text.strip():
        raise FlawedBlockError(Flaw.NO_REASON)
    if holds_document_number(text):
        raise FlawedBlockError(Flaw.DOCUMENT_NUMBER)


async def _record(
    ctx: IdentityContext,
    action: Action,
    by: Origin,
    objection: int | None,
    why_not: ObjectionRefusal | None = None,
) -> None:
    await ctx.log.record(
        action,
        by=by,
        on=ObjectKind.OBJECTION,
        object_id=objection,
        result=Result.DONE if why_not is None else Result.REFUSED,
        meta={} if why_not is None else {"reason": why_not.value},
    )


async def _lines(which: str, *values: object) -> list[ObjectionLine]:
    return [ObjectionLine(*row) for row in await fetch(f"{_LINES} {which}", *values)]
