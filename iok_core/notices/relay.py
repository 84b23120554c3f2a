"""The loop beside the runs: events into notices, deliveries into the hands of channels."""

import asyncio

import msgspec

from iok_core.notices import outbox
from iok_core.notices.channels import ChannelModule, channels, find_channels
from iok_core.notices.contacts import forget_ended
from iok_core.notices.sending import Sending
from iok_core.notices.turning import Turning
from iok_core.runs.rounds import SECONDS_BETWEEN_LOOKS, Rounds

_SECONDS_TO_TIDY = 3600.0


class Relay(msgspec.Struct, frozen=True):
    """Several may run at once: what each has in hand is claimed."""

    sending: Sending

    @property
    def _rounds(self) -> Rounds[ChannelModule]:
        return Rounds(ready=self._ready, send=self.sending.deliver)

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set; then the messages in hand have some seconds to go out."""
        turning = Turning(self.sending.ctx)
        beside = [(turning.turn, SECONDS_BETWEEN_LOOKS), (self._tidy, _SECONDS_TO_TIDY)]
        await self._rounds.run(stop, beside)

    async def once(self) -> None:
        """Everything that can be done now."""
        await find_channels(self.sending.plugins)
        await Turning(self.sending.ctx).turn()
        await self._rounds.once()

    async def _ready(self) -> dict[int, ChannelModule]:
        await find_channels(self.sending.plugins)
        if not await outbox.anything_moves():
            return {}
        await outbox.sweep(self.sending.ctx)
        now, longest = self.sending.ctx.clock.now(), self.sending.ctx.settings.longest_rest
        return {one.module: one for one in await channels() if one.may_send(now, longest)}

    async def _tidy(self) -> None:
        await forget_ended(self.sending.ctx)
