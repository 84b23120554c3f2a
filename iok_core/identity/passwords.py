"""Setting one's own password. Nobody sets anybody else's, the demonstration apart."""

from typing import Any

import msgspec
from piccolo.columns import Column
from piccolo.custom_types import Combinable

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.db import hold, transaction
from iok_core.events.kinds import EventKind
from iok_core.events.service import emit
from iok_core.identity.arriving import UNTOLD, Arrival
from iok_core.identity.confirming import knows, note_failure, own_turn
from iok_core.identity.context import IdentityContext
from iok_core.identity.credentials import Credentials
from iok_core.identity.grouped_codes import tidy_code
from iok_core.identity.kinds import IdentityKind, SessionEnd
from iok_core.identity.known_devices import forget_devices
from iok_core.identity.passphrases import new_passphrase
from iok_core.identity.policy import Weakness, tidy_password, weaknesses
from iok_core.identity.session_rows import (
    SessionOverError,
    end_sessions,
    of_identity,
    renew_token,
)
from iok_core.identity.tables import Identity


class PasswordSet(msgspec.Struct, frozen=True):
    token: str
    """The session goes on under this new token; every other session has ended."""


class PasswordRefused(msgspec.Struct, frozen=True, kw_only=True):
    old_is_wrong: bool = False
    weaknesses: tuple[Weakness, ...] = ()


class OfferedPassword(msgspec.Struct, frozen=True, kw_only=True):
    minimum: int
    """Characters that an own one needs."""
    passphrase: str
    """A ready one. It is kept nowhere: another page has another one."""


class _New(msgspec.Struct, frozen=True):
    stored: str
    short: bool

    @classmethod
    async def of(cls, ctx: IdentityContext, secret: str) -> "_New":
        return cls(await ctx.hashing.hash(secret), len(secret) < ctx.settings.password.minimum)


async def set_first_password(
    ctx: IdentityContext, identity: int, session: int, new: str, came: Arrival = UNTOLD
) -> PasswordSet | PasswordRefused:
    """After the start password, or after a new one from the desk. That one is dead from now on.

    Raises BusyError, and SessionOverError when an own password is set already.
    """
    who = await Credentials.of(identity)
    secret = await _acceptable(ctx, who, new)
    if isinstance(secret, PasswordRefused):
        return secret
    new_one = await _New.of(ctx, secret)
    async with transaction():
        await _store(ctx, who, new_one, Identity.password_hash.is_null(), activate=True)
        token = await _go_on_alone(ctx, who, session, came)
        await _tell(ctx, who, Action.ACCESS_ACTIVATE, EventKind.ACCESS_ACTIVATED, came.request_id)
    return PasswordSet(token)


async def change_password(
    ctx: IdentityContext, identity: int, session: int, old: str, new: str, came: Arrival = UNTOLD
) -> PasswordSet | PasswordRefused:
    """All other sessions end. A wrong old one counts as a wrong sign-in.

    Raises BusyError, and SessionOverError when the session or the password is not there any more.
    """
    who = await _who_knows(ctx, identity, old, came.request_id)
    if who is None:
        return PasswordRefused(old_is_wrong=True)
    secret = await _acceptable(ctx, who, new)
    if isinstance(secret, PasswordRefused):
        return secret
    new_one = await _New.of(ctx, secret)
    async with transaction():
        await _store(ctx, who, new_one, Identity.password_hash == who.password_hash)
        token = await _go_on_alone(ctx, who, session, came)
        await _tell(ctx, who, Action.PASSWORD_CHANGE, EventKind.PASSWORD_CHANGED, came.request_id)
    return PasswordSet(token)


async def _who_knows(
    ctx: IdentityContext, identity: int, old: str, request_id: str
) -> Credentials | None:
    async with own_turn(ctx, identity):
        who = await Credentials.of(identity)
        if who.password_hash is None:
            raise SessionOverError
        if await knows(ctx, who, old):
            return who
        await note_failure(ctx, who, Action.PASSWORD_CHANGE, request_id)
        return None


async def set_demo_password(
    ctx: IdentityContext, identity: int, password: str, *, is_demonstration: bool
) -> None:
    """For `iok demo` alone, whose database is marked as one; PermissionError anywhere else."""
    if is_demonstration is not True:
        raise PermissionError("only in a demonstration is a password set for somebody else")
    who = await Credentials.of(identity)
    secret = tidy_password(password, ctx.settings.password)
    if not secret:
        raise ValueError("an empty password, or one that is too long")
    new_one = await _New.of(ctx, secret)
    async with transaction():
        await _store(ctx, who, new_one, Identity.id == identity, activate=True)
        await forget_devices(identity)
        await end_sessions(ctx, of_identity(identity), SessionEnd.PASSWORD_CHANGED)
        await ctx.log.record(
            Action.DEMO_PASSWORD_SET,
            by=Origin.system(),
            on=ObjectKind.IDENTITY,
            object_id=identity,
        )


def shortest_of(ctx: IdentityContext, who: Credentials) -> int:
    return ctx.settings.password.shortest(who.kind, has_factor=who.factor_since is not None)


async def offered_password(ctx: IdentityContext, identity: int) -> OfferedPassword:
    """For the page that asks for one. Raises LookupError."""
    who, settings = await Credentials.of(identity), ctx.settings.password
    words = new_passphrase(lambda text: not weaknesses(text, who.identifier, settings))
    return OfferedPassword(minimum=shortest_of(ctx, who), passphrase=words)


async def _acceptable(ctx: IdentityContext, who: Credentials, new: str) -> str | PasswordRefused:
    """As it will be hashed. The slip's own password is none: somebody else has held the slip."""
    secret = tidy_password(new, ctx.settings.password)
    found = weaknesses(secret, who.identifier, ctx.settings.password, shortest_of(ctx, who))
    if secret is None or found:
        return PasswordRefused(weaknesses=found)
    if await ctx.hashing.verify(who.start_hash, tidy_code(secret)):
        return PasswordRefused(weaknesses=(Weakness.START_PASSWORD,))
    return secret


async def _store(
    ctx: IdentityContext,
    who: Credentials,
    new: _New,
    unless_changed: Combinable,
    *,
    activate: bool = False,
) -> None:
    """A short one stays only beside the second factor that made it long enough."""
    await hold("factors", who.id)
    now = ctx.clock.now()
    if new.short and who.kind is IdentityKind.RESIDENT:
        unless_changed &= Identity.factor_since.is_not_null()
    values: dict[Column | str, Any] = {
        Identity.password_hash: new.stored,
        Identity.password_short: new.short,
        Identity.password_set_at: now,
        Identity.failures: 0,
    }
    if activate:
        values |= {Identity.activated_at: now, Identity.start_used_at: who.start_used_at or now}
    changed = (
        await Identity.update(values)
        .where((Identity.id == who.id) & unless_changed)
        .returning(Identity.id)
    )
    if not changed:
        raise SessionOverError


async def _go_on_alone(ctx: IdentityContext, who: Credentials, session: int, came: Arrival) -> str:
    await forget_devices(who.id, keep=came.device_token)
    await end_sessions(ctx, of_identity(who.id, session), SessionEnd.PASSWORD_CHANGED)
    return await renew_token(ctx, who.id, session)


async def _tell(
    ctx: IdentityContext, who: Credentials, action: Action, event: EventKind, request_id: str
) -> None:
    await ctx.log.record(
        action, by=who.origin(request_id), on=ObjectKind.IDENTITY, object_id=who.id
    )
    await emit(event, at=ctx.clock.now(), request_id=request_id, identity=who.id)
