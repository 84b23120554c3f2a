from datetime import datetime

import msgspec

from iok_core.audit.actions import Action, ObjectKind, Result
from iok_core.audit.origin import Origin
from iok_core.db import transaction
from iok_core.identity.context import IdentityContext
from iok_core.identity.kinds import SessionEnd
from iok_core.identity.known_devices import forget_devices
from iok_core.identity.session_rows import (
    LiveSession,
    end_sessions,
    is_open,
    of_identity,
)
from iok_core.identity.tables import Session


async def touch(ctx: IdentityContext, session: LiveSession) -> datetime:
    """The visitor is here: move the idle end. Written seldom. When the session will end."""
    now = ctx.clock.now()
    if now - session.last_seen_at < ctx.settings.session.seen_every:
        return session.ends_at
    idle_until = now + ctx.settings.session.idle(session.kind)
    async with transaction(durable=False):
        await Session.update({Session.last_seen_at: now, Session.idle_until: idle_until}).where(
            is_open() & (Session.id == session.id)
        )
    return min(idle_until, session.absolute_until)


class OwnSession(msgspec.Struct, frozen=True, kw_only=True):
    id: int
    device: str
    """"" when the browser did not say."""
    created_at: datetime
    last_seen_at: datetime
    current: bool


async def own_sessions(ctx: IdentityContext, identity: int, current: int) -> list[OwnSession]:
    """Where somebody is signed in now, the latest first."""
    now = ctx.clock.now()
    rows = (
        await Session.select(Session.id, Session.device, Session.created_at, Session.last_seen_at)
        .where(is_open() & (Session.identity == identity))
        .where((Session.idle_until > now) & (Session.absolute_until > now))
        .order_by(Session.last_seen_at, Session.id, ascending=False)
    )
    return [OwnSession(**row, current=row["id"] == current) for row in rows]


async def open_sessions(ctx: IdentityContext, identity: int) -> int:
    """In how many browsers somebody is signed in now."""
    return len(await own_sessions(ctx, identity, current=0))


async def sign_out(ctx: IdentityContext, session: int, *, by: Origin) -> None:
    async with transaction():
        ended = await end_sessions(ctx, Session.id == session, SessionEnd.SIGNED_OUT)
        if ended:
            await ctx.log.record(Action.SIGN_OUT, by=by, on=ObjectKind.SESSION, object_id=session)


async def end_own_session(ctx: IdentityContext, identity: int, session: int, *, by: Origin) -> bool:
    """End one of one's own sessions; False, and an audit row, when there is no such one."""
    own = (Session.identity == identity) & (Session.id == session)
    async with transaction():
        ended = await end_sessions(ctx, own, SessionEnd.ENDED_BY_OWNER)
        await ctx.log.record(
            Action.SESSION_END,
            by=by,
            on=ObjectKind.SESSION,
            object_id=session,
            result=Result.DONE if ended else Result.REFUSED,
            meta={"reason": SessionEnd.ENDED_BY_OWNER},
        )
    return ended > 0


async def end_all(
    ctx: IdentityContext,
    identity: int,
    reason: SessionEnd,
    *,
    by: Origin,
    except_: int | None = None,
) -> int:
    """End every session of somebody, or every other; how many there were."""
    async with transaction():
        ended = await end_sessions(ctx, of_identity(identity, except_), reason)
        await ctx.log.record(
            Action.SESSION_END,
            by=by,
            on=ObjectKind.IDENTITY,
            object_id=identity,
            meta={"reason": reason, "sessions": ended},
        )
    return ended


async def end_everywhere(ctx: IdentityContext, identity: int, *, by: Origin) -> None:
    """Every session; the portal knows no device of theirs any more."""
    async with transaction():
        await forget_devices(identity)
        await end_all(ctx, identity, SessionEnd.ENDED_BY_OWNER, by=by)


async def end_elsewhere(
    ctx: IdentityContext, identity: int, session: int, device_token: str | None, *, by: Origin
) -> None:
    """Every session but this one; the portal knows no other device of theirs any more."""
    async with transaction():
        await forget_devices(identity, keep=device_token)
        await end_all(ctx, identity, SessionEnd.ENDED_BY_OWNER, by=by, except_=session)
