"""The modules that carry notices: which addresses they send to, and whether they can now."""

from datetime import datetime, timedelta

import msgspec

from iok_core.api import AddressKind, Channel
from iok_core.db import Clock, Prepared, execute, transaction
from iok_core.modules import faring
from iok_core.modules import service as modules
from iok_core.modules.service import FAILURES_BEFORE_PAUSE, ModuleRow
from iok_core.notices.tables import ChannelState
from iok_core.plugin_host import PluginRegistry
from iok_core.runs.outcome import Outcome


class ChannelModule(msgspec.Struct, frozen=True):
    module: int
    title: str
    active: bool
    """Staff let it work. What is told while it is off is not kept for it."""
    failures: int
    worked_at: datetime | None
    problem: str
    problem_source: str
    problem_detail: str
    address_kind: AddressKind
    rest_until: datetime | None

    @property
    def failed_often(self) -> bool:
        """It waits for a person, as any module does after so many failures."""
        return self.failures >= FAILURES_BEFORE_PAUSE

    def rests(self, now: datetime, longest: timedelta) -> bool:
        """A rest longer than any can be was begun by a clock that has since gone back."""
        until = self.rest_until if self.failures else None
        return until is not None and now < until <= now + 2 * longest

    def may_send(self, now: datetime, longest: timedelta) -> bool:
        return self.active and not self.failed_often and not self.rests(now, longest)


_channels = Prepared(
    lambda: ChannelState.raw(
        "SELECT c.module, m.title, m.active, m.failures, m.worked_at, m.problem, "
        "m.problem_source, m.problem_detail, c.address_kind, c.rest_until "
        "FROM channel_state c JOIN module m ON m.id = c.module ORDER BY c.module"
    ),
    ChannelModule,
)


async def channels() -> list[ChannelModule]:
    return await _channels()


async def find_channels(plugins: PluginRegistry) -> None:
    """Every module of a channel gets its row, which stays when its plugin is away."""
    known = {one.module for one in await channels()}
    for module in await modules.all_modules():
        info = plugins.channels.get(module.extension)
        if info is not None and module.id not in known and issubclass(info.extension, Channel):
            await execute(
                "INSERT INTO channel_state (module, address_kind) VALUES ({}, {}) "
                "ON CONFLICT (module) DO NOTHING",
                module.id,
                info.extension.address_kind.value,
            )


async def module_of(channel: ChannelModule) -> ModuleRow:
    module = await modules.by_id(channel.module)
    if module is None:
        raise LookupError(f"there is no module {channel.module}")
    return module


async def note_failure(module: int, outcome: Outcome, rest: timedelta, clock: Clock) -> None:
    """The channel could send nothing: it rests, and staff read why."""
    async with transaction():
        await faring.failed(module, outcome.problem or "", outcome.source, outcome.detail)
        await execute(
            "UPDATE channel_state SET rest_until = {} WHERE module = {}",
            clock.now() + rest,
            module,
        )


async def end_rests() -> None:
    """Somebody wants it tried now."""
    await execute("UPDATE channel_state SET rest_until = NULL WHERE rest_until IS NOT NULL")
