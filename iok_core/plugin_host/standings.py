"""How every plugin stands now: what was found when it was loaded, and what has failed since."""

from collections.abc import Mapping

import msgspec

from iok_core.plugin_host.failures import MIGRATIONS, Failing, Part, failing
from iok_core.plugin_host.problems import PluginState
from iok_core.plugin_host.registry import Plugin, PluginRegistry
from iok_core.plugin_host.tables import FailingPart


class Standing(msgspec.Struct, frozen=True):
    plugin: Plugin
    failing: tuple[Failing, ...] = ()
    """Parts that have failed since they last worked, paused or not."""

    @property
    def paused(self) -> tuple[Failing, ...]:
        return tuple(one for one in self.failing if one.paused_at is not None)

    @property
    def well(self) -> bool:
        """Nobody has to do anything about it."""
        chosen = self.plugin.state in (PluginState.READY, PluginState.DISABLED)
        return chosen and not self.paused


async def standings_now(registry: PluginRegistry) -> list[Standing]:
    known = await failing() if await FailingPart.table_exists() else {}
    return standings(registry, known)


def standings(registry: PluginRegistry, known: Mapping[Part, Failing]) -> list[Standing]:
    return [
        Standing(
            plugin,
            tuple(
                one
                for part, one in known.items()
                if part.plugin == plugin.name and part.name != MIGRATIONS
            ),
        )
        for plugin in registry.plugins
    ]
