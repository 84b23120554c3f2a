"""Browsers in which somebody has signed in before: a random token in a cookie, its SHA-256 here.

A token tells that strangers' guesses are no reason to keep this browser out; it opens nothing.
It is made anew with every sign-in, so that whoever planted one learns nothing by it.
"""

import secrets
from typing import Any

from iok_core.identity.context import IdentityContext
from iok_core.identity.session_rows import fingerprint
from iok_core.identity.tables import KnownDevice

_TOKEN_BYTES = 32


async def known_device(ctx: IdentityContext, identity: int | None, token: str | None) -> str | None:
    """Its fingerprint, if they have signed in on it not too long ago."""
    if identity is None or not token:
        return None
    whose = fingerprint(token)
    since = ctx.clock.now() - ctx.settings.brake.device_known_for
    own = (KnownDevice.identity == identity) & (KnownDevice.token_sha256 == whose)
    return whose if await KnownDevice.exists().where(own & (KnownDevice.used_at > since)) else None


async def remember_device(
    ctx: IdentityContext, identity: int, brought: str | None
) -> tuple[str, bool]:
    """The new token of this browser, and whether it was known as theirs; in the transaction of
    their sign-in. Others who sign in on it stay known there."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    whose, now = fingerprint(token), ctx.clock.now()
    known = False
    if brought:
        change: dict[Any, Any] = {KnownDevice.token_sha256: whose}
        same = KnownDevice.token_sha256 == fingerprint(brought)
        rows = await KnownDevice.update(change).where(same).returning(KnownDevice.identity)
        known = any(row["identity"] == identity for row in rows)
    if known:
        own = (KnownDevice.token_sha256 == whose) & (KnownDevice.identity == identity)
        await KnownDevice.update({KnownDevice.used_at: now}).where(own)
    else:
        row = KnownDevice(identity=identity, token_sha256=whose, used_at=now)
        await KnownDevice.insert(row)
    return token, known


async def forget_devices(identity: int, keep: str | None = None) -> None:
    """`keep` is the token of the browser in which they are."""
    of_others = KnownDevice.token_sha256 != (fingerprint(keep) if keep else "")
    await KnownDevice.delete().where((KnownDevice.identity == identity) & of_others)


async def sweep_devices(ctx: IdentityContext) -> None:
    """On which nobody has signed in for so long that they are strange again."""
    before = ctx.clock.now() - ctx.settings.brake.device_known_for
    await KnownDevice.delete().where(KnownDevice.used_at <= before)
