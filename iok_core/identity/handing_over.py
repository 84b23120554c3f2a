"""What becomes of a slip after it was printed: handed over, and its receipt signed."""

from collections.abc import Collection
from enum import StrEnum
from typing import Any

import msgspec
from piccolo.custom_types import Combinable

from iok_core.audit.actions import Action, ObjectKind, Result
from iok_core.audit.canonical import MetaValue
from iok_core.audit.origin import Origin
from iok_core.db import hold, transaction
from iok_core.identity.context import IdentityContext
from iok_core.identity.kinds import DocumentKind
from iok_core.identity.oneself import own_among
from iok_core.identity.permissions import Permission
from iok_core.identity.rights import staff_may
from iok_core.identity.tables import Identity


class StageRefusal(StrEnum):
    NOT_PERMITTED = "not_permitted"
    IDENTITY_NOT_CHECKED = "identity_not_checked"
    """Of a slip of a batch nobody's identity was looked at before."""
    ONESELF = "oneself"


class HandOver(msgspec.Struct, frozen=True, kw_only=True):
    """Slips that are in the hands of these persons now."""

    persons: tuple[int, ...]
    identity_checked: bool = False
    document: DocumentKind | None = None
    """By which these persons were known, where that was not looked at when it was issued."""
    signed: bool = False
    """They have signed for it, too."""


async def hand_over(
    ctx: IdentityContext, of: HandOver, *, by: Origin, operator: str = ""
) -> list[int] | StageRefusal:
    """Those of them for whom that was new; others have no slip that waits, or had it before."""
    async with transaction():
        for person in sorted(of.persons):
            await hold("access of person", person)
        refusal = await _refusal(ctx, of, by)
        if refusal is not None:
            await _record(ctx, Action.ACCESS_HAND_OVER, of.persons, by, operator, refusal=refusal)
            return refusal
        waits = Identity.handed_over_at.is_null() & Identity.start_voided_at.is_null()
        now: Any = ctx.clock.now()
        change = {Identity.handed_over_at: now, Identity.handed_over_by: int(by.actor)}
        done = await _mark(change, waits & Identity.person.is_in(list(of.persons)))
        meta = {"document": of.document.value} if of.document else {}
        await _record(ctx, Action.ACCESS_HAND_OVER, done, by, operator, meta)
        if of.signed:
            await _sign(ctx, done, by, operator)
    return done


async def record_receipt(
    ctx: IdentityContext, persons: Collection[int], *, by: Origin, operator: str = ""
) -> list[int] | StageRefusal:
    """Those of them whose signed receipt was not recorded before."""
    async with transaction():
        for person in sorted(persons):
            await hold("access of person", person)
        refusal = None
        if not await staff_may(by, Permission.ISSUE_CREDENTIALS):
            refusal = StageRefusal.NOT_PERMITTED
        elif await own_among(ctx, by, persons):
            refusal = StageRefusal.ONESELF
        if refusal is not None:
            await _record(ctx, Action.ACCESS_RECEIPT, persons, by, operator, refusal=refusal)
            return refusal
        return await _sign(ctx, persons, by, operator)


async def _refusal(ctx: IdentityContext, of: HandOver, by: Origin) -> StageRefusal | None:
    if not await staff_may(by, Permission.ISSUE_CREDENTIALS):
        return StageRefusal.NOT_PERMITTED
    if await own_among(ctx, by, of.persons):
        return StageRefusal.ONESELF
    if of.identity_checked is True and of.document is not None:
        return None
    unchecked = Identity.person.is_in(list(of.persons)) & Identity.issue_batch.is_not_null()
    return StageRefusal.IDENTITY_NOT_CHECKED if await Identity.exists().where(unchecked) else None


async def _sign(
    ctx: IdentityContext, persons: Collection[int], by: Origin, operator: str
) -> list[int]:
    if not persons:
        return []
    now: Any = ctx.clock.now()
    change = {Identity.receipt_at: now, Identity.receipt_by: int(by.actor)}
    in_hand = Identity.handed_over_at.is_not_null() | Identity.start_used_at.is_not_null()
    missing = Identity.receipt_at.is_null() & in_hand
    done = await _mark(change, missing & Identity.person.is_in(list(persons)))
    await _record(ctx, Action.ACCESS_RECEIPT, done, by, operator)
    return done


async def _mark(change: Any, which: Combinable) -> list[int]:
    rows = await Identity.update(change).where(which).returning(Identity.person)
    return sorted(int(row["person"]) for row in rows)


async def _record(
    ctx: IdentityContext,
    action: Action,
    persons: Collection[int],
    by: Origin,
    operator: str,
    known: dict[str, str] | None = None,
    *,
    refusal: StageRefusal | None = None,
) -> None:
    """A row for each person."""
    meta: dict[str, MetaValue] = {**(known or {})}
    if operator:
        meta["operator"] = operator
    if refusal is not None:
        meta["reason"] = refusal
    for person in persons:
        await ctx.log.record(
            action,
            by=by,
            on=ObjectKind.PERSON,
            object_id=person,
            result=Result.DONE if refusal is None else Result.REFUSED,
            meta=meta,
        )
