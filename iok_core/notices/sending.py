"""Hands what waits to a channel's process, one message at a time."""

import asyncio
import logging
from datetime import timedelta

import msgspec

from iok_core.api import ConnectorProblem, DeliveryResult, Message
from iok_core.modules.faring import went_well
from iok_core.modules.secrets import SecretMissingError
from iok_core.modules.service import ExtensionMissingError
from iok_core.notices import outbox
from iok_core.notices.channels import ChannelModule, module_of, note_failure
from iok_core.notices.composing import Sender, compose
from iok_core.notices.context import NoticeContext
from iok_core.notices.kinds import DeliveryState, Why
from iok_core.notices.outbox import Claim, Fate
from iok_core.plugin_host import PluginRegistry
from iok_core.runs.carrier import Carrier, CarrierLostError, Patience, carrier
from iok_core.runs.outcome import Outcome, RunProblem

_log = logging.getLogger(__name__)


class Sending(msgspec.Struct, frozen=True, kw_only=True):
    ctx: NoticeContext
    plugins: PluginRegistry
    sender: Sender
    patience: Patience = Patience()

    async def deliver(self, channel: ChannelModule, stop: asyncio.Event) -> int:
        """Until nothing waits, the channel fails, or `stop` is set; how many were in its hand."""
        next_one = await self._next(channel)
        if next_one is None:
            return 0
        carried = 0
        try:
            start = (await module_of(channel)).start("deliver", self.plugins)
            async with carrier(start, self.patience) as child:
                while next_one is not None:
                    if not await self._carry(child, channel, *next_one):
                        return carried
                    carried += 1
                    next_one = None if stop.is_set() else await self._next(channel)
                await child.finish()
        except (ExtensionMissingError, SecretMissingError) as error:
            await self._unusable(channel, next_one[0] if next_one else None, error)
        return carried

    async def _next(self, channel: ChannelModule) -> tuple[Claim, Message] | None:
        """Claims one; those that nobody should get any more are closed on the way."""
        while (claim := await outbox.claim(self.ctx, channel.module)) is not None:
            message = await compose(self.ctx, self.sender, claim)
            if isinstance(message, Message):
                return claim, message
            await self._settle(claim, Fate(state=DeliveryState.CLOSED, why=message, counts=False))
        return None

    async def _carry(
        self, child: Carrier, channel: ChannelModule, claim: Claim, message: Message
    ) -> bool:
        """False: the channel can carry nothing more now."""
        try:
            outcome = await child.carry(message)
        except CarrierLostError as lost:
            await self._lost(channel, claim, message, lost)
            return False
        except asyncio.CancelledError:
            await asyncio.shield(self._settle(claim, self._unsure(claim, Why.WORKER_LOST)))
            raise
        detail = _redacted(outcome.detail, message)
        await self._settle(claim, self._fate(claim, outcome.result, detail))
        if outcome.result is DeliveryResult.SENT:
            await went_well(channel.module, self.ctx.clock)
        return True

    def _fate(self, claim: Claim, result: DeliveryResult, detail: str) -> Fate:
        match result:
            case DeliveryResult.SENT:
                return Fate(state=DeliveryState.SENT)
            case DeliveryResult.REFUSED:
                return Fate(state=DeliveryState.DEAD, why=Why.REFUSED, detail=detail)
            case DeliveryResult.LATER:
                return self._later(claim, Why.LATER, detail)
        return self._unsure(claim, Why.ANSWER_LOST, detail)

    def _later(self, claim: Claim, why: Why, detail: str = "") -> Fate:
        if claim.attempts >= self.ctx.settings.attempts:
            return Fate(state=DeliveryState.DEAD, why=Why.TOO_OFTEN, detail=detail)
        rest = outbox.resting(self.ctx, claim.attempts)
        return Fate(state=DeliveryState.WAITING, why=why, detail=detail, rest=rest)

    def _unsure(self, claim: Claim, why: Why, detail: str = "") -> Fate:
        again = claim.uncertain < self.ctx.settings.retry_uncertain
        return Fate(
            state=DeliveryState.WAITING if again else DeliveryState.UNCERTAIN,
            why=why,
            detail=detail,
            rest=outbox.resting(self.ctx, 2),
            ambiguous=True,
        )

    async def _lost(
        self, channel: ChannelModule, claim: Claim, message: Message, lost: CarrierLostError
    ) -> None:
        """A channel that says so itself has sent nothing; any other may have."""
        outcome = lost.outcome
        log = _redacted(outcome.log, message)
        _log.warning("channel %s failed: %s\n%s", channel.module, outcome.problem, log)
        rest = await self._rest(channel, outcome)
        if not lost.untouched:
            fate = self._unsure(claim, Why.CHANNEL_FAILED)
        elif isinstance(outcome.problem, ConnectorProblem):
            waits = DeliveryState.WAITING
            fate = Fate(state=waits, why=Why.CHANNEL_RESTS, rest=rest, counts=False)
        else:
            fate = self._later(claim, Why.CHANNEL_FAILED)
        await self._settle(claim, fate)

    async def _unusable(
        self, channel: ChannelModule, claim: Claim | None, error: Exception
    ) -> None:
        problem = ConnectorProblem.WRONG_OPTIONS
        if isinstance(error, ExtensionMissingError):
            outcome = Outcome(problem=RunProblem.INTERNAL, detail="no plugin brings the channel")
        else:
            outcome = Outcome(problem=problem, detail=str(error))
        rest = await self._rest(channel, outcome)
        if claim is not None:
            waits, why = DeliveryState.WAITING, Why.CHANNEL_RESTS
            await self._settle(claim, Fate(state=waits, why=why, rest=rest, counts=False))

    async def _rest(self, channel: ChannelModule, outcome: Outcome) -> timedelta:
        rest = outbox.resting(self.ctx, channel.failures + 1)
        await note_failure(channel.module, outcome, rest, self.ctx.clock)
        return rest

    async def _settle(self, claim: Claim, fate: Fate) -> None:
        if not await outbox.settle(self.ctx, claim, fate):
            _log.warning("delivery %s was taken over by another worker", claim.id)


def _redacted(said: str, message: Message) -> str:
    """Logs and lists hold ids only: what a channel says may repeat what it was given."""
    for told in (message.address, message.subject, *message.text.splitlines()):
        if told.strip():
            said = said.replace(told, "…")
    return said
