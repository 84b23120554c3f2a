"""Whoever is signed in shows, before something that matters, that they know the password."""

from contextlib import AbstractAsyncContextManager

from iok_core.audit.actions import Action, ObjectKind, Result
from iok_core.db import transaction
from iok_core.identity.context import IdentityContext
from iok_core.identity.credentials import Credentials, count_failure
from iok_core.identity.policy import tidy_password


def own_turn(ctx: IdentityContext, identity: int) -> AbstractAsyncContextManager[None]:
    """Until what they gave is judged and counted nothing else of theirs is, as at the door.

    Of guesses that come at once each would find the account free. Raises BusyError.
    """
    return ctx.turns.turn(f"identity {identity}", ctx.settings.hashing.places)


async def knows(ctx: IdentityContext, who: Credentials, typed: str) -> bool:
    secret = tidy_password(typed, ctx.settings.password)
    if secret is None or who.paused(ctx.clock.now()):
        return await ctx.hashing.verify(None, "")
    return await ctx.hashing.verify(who.password_hash, secret)


async def note_failure(
    ctx: IdentityContext, who: Credentials, wanted: Action, request_id: str
) -> None:
    async with transaction():
        if not who.paused(ctx.clock.now()):
            await count_failure(ctx, who.id)
        await ctx.log.record(
            wanted,
            by=who.origin(request_id),
            on=ObjectKind.IDENTITY,
            object_id=who.id,
            result=Result.FAILED,
        )
