"""The one-time start password of the slip: `7KQM-X2RD-HN4W-P9TC`."""

import secrets
from datetime import datetime

import msgspec

from iok_core.identity.context import IdentityContext

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0 O 1 I, which look alike; always written in capitals, so L is no 1."""
GROUPS = 4
GROUP_LENGTH = 4
"""16 of 32 letters: 80 bits."""


class StartPassword(msgspec.Struct, frozen=True, kw_only=True):
    """Made and hashed, on its way into a row; `text` goes no further than the slip."""

    text: str
    stored: str
    issued_at: datetime
    expires_at: datetime


async def new_start(ctx: IdentityContext) -> StartPassword:
    """Outside a transaction: hashing takes long. Raises BusyError."""
    text, now = random_start_password(), ctx.clock.now()
    return StartPassword(
        text=text,
        stored=await ctx.hashing.hash(tidy_start_password(text)),
        issued_at=now,
        expires_at=now + ctx.settings.start_password_valid,
    )


def random_start_password() -> str:
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)


def tidy_start_password(typed: str) -> str:
    """What counts of it: letters and digits, whatever the case, blanks and dashes between them."""
    return "".join(c for c in typed.upper() if c.isalnum())
