"""Recovery codes for whoever has lost their telephone: printed, each good once."""

import hmac
from collections.abc import Sequence

from iok_core.identity.context import IdentityContext
from iok_core.identity.factors.refusals import FactorRefusal
from iok_core.identity.grouped_codes import random_code, tidy_code
from iok_core.identity.tables import RecoveryCode

CODES = 10
_GROUPS = 3
"""12 of 32 letters: 60 bits, and only a digest under a key is kept."""


async def renew_codes(ctx: IdentityContext, identity: int) -> tuple[str, ...]:
    """New ones, for this once; those before them are worthless."""
    await drop_codes(identity)
    codes = tuple(random_code(_GROUPS) for _ in range(CODES))
    await RecoveryCode.insert(
        *(RecoveryCode(identity=identity, digest=_digest(ctx, identity, code)) for code in codes)
    )
    return codes


async def drop_codes(identity: int) -> None:
    await RecoveryCode.delete().where(RecoveryCode.identity == identity)


async def spend_recovery(ctx: IdentityContext, identity: int, typed: str) -> FactorRefusal | None:
    """None: it was right, and is burned."""
    mine = (RecoveryCode.identity == identity) & (
        RecoveryCode.digest == _digest(ctx, identity, typed)
    )
    burned = (
        await RecoveryCode.update({RecoveryCode.used_at: ctx.clock.now()})
        .where(mine & RecoveryCode.used_at.is_null())
        .returning(RecoveryCode.id)
    )
    if burned:
        return None
    known = await RecoveryCode.exists().where(mine)
    return FactorRefusal.USED if known else FactorRefusal.WRONG


async def codes_left(identity: int) -> int:
    unused = (RecoveryCode.identity == identity) & RecoveryCode.used_at.is_null()
    return int(await RecoveryCode.count().where(unused))


async def are_codes_of(ctx: IdentityContext, identity: int, codes: Sequence[str]) -> bool:
    """All of them, as they were shown: what else is asked for as a file is not handed back."""
    kept = await RecoveryCode.select(RecoveryCode.digest).where(RecoveryCode.identity == identity)
    digests = {_digest(ctx, identity, code) for code in codes}
    return bool(digests) and digests == {row["digest"] for row in kept}


def _digest(ctx: IdentityContext, identity: int, typed: str) -> str:
    said = f"{identity}:{tidy_code(typed)}"
    return hmac.digest(ctx.factors.codes, said.encode(), "sha256").hex()
