"""Which reports there are: report types that plugins bring, as staff have set them up."""

from pathlib import Path
from typing import Any

import msgspec

from iok_core.api import Audience, Format, ReportType
from iok_core.child.frames import Start
from iok_core.db import Clock, transaction
from iok_core.modules import offers as extensions
from iok_core.modules import service as modules
from iok_core.modules.service import NewModule
from iok_core.plugin_host import PluginRegistry


class Offer(extensions.Offer, frozen=True, kw_only=True):
    """One report that somebody may ask for."""

    @property
    def report(self) -> type[ReportType[Any, Any]]:
        report: type[ReportType[Any, Any]] = self.info.extension  # type: ignore[assignment]
        return report

    def start(self) -> Start:
        return self.info.start("build", self.options, Path())

    def is_for(self, audience: Audience) -> bool:
        return audience in self.report.audience

    def gives(self, wanted: Format) -> bool:
        return wanted in self.report.formats


async def offers(plugins: PluginRegistry, audience: Audience) -> list[Offer]:
    """By title."""
    found = await extensions.all_offers(plugins.report_types)
    reports = [Offer(**msgspec.structs.asdict(one)) for one in found]
    return [one for one in reports if one.is_for(audience)]


async def offer(plugins: PluginRegistry, audience: Audience, name: str) -> Offer | None:
    return next((one for one in await offers(plugins, audience) if one.name == name), None)


async def offer_of(plugins: PluginRegistry, audience: Audience, module: int) -> Offer | None:
    """What a run is of: its module may be called otherwise than the report was when asked for."""
    return next((one for one in await offers(plugins, audience) if one.module == module), None)


async def module_of(offered: Offer, clock: Clock) -> int:
    """The module that its runs belong to, made when a first run is wanted."""
    if offered.module is not None:
        return offered.module
    async with transaction():
        name = await modules.free_name(offered.name)  # from here on nobody else makes one
        made = [one for one in await modules.all_modules() if one.extension == offered.info.name]
        if made:
            return made[0].id
        new = NewModule(name, offered.title, {}, Path())
        return await modules.create(offered.info, new, clock)
