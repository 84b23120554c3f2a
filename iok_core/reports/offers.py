"""Which reports there are: report types that plugins bring, as staff have set them up.

A report type that needs no options can be used as it is, under its own name; once staff have made
modules of it, these are used instead, each with its title and options.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from iok_core.api import Audience, Format, ReportType
from iok_core.child.frames import Start
from iok_core.child.options import WrongOptionsError, to_options
from iok_core.db import Clock, transaction
from iok_core.modules import service as modules
from iok_core.modules.service import ModuleRow, NewModule
from iok_core.plugin_host import ExtensionInfo, PluginRegistry


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """One report that somebody may ask for."""

    name: str
    """Stands in addresses and commands."""
    title: str
    info: ExtensionInfo
    options: Mapping[str, Any]
    module: int | None = None

    @property
    def report(self) -> type[ReportType[Any, Any]]:
        report: type[ReportType[Any, Any]] = self.info.extension  # type: ignore[assignment]
        return report

    @property
    def texts(self) -> Mapping[str, str]:
        """Of the reader's language."""
        return self.info.words

    def start(self) -> Start:
        return self.info.start("build", self.options, Path())

    def is_for(self, audience: Audience) -> bool:
        return audience in self.report.audience

    def gives(self, wanted: Format) -> bool:
        return wanted in self.report.formats


async def offers(plugins: PluginRegistry, audience: Audience) -> list[Offer]:
    """By title."""
    made: dict[str, list[ModuleRow]] = {}
    for module in await modules.all_modules():
        made.setdefault(module.extension, []).append(module)
    found = [
        offer
        for name, info in plugins.report_types.items()
        for offer in _of(info, made.get(name, []))
        if offer.is_for(audience)
    ]
    return sorted(found, key=lambda offer: offer.title)


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


def _of(info: ExtensionInfo, made: list[ModuleRow]) -> list[Offer]:
    if made:
        return [_from_module(info, module) for module in made if module.active]
    try:
        to_options(info.extension.options_type, {})
    except WrongOptionsError:
        return []
    return [Offer(name=info.name, title=info.title, info=info, options={})]


def _from_module(info: ExtensionInfo, module: ModuleRow) -> Offer:
    options = msgspec.json.decode(module.options, type=dict[str, Any])
    named = module.title not in _titles(info)
    title = module.title if named else info.title
    return Offer(name=module.name, title=title, info=info, options=options, module=module.id)


def _titles(info: ExtensionInfo) -> set[str | None]:
    """The report type's own ones: its module has the one of whoever asked for a first run."""
    report = info.extension
    return {report.title, *(words.get(report.title) for words in report.texts.values())}
