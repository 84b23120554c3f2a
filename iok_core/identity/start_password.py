"""The one-time start password of the slip."""

from datetime import datetime

import msgspec

from iok_core.identity.context import IdentityContext
from iok_core.identity.grouped_codes import random_code, tidy_code


class StartPassword(msgspec.Struct, frozen=True, kw_only=True):
    """Made and hashed, on its way into a row; `text` goes no further than the slip."""

    text: str
    stored: str
    issued_at: datetime
    expires_at: datetime


async def new_start(ctx: IdentityContext) -> StartPassword:
    """Outside a transaction: hashing takes long. Raises BusyError."""
    text, now = random_code(), ctx.clock.now()
    return StartPassword(
        text=text,
        stored=await ctx.hashing.hash(tidy_code(text)),
        issued_at=now,
        expires_at=now + ctx.settings.start_password_valid,
    )
