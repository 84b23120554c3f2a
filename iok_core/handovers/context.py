import msgspec

from iok_core.db import Clock
from iok_core.handovers.settings import HandOverSettings
from iok_core.plugin_host import PluginRegistry
from iok_core.runs.outbox import Outbox


class HandOverContext(msgspec.Struct, frozen=True):
    """What the verbs of this subject work with; made once per process."""

    plugins: PluginRegistry
    settings: HandOverSettings
    clock: Clock

    @property
    def outbox(self) -> Outbox:
        return Outbox("hand_over", self.settings, self.clock)
