"""One try to sign in, before the brakes that it meets."""

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta

import msgspec

from iok_core.audit.actions import Action
from iok_core.audit.origin import Origin
from iok_core.identity.brakes.counting import count, forgive, last_rest, resting
from iok_core.identity.brakes.limits import Limit, Scope, Tried, limits, portal_limit
from iok_core.identity.context import IdentityContext

_log = logging.getLogger(__name__)

_IN_TURN = {Scope.DEVICE, Scope.ACCOUNT, Scope.NETWORK}
_TOLD_FOR = timedelta(days=1)


class Door(msgspec.Struct, frozen=True):
    ctx: IdentityContext
    tried: Tried
    request_id: str = ""

    @property
    def limits(self) -> Sequence[Limit]:
        return limits(self.ctx.settings.brake, self.ctx.brake_key, self.tried)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Until this try is counted no other one begins with its account, device or network.

        Of guesses that come at once none would find the others counted. Over several processes
        each may have one in hand. No more wait for one of them than may for argon2.
        """
        places = self.ctx.settings.hashing.places
        async with AsyncExitStack() as turns:
            for limit in self.limits:
                if limit.scope in _IN_TURN:
                    await turns.enter_async_context(self.ctx.turns.turn(limit.whose, places))
            yield

    async def resting(self) -> Scope | None:
        """What may not be tried now, the widest of it. What is not compared is not counted."""
        return await resting(self.limits, self.ctx.clock.now())

    async def count(self) -> None:
        """One more failure, in the transaction that says so."""
        full = await count(self.limits, self.ctx.clock.now())
        if Scope.PORTAL in full:
            _log.error("many sign-ins fail: only known devices and passkeys are let in for a while")
            await self.ctx.log.record(Action.SIGN_IN_ALARM, by=Origin.system())

    async def forgive(self) -> None:
        await forgive(self.limits)


async def forgive_identifier(ctx: IdentityContext, identifier: str) -> None:
    """Its access is given out anew: what was guessed before does not concern its holder."""
    await Door(ctx, Tried(identifier=identifier)).forgive()


async def alarm_until(ctx: IdentityContext) -> datetime | None:
    """Until when the whole portal rests, or did within a day; None: nobody guesses so much."""
    until = await last_rest(portal_limit(ctx.settings.brake, ctx.brake_key))
    return until if until and until > ctx.clock.now() - _TOLD_FOR else None
