"""One try to sign in, before the brakes that it meets."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from iok_core.audit.actions import Action
from iok_core.audit.origin import Origin
from iok_core.identity.brakes.counting import count, forgive, last_rest, resting
from iok_core.identity.brakes.limits import Limit, Scope, Tried, limits, portal_limit
from iok_core.identity.context import IdentityContext

_log = logging.getLogger(__name__)

_TOLD_FOR = timedelta(days=1)


class Door(msgspec.Struct, frozen=True):
    ctx: IdentityContext
    tried: Tried
    request_id: str = ""

    @property
    def limits(self) -> Sequence[Limit]:
        return limits(self.ctx.settings.brake, self.ctx.brake_key, self.tried)

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
