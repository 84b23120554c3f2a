"""Hands what waits to a channel's process, one message at a time."""

import asyncio
import logging
from datetime import timedelta

import msgspec

from iok_core.api import ConnectorProblem, Delivered, DeliveryResult, Message
from iok_core.child.frames import Start
from iok_core.modules.faring import went_well
from iok_core.modules.service import ExtensionMissingError
from iok_core.notices import outbox
from iok_core.notices.channels import ChannelModule, module_of, note_failure
from iok_core.notices.composing import Sender, compose
from iok_core.notices.context import NoticeContext
from iok_core.notices.kinds import DeliveryState, Why
from iok_core.notices.outbox import Claim
from iok_core.plugin_host import PluginRegistry
from iok_core.runs.carrier import CarrierLostError, Patience
from iok_core.runs.errand import run_errand
from iok_core.runs.outbox import Fate
from iok_core.runs.outcome import Outcome, RunProblem
from iok_core.runs.wording import redacted

_log = logging.getLogger(__name__)


class Sending(msgspec.Struct, frozen=True, kw_only=True):
    ctx: NoticeContext
    plugins: PluginRegistry
    sender: Sender
    patience: Patience = Patience()

    async def deliver(self, channel: ChannelModule, stop: asyncio.Event) -> int:
        """Until nothing waits, the channel fails, or `stop` is set; how many were in its hand."""
        return await run_errand(_Errand(self, channel), Delivered, self.patience, stop)


class _Errand(msgspec.Struct, frozen=True):
    """What waits for one channel."""

    sending: Sending
    channel: ChannelModule

    @property
    def ctx(self) -> NoticeContext:
        return self.sending.ctx

    async def next(self) -> tuple[Claim, Message] | None:
        """Claims one; those that nobody should get any more are closed on the way."""
        while (claim := await outbox.claim(self.ctx, self.channel.module)) is not None:
            message = await compose(self.ctx, self.sending.sender, claim)
            if isinstance(message, Message):
                return claim, message
            await self._settle(claim, Fate(state=DeliveryState.CLOSED, why=message, counts=False))
        return None

    async def start(self) -> Start:
        return (await module_of(self.channel)).start("deliver", self.sending.plugins)

    async def answered(self, claim: Claim, item: Message, answer: Delivered) -> None:
        detail = redacted(answer.detail, _told(item))
        await self._settle(claim, self._fate(claim, answer.result, detail))
        if answer.result is DeliveryResult.SENT:
            await went_well(self.channel.module, self.ctx.clock)

    async def interrupted(self, claim: Claim) -> None:
        await self._settle(claim, self._unsure(claim, Why.WORKER_LOST))

    async def lost(self, claim: Claim, item: Message, lost: CarrierLostError) -> None:
        """A channel that says so itself has sent nothing; any other may have."""
        outcome = lost.outcome
        log = redacted(outcome.log, _told(item))
        _log.warning("channel %s failed: %s\n%s", self.channel.module, outcome.problem, log)
        rest = await self._rest(outcome)
        if not lost.untouched:
            fate = self._unsure(claim, Why.CHANNEL_FAILED)
        elif isinstance(outcome.problem, ConnectorProblem):
            waits = DeliveryState.WAITING
            fate = Fate(state=waits, why=Why.CHANNEL_RESTS, rest=rest, counts=False)
        else:
            fate = self._later(claim, Why.CHANNEL_FAILED)
        await self._settle(claim, fate)

    async def unusable(self, claim: Claim, error: Exception) -> None:
        problem = ConnectorProblem.WRONG_OPTIONS
        if isinstance(error, ExtensionMissingError):
            outcome = Outcome(problem=RunProblem.INTERNAL, detail="no plugin brings the channel")
        else:
            outcome = Outcome(problem=problem, detail=str(error))
        rest = await self._rest(outcome)
        waits, why = DeliveryState.WAITING, Why.CHANNEL_RESTS
        await self._settle(claim, Fate(state=waits, why=why, rest=rest, counts=False))

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
        if outbox.outbox_of(self.ctx).given_up(claim):
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

    async def _rest(self, outcome: Outcome) -> timedelta:
        rest = outbox.resting(self.ctx, self.channel.failures + 1)
        await note_failure(self.channel.module, outcome, rest, self.ctx.clock)
        return rest

    async def _settle(self, claim: Claim, fate: Fate) -> None:
        if not await outbox.settle(self.ctx, claim, fate):
            _log.warning("delivery %s was taken over by another worker", claim.id)


def _told(message: Message) -> tuple[str, ...]:
    return (message.address, message.subject, *message.text.splitlines())
