"""Signing in: one argon2 verification and one answer, whatever the reason for a refusal."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec
from piccolo.columns import Column
from piccolo.custom_types import Combinable

from iok_core.audit.actions import Action, ObjectKind, Result
from iok_core.audit.canonical import MetaValue
from iok_core.audit.origin import Origin
from iok_core.db import transaction
from iok_core.identity.arriving import UNTOLD, Arrival, greet_device, sign_in_moments
from iok_core.identity.brakes.door import Door
from iok_core.identity.brakes.limits import Scope, Tried
from iok_core.identity.context import IdentityContext
from iok_core.identity.credentials import Credentials
from iok_core.identity.device import device_of
from iok_core.identity.grouped_codes import tidy_code
from iok_core.identity.hashing import BusyError
from iok_core.identity.identifiers import tidy_identifier
from iok_core.identity.kinds import IdentityKind, SessionEnd
from iok_core.identity.known_devices import known_device
from iok_core.identity.policy import tidy_password
from iok_core.identity.session_rows import end_sessions, fingerprint, open_session
from iok_core.identity.tables import Identity, Session
from iok_core.web.visitor import BlockNotice


class Reason(StrEnum):
    """Why not. For the audit and for staff: whoever signs in is never told."""

    UNKNOWN = "unknown"
    WRONG = "wrong"
    PAUSED = "paused"
    """After too many failures of this account, or of this device."""
    NETWORK_PAUSED = "network_paused"
    PORTAL_PAUSED = "portal_paused"
    INACTIVE = "inactive"
    START_USED = "start_used"
    START_EXPIRED = "start_expired"
    START_VOIDED = "start_voided"
    NOT_HANDED_OVER = "not_handed_over"
    """Of a batch, and nobody has recorded yet whose hand the slip is in."""
    OVERTAKEN = "overtaken"
    """Right a moment ago: another use, a new issue or a pause came first."""
    BLOCKED = "blocked"
    """Told, but only to who knows the password: `Barred`."""


_GUESSES = {
    Reason.UNKNOWN,
    Reason.WRONG,
    Reason.INACTIVE,
    Reason.START_USED,
    Reason.START_EXPIRED,
    Reason.NOT_HANDED_OVER,
}
"""What counts as a failure. Unknown ones do as others, or the brake would tell them apart."""

_RESTS = {Scope.NETWORK: Reason.NETWORK_PAUSED, Scope.PORTAL: Reason.PORTAL_PAUSED}


class SignedIn(msgspec.Struct, frozen=True):
    token: str
    """For the cookie; kept nowhere."""
    identity: int
    kind: IdentityKind
    must_set_password: bool
    factor_due: bool = False
    """The password was right; the session opens nothing until a second factor is given."""
    device_token: str = ""
    """For the other cookie, by which this browser is known from now on."""


class Refused(msgspec.Struct, frozen=True):
    """The page says the same for every reason."""

    reason: Reason

    @property
    def too_many(self) -> bool:
        """From one network, or in all: that tells nothing of the account."""
        return self.reason in _RESTS.values()


class Barred(msgspec.Struct, frozen=True):
    """The password is right, and this person is blocked: the one refusal that is explained."""

    notice: BlockNotice


class BarredError(Exception):
    """Undoes the sign-in that it leaves."""

    def __init__(self, notice: BlockNotice) -> None:
        super().__init__()
        self.notice = notice


class _Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """What to compare, and why not if there is nothing."""

    secret: str = ""
    stored: str | None = None
    start: bool = False
    reason: Reason = Reason.WRONG

    def too_late(self, who: Credentials) -> Reason:
        """Why a right one was not taken in the end."""
        voided = self.start and who.start_voided_at is not None
        return Reason.START_VOIDED if voided else Reason.OVERTAKEN


async def sign_in(
    ctx: IdentityContext, identifier: str, password: str, came: Arrival = UNTOLD
) -> SignedIn | Barred | Refused:
    """Both as typed. Raises BusyError when too many sign in at once, or try the same."""
    tidied = tidy_identifier(identifier)
    who = await Credentials.by_identifier(tidied)
    device = await known_device(ctx, who.id if who else None, came.device_token)
    door = Door(ctx, Tried(identifier=tidied, network=came.network, device=device), came.request_id)
    async with door.turn():
        return await _try(door, who, password, came)


async def _try(
    door: Door, who: Credentials | None, password: str, came: Arrival
) -> SignedIn | Barred | Refused:
    """What was read of `who` may be out of date by now: the UPDATE that lets in knows better."""
    ctx = door.ctx
    attempt = _attempt(ctx, who, password, await door.resting())
    right = await ctx.hashing.verify(attempt.stored, attempt.secret)
    if who is None or not right:
        return await _turn_away(door, who, attempt.reason)
    renewed_hash = await _renewed_hash(ctx, attempt)
    try:
        async with transaction():
            due = await _let_in(door, who, attempt, renewed_hash)
            if due is None:
                return await _turn_away(door, who, attempt.too_late(who))
            return await _enter(door, who, attempt, came, due=due)
    except BarredError as barred:
        await refuse(ctx, who, Reason.BLOCKED, came.request_id)
        return Barred(barred.notice)


async def _enter(
    door: Door, who: Credentials, attempt: _Attempt, came: Arrival, *, due: bool
) -> SignedIn:
    ctx = door.ctx
    await door.forgive()
    token = await new_session(ctx, who, came, factor_due=due)
    device = "" if due else await greet_device(ctx, who, came, first=attempt.start)
    await _record(
        ctx, who, Result.DONE, {"start": attempt.start}, by=who.origin(came.request_id), due=due
    )
    return SignedIn(
        token,
        who.id,
        who.kind,
        must_set_password=attempt.start,
        factor_due=due,
        device_token=device,
    )


async def new_session(
    ctx: IdentityContext, who: Credentials, came: Arrival, *, factor_due: bool = False
) -> str:
    """Its token. What the browser brought is ended, never adopted."""
    if came.session_token:
        own = Session.token_sha256 == fingerprint(came.session_token)
        await end_sessions(ctx, own, SessionEnd.SIGNED_IN_AGAIN)
    device = device_of(came.user_agent)
    return await open_session(ctx, who.id, who.kind, device, factor_due=factor_due)


def _attempt(
    ctx: IdentityContext, who: Credentials | None, password: str, resting: Scope | None
) -> _Attempt:
    now = ctx.clock.now()
    if resting is not None:
        return _Attempt(reason=_RESTS.get(resting, Reason.PAUSED))
    if who is None:
        return _Attempt(reason=Reason.UNKNOWN)
    if who.paused(now):
        return _Attempt(reason=Reason.PAUSED)
    if who.kind is IdentityKind.STAFF and not who.staff_active:
        return _Attempt(reason=Reason.INACTIVE)
    secret = tidy_password(password, ctx.settings.password)
    if secret is None:
        return _Attempt()
    if who.password_hash is not None:
        return _Attempt(secret=secret, stored=who.password_hash)
    return _start_attempt(who, tidy_code(secret), now)


def _start_attempt(who: Credentials, secret: str, now: datetime) -> _Attempt:
    if who.start_used_at is not None:
        return _Attempt(reason=Reason.START_USED)
    if who.start_expires_at is None or now >= who.start_expires_at:
        return _Attempt(reason=Reason.START_EXPIRED)
    if who.issue_batch is not None and who.handed_over_at is None:
        return _Attempt(reason=Reason.NOT_HANDED_OVER)
    return _Attempt(secret=secret, stored=who.start_hash, start=True)


async def _renewed_hash(ctx: IdentityContext, attempt: _Attempt) -> str | None:
    """The same password hashed with today's parameters, if they have changed."""
    stored = attempt.stored
    if stored is None or attempt.start or not ctx.hashing.outdated(stored):
        return stored
    try:
        return await ctx.hashing.hash(attempt.secret)
    except BusyError:
        return stored


async def _let_in(
    door: Door, who: Credentials, attempt: _Attempt, renewed_hash: str | None
) -> bool | None:
    """Whether a second factor is due; None: not let in.

    A brake that other guesses at once have brought about holds for this one, too.
    The one UPDATE that decides: of parallel uses of one start password, one finds it unused.
    Blocks are looked for after it, when the row is ours: raises BarredError.
    """
    if await door.resting() is not None:
        return None
    ctx, now = door.ctx, door.ctx.clock.now()
    not_paused = Identity.paused_until.is_null() | (Identity.paused_until <= now)
    change: dict[Column | str, Any] = {Identity.failures: 0}
    if who.factor_since is None:
        change |= sign_in_moments(ctx, who)
    if attempt.start:
        change[Identity.start_used_at] = now
    else:
        change[Identity.password_hash] = renewed_hash
    let_in = (
        await Identity.update(change)
        .where((Identity.id == who.id) & not_paused & _still_right(attempt, now))
        .returning(Identity.factor_since)
    )
    await bar(ctx, who)
    return let_in[0]["factor_since"] is not None if let_in else None


def _still_right(attempt: _Attempt, now: datetime) -> Combinable:
    if not attempt.start:
        return Identity.password_hash == attempt.stored
    unused = Identity.start_used_at.is_null() & (Identity.start_expires_at > now)
    in_hand = Identity.issue_batch.is_null() | Identity.handed_over_at.is_not_null()
    valid = unused & in_hand & Identity.start_voided_at.is_null()
    return (Identity.start_hash == attempt.stored) & valid & Identity.password_hash.is_null()


async def bar(ctx: IdentityContext, who: Credentials) -> None:
    if who.person is not None:
        for notice in (await ctx.blocked_among([who.person])).values():
            raise BarredError(notice)


async def _turn_away(door: Door, who: Credentials | None, reason: Reason) -> Refused:
    async with transaction():
        if reason in _GUESSES:
            await door.count()
        return await refuse(door.ctx, who, reason, door.request_id)


async def refuse(
    ctx: IdentityContext, who: Credentials | None, reason: Reason, request_id: str
) -> Refused:
    async with transaction():
        meta = {"reason": reason.value}
        await _record(ctx, who, Result.FAILED, meta, by=Origin.stranger(request_id))
    return Refused(reason)


async def _record(
    ctx: IdentityContext,
    who: Credentials | None,
    result: Result,
    meta: Mapping[str, MetaValue],
    *,
    by: Origin,
    due: bool = False,
) -> None:
    """Of an unknown identifier nothing is kept: people type other things into that field."""
    await ctx.log.record(
        Action.FACTOR_ASK if due else Action.SIGN_IN,
        by=by,
        on=ObjectKind.NONE if who is None else ObjectKind.IDENTITY,
        object_id=None if who is None else who.id,
        result=result,
        meta=meta,
    )
