"""Somebody at the office has lost every factor: the operator takes them away, on the server."""

from enum import StrEnum

import msgspec

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.db import transaction
from iok_core.events.kinds import EventKind
from iok_core.events.service import emit
from iok_core.identity.context import IdentityContext
from iok_core.identity.credentials import Credentials
from iok_core.identity.factors.dropping import drop_factors
from iok_core.identity.identifiers import tidy_identifier
from iok_core.identity.kinds import IdentityKind, SessionEnd
from iok_core.identity.session_rows import end_sessions, of_identity


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
        await drop_factors(who.id)
        await end_sessions(ctx, of_identity(who.id), SessionEnd.FACTOR_RESET)
        await ctx.log.record(
            Action.FACTOR_RESET,
            by=by,
            on=ObjectKind.IDENTITY,
            object_id=who.id,
            meta={"reason": wanted.reason.value},
        )
        at = ctx.clock.now()
        await emit(EventKind.FACTOR_REMOVED, at=at, request_id=by.request_id, identity=who.id)
    return None
