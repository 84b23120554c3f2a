"""Blocking and lifting a block: each one act, with its audit row and its event."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from iok_core.audit.actions import Action, ActorKind, ObjectKind, Result
from iok_core.audit.canonical import MetaValue
from iok_core.audit.origin import Origin
from iok_core.blocking.checks import Flaw, FlawedBlockError, NewBlock, flaws, reason_flaws
from iok_core.blocking.clauses import Clause, permission_for
from iok_core.blocking.demanded import Demanded
from iok_core.blocking.history import BlockLine, one_block
from iok_core.blocking.in_force import NOT_LIFTED
from iok_core.blocking.tables import Block, Lifting
from iok_core.db import fetch, hold, transaction
from iok_core.demands.service import DemandKind
from iok_core.events.kinds import EventKind
from iok_core.events.service import emit
from iok_core.identity.service import (
    IdentityContext,
    ShutOut,
    identity_of,
    shut_out,
    staff_may,
    void_access,
)


class Refusal(StrEnum):
    NOT_PERMITTED = "not_permitted"
    OVER = "over"
    """It has ended by itself, or somebody has lifted it."""
    NO_DEMAND = "no_demand"
    """Under clause 9 nothing is done that nobody has demanded in writing."""


async def block_access(ctx: IdentityContext, new: NewBlock, *, by: Origin) -> int | Refusal:
    """The block's id; the very same one, recorded a moment ago, is taken and not doubled.

    If it begins today, every session ends and an unused start password is void. Raises
    FlawedBlockError, and ConstraintViolated when there is no such person.
    """
    _raise_for(flaws(new, ctx.clock.today()))
    async with transaction():
        await hold("access of person", new.person)
        demanded = await Demanded.find(new.clause, new.person, DemandKind.BLOCK)
        refusal = None
        if not await _may(by, new.clause):
            refusal = Refusal.NOT_PERMITTED
        elif (known := await _same(new)) is not None:
            return known
        elif demanded.missing:
            refusal = Refusal.NO_DEMAND
        if refusal is not None:
            person = ObjectKind.PERSON, new.person
            await _refuse(ctx, Action.ACCESS_BLOCK, by, person, refusal)
            return refusal
        block = await begin_block(ctx, new, by)
        await demanded.carry_out(ctx, block, by)
        return block


async def lift_block(
    ctx: IdentityContext, block: int, reason: str, *, by: Origin
) -> Refusal | None:
    """Whatever the person could do before, they can do again, but for a password that was lost.

    Raises FlawedBlockError, and LookupError when there is no such block.
    """
    _raise_for(reason_flaws(reason))
    async with transaction():
        await hold("access of person", (await one_block(block)).person)
        found = await one_block(block)
        demanded = await Demanded.find(found.clause, found.person, DemandKind.UNBLOCK)
        refusal = None
        if not await _may(by, found.clause):
            refusal = Refusal.NOT_PERMITTED
        elif not found.open(ctx.clock.today()):
            refusal = Refusal.OVER
        elif demanded.missing:
            refusal = Refusal.NO_DEMAND
        if refusal is not None:
            await _refuse(ctx, Action.ACCESS_UNBLOCK, by, (ObjectKind.BLOCK, block), refusal)
            return refusal
        await _lift(ctx, found, reason, by)
        await demanded.carry_out(ctx, block, by)
    return None


def _raise_for(found: Iterable[tuple[str, Flaw]]) -> None:
    kinds = [flaw for _, flaw in found]
    if kinds:
        raise FlawedBlockError(*kinds)


async def begin_block(ctx: IdentityContext, new: NewBlock, by: Origin) -> int:
    """In the transaction of whoever has made sure that it may be, and holds the access."""
    if new.since <= ctx.clock.today():
        access = await shut_out(ctx, new.person)
    else:
        access = ShutOut(await identity_of(new.person))
    block = await _insert(ctx, new, by)
    subject = _subject(new.person, block, access.identity)
    await emit(EventKind.ACCESS_BLOCKED, at=ctx.clock.now(), request_id=by.request_id, **subject)
    meta = {"person": new.person, "clause": int(new.clause), "sessions": access.sessions}
    await _record(ctx, Action.ACCESS_BLOCK, by, block, meta)
    return block


async def _lift(ctx: IdentityContext, line: BlockLine, reason: str, by: Origin) -> None:
    now = ctx.clock.now()
    if line.clause is Clause.LOSS:
        await void_access(ctx, line.person)
    await Lifting.insert(
        Lifting(block=line.id, reason=reason, lifted_at=now, lifted_by=by.staff_id)
    )
    subject = _subject(line.person, line.id, await identity_of(line.person))
    await emit(EventKind.ACCESS_UNBLOCKED, at=now, request_id=by.request_id, **subject)
    meta = {"person": line.person, "clause": int(line.clause)}
    await _record(ctx, Action.ACCESS_UNBLOCK, by, line.id, meta)


async def _insert(ctx: IdentityContext, new: NewBlock, by: Origin) -> int:
    inserted = await Block.insert(
        Block(
            person=new.person,
            clause=int(new.clause),
            reason=new.reason,
            facts=new.facts,
            since=new.since,
            until=new.until,
            recorded_at=ctx.clock.now(),
            recorded_by=by.staff_id,
            approved_by=by.approved_by,
            way=new.way.value,
        )
    )
    return int(inserted[0]["id"])


async def _same(new: NewBlock) -> int | None:
    rows = await fetch(
        "SELECT b.id, b.until, b.reason, b.facts FROM block b "
        f"WHERE b.person = {{}} AND b.clause = {{}} AND b.since = {{}} AND {NOT_LIFTED}",
        new.person,
        int(new.clause),
        new.since,
    )
    wanted = (new.until, new.reason, new.facts)
    return next((int(row[0]) for row in rows if tuple(row[1:]) == wanted), None)


async def _may(by: Origin, clause: Clause) -> bool:
    if by.kind is ActorKind.SYSTEM:  # as the operator has set it
        return clause is Clause.END_OF_SETTLEMENTS
    return by.kind is ActorKind.OPERATOR or await staff_may(by, permission_for(clause))


def _subject(person: int, block: int, identity: int | None) -> dict[str, int]:
    """Of an event; somebody who was never given an access can be blocked as well."""
    known = {"person": person, "block": block}
    return known if identity is None else {**known, "identity": identity}


async def _record(
    ctx: IdentityContext, action: Action, by: Origin, block: int, meta: Mapping[str, MetaValue]
) -> None:
    await ctx.log.record(action, by=by, on=ObjectKind.BLOCK, object_id=block, meta=meta)


async def _refuse(
    ctx: IdentityContext, action: Action, by: Origin, on: tuple[ObjectKind, int], why: Refusal
) -> None:
    kind, id_ = on
    await ctx.log.record(
        action, by=by, on=kind, object_id=id_, result=Result.REFUSED, meta={"reason": why}
    )
