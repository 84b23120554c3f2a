"""What a block, and the end of one for loss, do to an access, in their own transaction."""

from typing import Any

import msgspec
from piccolo.columns import Column

from iok_core.identity.context import IdentityContext
from iok_core.identity.factors.dropping import drop_factors
from iok_core.identity.kinds import SessionEnd
from iok_core.identity.known_devices import forget_devices
from iok_core.identity.session_rows import end_sessions, of_identity
from iok_core.identity.tables import Identity


class ShutOut(msgspec.Struct, frozen=True):
    identity: int | None
    """None: this person was never given an access."""
    sessions: int = 0
    """How many ended."""


async def shut_out(ctx: IdentityContext, person: int) -> ShutOut:
    """Every session ends and the start password is void; the own password stays as it is.

    The row of the identity first: whoever signs in at this moment has written it and is among the
    sessions, or waits for it and then finds the block.
    """
    now: Any = ctx.clock.now()
    found = (
        await Identity.update({Identity.start_voided_at: now})
        .where(Identity.person == person)
        .returning(Identity.id)
    )
    if not found:
        return ShutOut(None)
    identity = int(found[0]["id"])
    await forget_devices(identity)
    ended = await end_sessions(ctx, of_identity(identity), SessionEnd.BLOCKED)
    return ShutOut(identity, ended)


async def void_access(ctx: IdentityContext, person: int) -> None:
    """What was lost opens nothing any more, whoever has it now: only a new issue does (K10-6)."""
    own: dict[Column | str, Any] = {
        Identity.password_hash: None,
        Identity.password_set_at: None,
        Identity.activated_at: None,
    }
    identity = await identity_of(person)
    if identity is not None:
        await drop_factors(identity)
    await Identity.update(own).where(Identity.person == person)
    await shut_out(ctx, person)


async def identity_of(person: int) -> int | None:
    row = await Identity.select(Identity.id).where(Identity.person == person).first()
    return int(row["id"]) if row else None
