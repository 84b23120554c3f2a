"""Somebody at the office has lost every factor: the operator takes them away, on the server, or
two administrators do (S46); those of an administrator the operator alone (S48)."""

from datetime import UTC
from enum import StrEnum

import msgspec

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.db import transaction
from iok_core.events.kinds import EventKind
from iok_core.events.service import emit
from iok_core.identity.colleagues import Colleague, colleague
from iok_core.identity.context import IdentityContext
from iok_core.identity.credentials import Credentials
from iok_core.identity.factors.dropping import drop_factors
from iok_core.identity.identifiers import tidy_identifier
from iok_core.identity.kinds import IdentityKind, SessionEnd
from iok_core.identity.session_rows import end_sessions, of_identity
from iok_core.identity.staff_acts import StaffRefusal, record, refusal_towards


class ResetReason(StrEnum):
    LOST = "lost"
    BROKEN = "broken"
    REPLACED = "replaced"
    """A new telephone, and the old one is gone already."""


class FactorReset(msgspec.Struct, frozen=True, kw_only=True):
    identifier: str
    reason: ResetReason


class ResetRefusal(StrEnum):
    UNKNOWN = "unknown"
    NOT_STAFF = "not_staff"
    """A resident comes to the desk: a new access is given out, which takes the factors away."""
    NONE_THERE = "none_there"


class FactorRemoval(msgspec.Struct, frozen=True, kw_only=True):
    """What two administrators decide on."""

    staff: int
    since: str
    """`Colleague.factor_since` when the page was shown, as ISO 8601 in UTC."""

    @classmethod
    def of(cls, who: Colleague) -> "FactorRemoval":
        since = "" if who.factor_since is None else who.factor_since.astimezone(UTC).isoformat()
        return cls(staff=who.id, since=since)


async def refusal_of_removal(wanted: FactorRemoval, by: Origin) -> StaffRefusal | None:
    who = await colleague(wanted.staff)
    if refusal := await refusal_towards(who, by):
        return refusal
    if who.is_administrator:
        return StaffRefusal.ADMINISTRATOR
    unchanged = who.factor_since is not None and FactorRemoval.of(who) == wanted
    return None if unchanged else StaffRefusal.CHANGED


async def remove_factor_of(
    ctx: IdentityContext, wanted: FactorRemoval, *, by: Origin
) -> StaffRefusal | None:
    """Raises LookupError."""
    async with transaction():
        refusal = await refusal_of_removal(wanted, by)
        who = await colleague(wanted.staff)
        if refusal is not None:
            await record(ctx, Action.FACTOR_RESET, by, who.id, refusal, {})
        elif who.identity is not None:
            await _take_away(ctx, who.identity, ResetReason.LOST, by)
    return refusal


async def reset_factor(
    ctx: IdentityContext, wanted: FactorReset, *, by: Origin
) -> ResetRefusal | None:
    """Their sessions end; after the next right password they have to enrol anew."""
    who = await Credentials.by_identifier(tidy_identifier(wanted.identifier))
    if who is None:
        return ResetRefusal.UNKNOWN
    if who.kind is not IdentityKind.STAFF:
        return ResetRefusal.NOT_STAFF
    if who.factor_since is None:
        return ResetRefusal.NONE_THERE
    async with transaction():
        await _take_away(ctx, who.id, wanted.reason, by)
    return None


async def _take_away(ctx: IdentityContext, identity: int, reason: ResetReason, by: Origin) -> None:
    await drop_factors(identity)
    await end_sessions(ctx, of_identity(identity), SessionEnd.FACTOR_RESET)
    await ctx.log.record(
        Action.FACTOR_RESET,
        by=by,
        on=ObjectKind.IDENTITY,
        object_id=identity,
        meta={"reason": reason.value},
    )
    at = ctx.clock.now()
    await emit(EventKind.FACTOR_REMOVED, at=at, request_id=by.request_id, identity=identity)
