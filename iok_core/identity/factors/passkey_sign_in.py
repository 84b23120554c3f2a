"""Signing in by a passkey alone: its device has verified its user, so no password is asked."""

from iok_core.audit.actions import Action, ObjectKind, Result
from iok_core.db import transaction
from iok_core.identity.arriving import UNTOLD, Arrival, greet_device, sign_in_moments
from iok_core.identity.context import IdentityContext
from iok_core.identity.credentials import Credentials
from iok_core.identity.factors.passkeys import spend_answer
from iok_core.identity.kinds import FactorKind, IdentityKind
from iok_core.identity.signing_in import (
    Barred,
    BarredError,
    Reason,
    Refused,
    SignedIn,
    bar,
    new_session,
    refuse,
)
from iok_core.identity.tables import Identity


async def sign_in_by_passkey(
    ctx: IdentityContext, answer: str, came: Arrival = UNTOLD
) -> SignedIn | Barred | Refused:
    """No brake keeps out who has the device in their hand: nobody guesses what it signs."""
    who = None
    try:
        async with transaction():
            owner = await spend_answer(ctx, None, answer)
            who = None if owner is None else await Credentials.of(owner)
            if who is not None and await _is_open(ctx, who):
                return await _enter(ctx, who, came)
    except BarredError as barred:
        await refuse(ctx, who, Reason.BLOCKED, came.request_id)
        return Barred(barred.notice)
    reason = Reason.UNKNOWN if who is None else Reason.INACTIVE
    return await refuse(ctx, who, reason, came.request_id)


async def _enter(ctx: IdentityContext, who: Credentials, came: Arrival) -> SignedIn:
    token = await new_session(ctx, who, came)
    device = await greet_device(ctx, who, came)
    await _record(ctx, who, came.request_id)
    return SignedIn(
        token=token,
        identity=who.id,
        kind=who.kind,
        must_set_password=False,
        device_token=device,
    )


async def _is_open(ctx: IdentityContext, who: Credentials) -> bool:
    """The row of the identity first, as with a password. Raises BarredError."""
    if who.kind is IdentityKind.STAFF and not who.staff_active:
        return False
    own = Identity.password_hash.is_not_null() & Identity.factor_since.is_not_null()
    let_in = (
        await Identity.update(sign_in_moments(ctx, who))
        .where((Identity.id == who.id) & own)
        .returning(Identity.id)
    )
    await bar(ctx, who)
    return bool(let_in)


async def _record(ctx: IdentityContext, who: Credentials, request_id: str) -> None:
    await ctx.log.record(
        Action.SIGN_IN,
        by=who.origin(request_id),
        on=ObjectKind.IDENTITY,
        object_id=who.id,
        result=Result.DONE,
        meta={"start": False, "factor": FactorKind.PASSKEY.value, "password": False},
    )
