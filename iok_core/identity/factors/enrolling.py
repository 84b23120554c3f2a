"""Adding and removing one's own second factors. Each ends the other sessions and is told."""

from enum import StrEnum

import msgspec

from iok_core.audit.actions import Action, ObjectKind, Result
from iok_core.db import hold, transaction
from iok_core.events.kinds import EventKind
from iok_core.events.service import emit
from iok_core.identity.context import IdentityContext
from iok_core.identity.credentials import Credentials
from iok_core.identity.factors.dropping import drop_factors
from iok_core.identity.factors.passkeys import MOST, take_passkey
from iok_core.identity.factors.recovery import renew_codes
from iok_core.identity.factors.totp import insert_totp, matching_step, offer_again
from iok_core.identity.kinds import FactorKind, IdentityKind, SessionEnd
from iok_core.identity.session_rows import confirm_session, end_sessions, of_identity
from iok_core.identity.tables import Identity, Passkey, Totp


class Asking(msgspec.Struct, frozen=True, kw_only=True):
    """Who changes their own factors, and in which session."""

    identity: int
    session: int
    request_id: str = ""


class Changed(msgspec.Struct, frozen=True):
    token: str
    """The session goes on under this one; every other session has ended."""
    codes: tuple[str, ...] = ()
    """New recovery codes, to be shown this once."""


class ChangeRefusal(StrEnum):
    WRONG = "wrong"
    """Not the code that belongs to the seed, or not what the passkey was asked for."""
    THERE_ALREADY = "there_already"
    TOO_MANY = "too_many"
    NOT_THERE = "not_there"
    LAST_OF_STAFF = "last_of_staff"
    """At the office everybody has a second factor: first another one, then this goes."""
    SHORT_PASSWORD = "short_password"  # noqa: S105 (a name)
    """It is long enough beside a second factor only: first a longer one, then this goes."""


async def add_totp(
    ctx: IdentityContext, asking: Asking, sealed: str, code: str
) -> Changed | ChangeRefusal:
    """Raises SealBrokenError: the seed was not offered to this session. SessionOverError."""
    who = await Credentials.of(asking.identity)
    offer = offer_again(ctx, who.id, asking.session, who.identifier, sealed)
    step = matching_step(offer.seed, code, ctx.clock.now())
    async with transaction():
        await hold("factors", who.id)
        refusal = ChangeRefusal.WRONG if step is None else None
        if await Totp.exists().where(Totp.identity == who.id):
            refusal = ChangeRefusal.THERE_ALREADY
        if refusal is not None or step is None:
            return await _refused(ctx, who, asking, Action.FACTOR_ADD, FactorKind.TOTP, refusal)
        await insert_totp(ctx, who.id, offer.seed, step)
        return await _added(ctx, who, asking, FactorKind.TOTP)


async def add_passkey(
    ctx: IdentityContext, asking: Asking, answer: str, name: str
) -> Changed | ChangeRefusal:
    """`answer`: what the browser said. Raises ConstraintViolated, SessionOverError."""
    who = await Credentials.of(asking.identity)
    async with transaction():
        await hold("factors", who.id)
        refusal = None
        if await Passkey.count().where(Passkey.identity == who.id) >= MOST:
            refusal = ChangeRefusal.TOO_MANY
        elif not await take_passkey(ctx, who.id, asking.session, answer, name):
            refusal = ChangeRefusal.WRONG
        if refusal is not None:
            return await _refused(ctx, who, asking, Action.FACTOR_ADD, FactorKind.PASSKEY, refusal)
        return await _added(ctx, who, asking, FactorKind.PASSKEY)


async def remove_totp(ctx: IdentityContext, asking: Asking) -> Changed | ChangeRefusal:
    return await _remove(ctx, asking, FactorKind.TOTP, None)


async def remove_passkey(
    ctx: IdentityContext, asking: Asking, passkey: int
) -> Changed | ChangeRefusal:
    return await _remove(ctx, asking, FactorKind.PASSKEY, passkey)


async def renew_recovery(ctx: IdentityContext, asking: Asking) -> Changed | ChangeRefusal:
    """Ten new codes; the old ones are worthless."""
    who = await Credentials.of(asking.identity)
    async with transaction():
        await hold("factors", who.id)
        kind = FactorKind.RECOVERY
        if await count_factors(who.id) == 0:
            refusal = ChangeRefusal.NOT_THERE
            return await _refused(ctx, who, asking, Action.RECOVERY_RENEW, kind, refusal)
        codes = await renew_codes(ctx, who.id)
        event = EventKind.RECOVERY_RENEWED
        return await _told(ctx, who, asking, Action.RECOVERY_RENEW, event, kind, codes)


async def count_factors(identity: int) -> int:
    """Without recovery codes, which stand in for one that is lost."""
    passkeys = await Passkey.count().where(Passkey.identity == identity)
    return int(passkeys) + int(await Totp.count().where(Totp.identity == identity))


async def _remove(
    ctx: IdentityContext, asking: Asking, kind: FactorKind, passkey: int | None
) -> Changed | ChangeRefusal:
    async with transaction():
        await hold("factors", asking.identity)
        who = await Credentials.of(asking.identity)
        left = await count_factors(who.id) - 1
        if not await _is_there(who.id, kind, passkey):
            refusal = ChangeRefusal.NOT_THERE
        elif left == 0 and who.kind is IdentityKind.STAFF:
            refusal = ChangeRefusal.LAST_OF_STAFF
        elif left == 0 and who.password_short:
            refusal = ChangeRefusal.SHORT_PASSWORD
        else:
            await _delete(who.id, kind, passkey)
            if left == 0:
                await drop_factors(who.id)
            event = EventKind.FACTOR_REMOVED
            return await _told(ctx, who, asking, Action.FACTOR_REMOVE, event, kind)
        return await _refused(ctx, who, asking, Action.FACTOR_REMOVE, kind, refusal)


async def _is_there(identity: int, kind: FactorKind, passkey: int | None) -> bool:
    if kind is FactorKind.TOTP:
        return await Totp.exists().where(Totp.identity == identity)
    own = (Passkey.identity == identity) & (Passkey.id == passkey)
    return await Passkey.exists().where(own)


async def _delete(identity: int, kind: FactorKind, passkey: int | None) -> None:
    if kind is FactorKind.TOTP:
        await Totp.delete().where(Totp.identity == identity)
    else:
        await Passkey.delete().where((Passkey.identity == identity) & (Passkey.id == passkey))


async def _added(
    ctx: IdentityContext, who: Credentials, asking: Asking, kind: FactorKind
) -> Changed:
    """The first one brings the recovery codes with it."""
    codes: tuple[str, ...] = ()
    if await count_factors(who.id) == 1:
        codes = await renew_codes(ctx, who.id)
        await Identity.update({Identity.factor_since: ctx.clock.now()}).where(Identity.id == who.id)
    event = EventKind.FACTOR_ADDED
    return await _told(ctx, who, asking, Action.FACTOR_ADD, event, kind, codes)


async def _told(
    ctx: IdentityContext,
    who: Credentials,
    asking: Asking,
    action: Action,
    event: EventKind,
    kind: FactorKind,
    codes: tuple[str, ...] = (),
) -> Changed:
    others = of_identity(who.id, asking.session)
    await end_sessions(ctx, others, SessionEnd.FACTOR_CHANGED)
    token = await confirm_session(ctx, who.id, asking.session)
    await _record(ctx, who, asking, action, {"factor": kind.value})
    await emit(event, at=ctx.clock.now(), request_id=asking.request_id, identity=who.id)
    return Changed(token, codes)


async def _refused(
    ctx: IdentityContext,
    who: Credentials,
    asking: Asking,
    action: Action,
    kind: FactorKind,
    refusal: ChangeRefusal | None,
) -> ChangeRefusal:
    refusal = refusal or ChangeRefusal.WRONG
    failed = refusal is ChangeRefusal.WRONG
    meta = {"factor": kind.value, "reason": refusal.value}
    result = Result.FAILED if failed else Result.REFUSED
    await _record(ctx, who, asking, action, meta, result)
    return refusal


async def _record(
    ctx: IdentityContext,
    who: Credentials,
    asking: Asking,
    action: Action,
    meta: dict[str, str],
    result: Result = Result.DONE,
) -> None:
    by = who.origin(asking.request_id)
    await ctx.log.record(
        action, by=by, on=ObjectKind.IDENTITY, object_id=who.id, result=result, meta=meta
    )
