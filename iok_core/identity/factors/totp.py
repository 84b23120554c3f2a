"""Codes of an authenticator app (RFC 6238): six digits, half a minute each, each good once."""

import hmac
from datetime import datetime

import msgspec
import pyotp

from iok_core.identity.context import IdentityContext
from iok_core.identity.factors.refusals import FactorRefusal
from iok_core.identity.tables import Totp
from iok_core.sealing import SealBrokenError

SECONDS = 30
_DRIFT = 1
"""A telephone's clock may be so many half minutes off."""


class Offer(msgspec.Struct, frozen=True):
    """A seed on its way to a telephone; the page carries it sealed, and nothing is written."""

    seed: str
    sealed: str
    address: str
    """What the picture for the camera says."""


def new_offer(ctx: IdentityContext, identity: int, session: int, identifier: str) -> Offer:
    seed = new_seed()
    sealed = ctx.factors.seeds.close(seed, _offered_to(identity, session))
    return _offer(ctx, seed, sealed, identifier)


def offer_again(
    ctx: IdentityContext, identity: int, session: int, identifier: str, sealed: str
) -> Offer:
    """The one that was offered to this session. Raises SealBrokenError."""
    seed = ctx.factors.seeds.open(sealed, _offered_to(identity, session))
    return _offer(ctx, seed, sealed, identifier)


def new_seed() -> str:
    """160 bits in base32, as apps take it."""
    return pyotp.random_base32()


def step_at(now: datetime) -> int:
    return int(now.timestamp()) // SECONDS


def matching_step(seed: str, typed: str, now: datetime) -> int | None:
    """Of which half minute this is the code, if of any about now."""
    digits = "".join(c for c in typed if not c.isspace())
    codes, here = pyotp.TOTP(seed), step_at(now)
    for step in range(here - _DRIFT, here + _DRIFT + 1):
        if hmac.compare_digest(codes.generate_otp(step).encode(), digits.encode()):
            return step
    return None


async def insert_totp(ctx: IdentityContext, identity: int, seed: str, last_step: int) -> None:
    """Raises ConstraintViolated when there is one already."""
    await Totp.insert(
        Totp(
            identity=identity,
            sealed=ctx.factors.seeds.close(seed, _kept_for(identity)),
            last_step=last_step,
            added_at=ctx.clock.now(),
        )
    )


async def spend_code(ctx: IdentityContext, identity: int, typed: str) -> FactorRefusal | None:
    """None: it was right, and from now on neither it nor an older one is."""
    row = await Totp.select(Totp.sealed).where(Totp.identity == identity).first()
    if row is None:
        return FactorRefusal.WRONG
    try:
        seed = ctx.factors.seeds.open(row["sealed"], _kept_for(identity))
    except SealBrokenError:
        return FactorRefusal.UNREADABLE
    step = matching_step(seed, typed, ctx.clock.now())
    if step is None:
        return FactorRefusal.WRONG
    spent = (
        await Totp.update({Totp.last_step: step})
        .where((Totp.identity == identity) & (Totp.last_step < step))
        .returning(Totp.id)
    )
    return None if spent else FactorRefusal.USED


def _offer(ctx: IdentityContext, seed: str, sealed: str, identifier: str) -> Offer:
    issuer = ctx.factors.site.name
    return Offer(
        seed, sealed, pyotp.TOTP(seed).provisioning_uri(name=identifier, issuer_name=issuer)
    )


def _offered_to(identity: int, session: int) -> str:
    return f"totp offered to {identity} in {session}"


def _kept_for(identity: int) -> str:
    return f"totp of {identity}"
