"""Which module takes accepted things over: the one that has delivered the premises, if it can."""

from iok_core.api import Capability
from iok_core.child.options import marked_options
from iok_core.imports.service import source_by_id
from iok_core.modules.service import ModuleRow, by_id
from iok_core.plugin_host import PluginRegistry

TAKES = frozenset({Capability.TAKES_OCCUPANTS, Capability.TAKES_READINGS})


async def taker(plugins: PluginRegistry, source: int, wanted: Capability) -> ModuleRow | None:
    module = await by_id((await source_by_id(source)).module)
    return module if module is not None and wanted in taken_by(plugins, module) else None


def taken_by(plugins: PluginRegistry, module: ModuleRow) -> frozenset[Capability]:
    """By what its connector declares, unless an option that this needs is empty."""
    info = plugins.connectors.get(module.extension)
    if info is None:
        return frozenset()
    given = module.own_options
    needed = marked_options(info.extension.options_type, "take_over")
    if not all(given.get(name) for name in needed):
        return frozenset()
    return plugins.capabilities(module.extension) & TAKES
