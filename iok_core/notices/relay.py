"""The loop beside the runs: events into notices, deliveries into the hands of channels."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

import msgspec

from iok_core.db import DatabaseUnavailable
from iok_core.notices import outbox
from iok_core.notices.channels import ChannelModule, channels, find_channels
from iok_core.notices.contacts import forget_ended
from iok_core.notices.sending import Sending
from iok_core.notices.turning import Turning

_log = logging.getLogger(__name__)

_SECONDS_BETWEEN_LOOKS = 1.0
_SECONDS_TO_FINISH = 15.0
_SECONDS_TO_TIDY = 3600.0


class Relay(msgspec.Struct, frozen=True):
    """Several may run at once: what each has in hand is claimed."""

    sending: Sending

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set; then the messages in hand have some seconds to go out."""
        turning, underway = Turning(self.sending.ctx), dict[int, asyncio.Task[int]]()
        telling = asyncio.create_task(_again_and_again(turning.turn, stop))
        tidying = asyncio.create_task(_again_and_again(self._tidy, stop, _SECONDS_TO_TIDY))
        try:
            await _again_and_again(lambda: self._look(underway, stop), stop)
        finally:
            tasks = {telling, tidying, *underway.values()}
            await asyncio.wait(tasks, timeout=_SECONDS_TO_FINISH)
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)

    async def once(self) -> None:
        """Everything that can be done now."""
        never = asyncio.Event()
        await find_channels(self.sending.plugins)
        await Turning(self.sending.ctx).turn()
        await outbox.sweep(self.sending.ctx)
        for channel in await self._ready():
            while await self.sending.deliver(channel, never):
                continue

    async def _look(self, underway: dict[int, asyncio.Task[int]], stop: asyncio.Event) -> None:
        """A channel that hangs keeps none of the others."""
        await find_channels(self.sending.plugins)
        if not await outbox.anything_moves():
            return
        await outbox.sweep(self.sending.ctx)
        for channel in await self._ready():
            task = underway.get(channel.module)
            if task is None or task.done():
                underway[channel.module] = asyncio.create_task(self._deliver(channel, stop))

    async def _tidy(self) -> None:
        await forget_ended(self.sending.ctx)

    async def _ready(self) -> list[ChannelModule]:
        now, longest = self.sending.ctx.clock.now(), self.sending.ctx.settings.longest_rest
        return [one for one in await channels() if one.may_send(now, longest)]

    async def _deliver(self, channel: ChannelModule, stop: asyncio.Event) -> int:
        try:
            return await self.sending.deliver(channel, stop)
        except DatabaseUnavailable:
            _log.warning("the database cannot be reached; its lease will run out")
        except Exception:  # noqa: BLE001 - one channel's affair, and told
            _log.exception("the channel of module %s failed in the portal itself", channel.module)
        return 0


async def _again_and_again(
    work: Callable[[], Awaitable[None]],
    stop: asyncio.Event,
    seconds: float = _SECONDS_BETWEEN_LOOKS,
) -> None:
    """Whatever fails is told and tried again: nothing here may end the worker."""
    while not stop.is_set():
        try:
            await work()
        except DatabaseUnavailable:
            _log.warning("the database cannot be reached; trying again")
        except Exception:  # noqa: BLE001 - it is told, and the next look may succeed
            _log.exception("notices could not be looked after")
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await stop.wait()
