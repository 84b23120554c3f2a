"""What a passkey has to sign. A page carries its challenge, so that showing it writes nothing.

`nonce || end || mac`: made by us, for this session, until then; `spend` sees to it that it is
answered once.
"""

import hmac
import secrets
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from iok_core.db import execute, fetch
from iok_core.identity.context import IdentityContext

_NONCE_BYTES, _TIME_BYTES = 16, 8
_VALID = timedelta(minutes=10)


def new_challenge(ctx: IdentityContext, session: int | None) -> bytes:
    """`session`: None for whoever is not signed in yet."""
    end = int((ctx.clock.now() + _VALID).timestamp())
    body = secrets.token_bytes(_NONCE_BYTES) + end.to_bytes(_TIME_BYTES, "big")
    return body + _mac(ctx, body, session)


def is_challenge(ctx: IdentityContext, challenge: bytes, session: int | None) -> bool:
    size = _NONCE_BYTES + _TIME_BYTES
    body, mac = challenge[:size], challenge[size:]
    return hmac.compare_digest(mac, _mac(ctx, body, session)) and ctx.clock.now() < _end(body)


async def spend_challenge(ctx: IdentityContext, challenge: bytes) -> bool:
    """False: it was answered before. To be called in the transaction of what it opens."""
    end = _end(challenge[: _NONCE_BYTES + _TIME_BYTES])
    await execute("DELETE FROM spent_challenge WHERE expires_at < {}", ctx.clock.now())
    taken = await fetch(
        "INSERT INTO spent_challenge (digest, expires_at) VALUES ({}, {}) "
        "ON CONFLICT (digest) DO NOTHING RETURNING id",
        sha256(challenge).hexdigest(),
        end,
    )
    return bool(taken)


def _end(body: bytes) -> datetime:
    return datetime.fromtimestamp(int.from_bytes(body[_NONCE_BYTES:], "big"), UTC)


def _mac(ctx: IdentityContext, body: bytes, session: int | None) -> bytes:
    return hmac.digest(ctx.factors.challenges, body + str(session or 0).encode(), "sha256")
