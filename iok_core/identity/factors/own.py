"""What somebody sees of their own second factors."""

from datetime import datetime

import msgspec

from iok_core.identity.factors.recovery import codes_left
from iok_core.identity.tables import Passkey, Totp


class OwnPasskey(msgspec.Struct, frozen=True, kw_only=True):
    id: int
    name: str
    added_at: datetime
    used_at: datetime | None


class OwnFactors(msgspec.Struct, frozen=True, kw_only=True):
    totp_added_at: datetime | None
    passkeys: list[OwnPasskey]
    codes_left: int

    @property
    def count(self) -> int:
        return len(self.passkeys) + (self.totp_added_at is not None)


async def own_factors(identity: int) -> OwnFactors:
    totp = await Totp.select(Totp.added_at).where(Totp.identity == identity).first()
    rows = (
        await Passkey.select(Passkey.id, Passkey.name, Passkey.added_at, Passkey.used_at)
        .where(Passkey.identity == identity)
        .order_by(Passkey.id)
    )
    return OwnFactors(
        totp_added_at=totp["added_at"] if totp else None,
        passkeys=[OwnPasskey(**row) for row in rows],
        codes_left=await codes_left(identity),
    )
