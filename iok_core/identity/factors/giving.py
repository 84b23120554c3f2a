"""Giving a factor: the second step of a sign-in, or showing once more who one is."""

from typing import Any

import msgspec
from piccolo.columns import Column

from iok_core.audit.actions import Action, ObjectKind, Result
from iok_core.audit.origin import Origin
from iok_core.db import hold, transaction
from iok_core.events.kinds import EventKind
from iok_core.events.service import emit
from iok_core.identity.arriving import UNTOLD, Arrival, greet_device, sign_in_moments
from iok_core.identity.confirming import knows, own_turn
from iok_core.identity.context import IdentityContext
from iok_core.identity.credentials import Credentials, count_factor_failure, count_failure
from iok_core.identity.factors.passkeys import spend_answer
from iok_core.identity.factors.recovery import spend_recovery
from iok_core.identity.factors.refusals import FactorRefusal
from iok_core.identity.factors.totp import spend_code
from iok_core.identity.kinds import FactorKind
from iok_core.identity.session_rows import complete_session, confirm_session
from iok_core.identity.tables import Identity


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """Whose session asks for it, and whether it is the second step of a sign-in."""

    identity: int
    session: int
    due: bool
    came: Arrival = UNTOLD

    @property
    def request_id(self) -> str:
        return self.came.request_id

    @property
    def action(self) -> Action:
        return Action.SIGN_IN if self.due else Action.STEP_UP


class Proof(msgspec.Struct, frozen=True):
    kind: FactorKind
    typed: str
    """Or said by the browser, of a passkey."""


class Given(msgspec.Struct, frozen=True):
    token: str
    """The session goes on under this one."""
    device_token: str = ""
    """At the end of a sign-in: for the other cookie of this browser."""


class _NotGivenError(Exception):
    """Undoes what was begun for the one whom it was not given by."""

    def __init__(self, refusal: FactorRefusal) -> None:
        super().__init__()
        self.refusal = refusal


async def give(ctx: IdentityContext, step: Step, proof: Proof) -> Given | FactorRefusal:
    """Raises BusyError, and SessionOverError: the session ended, or has run out of time."""
    async with own_turn(ctx, step.identity):
        return await _judged(ctx, step, proof)


async def _judged(ctx: IdentityContext, step: Step, proof: Proof) -> Given | FactorRefusal:
    who = await Credentials.of(step.identity)
    known = proof.kind is FactorKind.PASSWORD and await _knows_password(ctx, step, who, proof)
    try:
        async with transaction():
            await hold("factors", who.id)
            await _come_first(ctx, step, who)
            if not known:
                await _spend(ctx, step, proof)
            return await _go_on(ctx, step, who, proof.kind)
    except _NotGivenError as error:
        await _note(ctx, step, who, proof.kind, error.refusal)
        return error.refusal


async def _knows_password(ctx: IdentityContext, step: Step, who: Credentials, proof: Proof) -> bool:
    """The password alone is enough only where there is no second factor."""
    alone = who.factor_since is None and not step.due
    return alone and await knows(ctx, who, proof.typed)


async def _come_first(ctx: IdentityContext, step: Step, who: Credentials) -> None:
    """The row of the identity first: whoever shuts them out at this moment waits for it, or had it
    before, and then the session is over."""
    now = ctx.clock.now()
    change: dict[Column | str, Any] = {Identity.factor_failures: 0}
    if step.due:
        change |= sign_in_moments(ctx, who)
    not_paused = Identity.paused_until.is_null() | (Identity.paused_until <= now)
    free = (
        await Identity.update(change)
        .where((Identity.id == who.id) & not_paused)
        .returning(Identity.id)
    )
    if not free:
        raise _NotGivenError(FactorRefusal.PAUSED)


async def _spend(ctx: IdentityContext, step: Step, proof: Proof) -> None:
    refusal: FactorRefusal | None = FactorRefusal.WRONG
    match proof.kind:
        case FactorKind.TOTP:
            refusal = await spend_code(ctx, step.identity, proof.typed)
        case FactorKind.RECOVERY:
            refusal = await spend_recovery(ctx, step.identity, proof.typed)
        case FactorKind.PASSKEY:
            owner = await spend_answer(ctx, step.session, proof.typed)
            refusal = None if owner == step.identity else FactorRefusal.WRONG
    if refusal is not None:
        raise _NotGivenError(refusal)


async def _go_on(ctx: IdentityContext, step: Step, who: Credentials, kind: FactorKind) -> Given:
    device = ""
    if step.due:
        token = await complete_session(ctx, who.id, step.session, who.kind)
        device = await greet_device(ctx, who, step.came)
        meta = {"start": False, "factor": kind.value}
    else:
        token = await confirm_session(ctx, who.id, step.session)
        meta = {"factor": kind.value}
    await ctx.log.record(
        step.action,
        by=who.origin(step.request_id),
        on=ObjectKind.IDENTITY,
        object_id=who.id,
        meta=meta,
    )
    if kind is FactorKind.RECOVERY:
        at = ctx.clock.now()
        await emit(EventKind.RECOVERY_USED, at=at, request_id=step.request_id, identity=who.id)
    return Given(token, device)


async def _note(
    ctx: IdentityContext,
    step: Step,
    who: Credentials,
    kind: FactorKind,
    refusal: FactorRefusal,
) -> None:
    """A wrong one counts, as a wrong password does; what a pause refuses does not prolong it."""
    by = Origin.stranger(step.request_id) if step.due else who.origin(step.request_id)
    async with transaction():
        if refusal is FactorRefusal.WRONG:
            counted = count_failure if kind is FactorKind.PASSWORD else count_factor_failure
            await counted(ctx, who.id)
        await ctx.log.record(
            step.action,
            by=by,
            on=ObjectKind.IDENTITY,
            object_id=who.id,
            result=Result.FAILED,
            meta={"factor": kind.value, "reason": refusal.value},
        )
