"""The rows of sessions: a random token in the cookie, its SHA-256 in the table.

A token is only ever made here; what a browser brings is looked up, never adopted: who planted it
there would read the session of whoever signs in.
What writes belongs in the transaction of its cause.
"""

import hashlib
import secrets
from datetime import datetime
from typing import Any

import msgspec
from piccolo.columns import Column
from piccolo.custom_types import Combinable

from iok_core.identity.context import IdentityContext
from iok_core.identity.kinds import IdentityKind, SessionEnd
from iok_core.identity.tables import Session

_TOKEN_BYTES = 32
_Change = dict[Column | str, Any]


class SessionOverError(Exception):
    """The session ended while its request was on the way: sign in again."""


class LiveSession(msgspec.Struct, frozen=True):
    """A session that nobody has ended; whether it still holds, `holds` says."""

    id: int
    identity: int
    csrf_secret: bytes
    last_seen_at: datetime
    idle_until: datetime
    absolute_until: datetime
    kind: IdentityKind
    person: int | None
    staff: int | None
    own_password_set_at: datetime | None
    """None: nothing but setting an own password is open."""
    previous_sign_in_at: datetime | None
    staff_name: str | None
    staff_role: str | None
    staff_active: bool | None
    factor_due: bool
    factor_since: datetime | None
    confirmed_at: datetime | None

    @property
    def ends_at(self) -> datetime:
        """Where nothing more is done in it."""
        return min(self.idle_until, self.absolute_until)

    def holds(self, now: datetime) -> bool:
        return now < self.ends_at and (
            self.kind is not IdentityKind.STAFF or self.staff_active is True
        )


def fingerprint(token: str) -> str:
    """What the table knows a token by."""
    return hashlib.sha256(token.encode()).hexdigest()


def of_identity(identity: int, except_: int | None = None) -> Combinable:
    return (Session.identity == identity) & (Session.id != (except_ or 0))


async def end_sessions(ctx: IdentityContext, which: Combinable, reason: SessionEnd) -> int:
    """How many there were."""
    ended = (
        await Session.update({Session.ended_at: ctx.clock.now(), Session.ended_reason: reason})
        .where(is_open() & which)
        .returning(Session.id)
    )
    return len(ended)


async def open_session(
    ctx: IdentityContext,
    identity: int,
    kind: IdentityKind,
    device: str,
    *,
    factor_due: bool = False,
) -> str:
    """The token of a new session; of one that opens nothing yet if a factor is due."""
    now, settings = ctx.clock.now(), ctx.settings.session
    until = now + (settings.factor_within if factor_due else settings.absolute)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    await Session.insert(
        Session(
            token_sha256=fingerprint(token),
            identity=identity,
            csrf_secret=secrets.token_bytes(_TOKEN_BYTES),
            device=device,
            created_at=now,
            last_seen_at=now,
            idle_until=min(now + settings.idle(kind), until),
            absolute_until=until,
            factor_due=factor_due,
            confirmed_at=None if factor_due else now,
        )
    )
    return token


async def renew_token(ctx: IdentityContext, identity: int, session: int) -> str:
    """A new token for a session that goes on, after what only its owner could do.

    Raises SessionOverError.
    """
    change: _Change = {Session.csrf_secret: secrets.token_bytes(_TOKEN_BYTES)}
    return await _go_on(ctx, identity, session, change, factor_due=False)


async def confirm_session(ctx: IdentityContext, identity: int, session: int) -> str:
    """Its owner has shown who they are; forms that stand open in it still hold.

    Raises SessionOverError.
    """
    return await _go_on(ctx, identity, session, {}, factor_due=False)


async def complete_session(
    ctx: IdentityContext, identity: int, session: int, kind: IdentityKind
) -> str:
    """The factor that was due is given: it opens everything now. Raises SessionOverError."""
    now, settings = ctx.clock.now(), ctx.settings.session
    change: _Change = {
        Session.csrf_secret: secrets.token_bytes(_TOKEN_BYTES),
        Session.idle_until: now + settings.idle(kind),
        Session.absolute_until: now + settings.absolute,
        Session.factor_due: False,
    }
    return await _go_on(ctx, identity, session, change, factor_due=True)


async def _go_on(
    ctx: IdentityContext,
    identity: int,
    session: int,
    change: _Change,
    *,
    factor_due: bool,
) -> str:
    """Under a new token. A session that has run out of time meanwhile is over."""
    now, token = ctx.clock.now(), secrets.token_urlsafe(_TOKEN_BYTES)
    values: _Change = {
        Session.token_sha256: fingerprint(token),
        Session.confirmed_at: now,
    }
    own = (Session.id == session) & (Session.identity == identity)
    in_time = Session.absolute_until > now
    renewed = (
        await Session.update(values | change)
        .where(is_open() & own & (Session.factor_due == factor_due) & in_time)
        .returning(Session.id)
    )
    if not renewed:
        raise SessionOverError
    return token


def is_open() -> Combinable:
    return Session.ended_at.is_null()
