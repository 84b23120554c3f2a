"""Setting modules up: adding, changing, pausing, resuming; each with its audit row."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import msgspec

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.db import Clock, transaction
from iok_core.imports.service import rename_source
from iok_core.modules import faring
from iok_core.modules import service as modules
from iok_core.modules.service import ModuleRow, NewModule
from iok_core.plugin_host import ExtensionInfo, ExtensionKind, PluginRegistry
from iok_core.runs import service as runs
from iok_core.setup.checking import CHECK, ENABLE, ask_for_check
from iok_core.setup.states import Standing, Work, standing

SET_UP = (ExtensionKind.CONNECTOR, ExtensionKind.CHANNEL)
"""Kinds that a system stands behind: something to set, and something to check."""


class Workshop(msgspec.Struct, frozen=True):
    """What setting up works with."""

    plugins: PluginRegistry
    folder: Path
    """What relative paths in options start from."""
    audit: AuditLog
    clock: Clock

    @property
    def offered(self) -> list[ExtensionInfo]:
        """Extensions that a module can be made of, by their titles."""
        found = (info for info in self.plugins.extensions.values() if info.kind in SET_UP)
        return sorted(found, key=lambda info: info.title)

    def of(self, module: ModuleRow) -> ExtensionInfo | None:
        return self.plugins.extensions.get(module.extension)


class Equipped(msgspec.Struct, frozen=True):
    """A module and how it stands."""

    module: ModuleRow
    extension: ExtensionInfo | None
    standing: Standing


async def equipped(shop: Workshop) -> list[Equipped]:
    under_way = await runs.under_way()
    return [
        Equipped(module, shop.of(module), _standing(shop, module, under_way.get(module.id)))
        for module in await modules.all_modules()
    ]


async def equipped_module(shop: Workshop, module: int) -> Equipped | None:
    found = await equipped(shop)
    return next((one for one in found if one.module.id == module), None)


async def waiting_check(module: int) -> int | None:
    return await runs.waiting(module, (CHECK, ENABLE))


def _standing(shop: Workshop, module: ModuleRow, kind: str | None) -> Standing:
    work = Work.NOTHING
    if kind is not None:
        work = Work.CHECK if kind in (CHECK, ENABLE) else Work.OTHER
    return standing(module, work, is_there=shop.of(module) is not None)


async def add(
    shop: Workshop,
    extension: ExtensionInfo,
    title: str,
    options: Mapping[str, object],
    *,
    by: Origin,
) -> int:
    """A new module, which works once its check has succeeded. Raises WrongOptionsError."""
    async with transaction():
        name = await modules.free_name(title)
        new = NewModule(name, title, options, shop.folder, active=False)
        module = await modules.create(extension, new, shop.clock)
        await shop.audit.record(Action.MODULE_ADD, by=by, on=ObjectKind.MODULE, object_id=module)
        await _check_anew(shop, module, by)
    return module


async def change(
    shop: Workshop,
    one: Equipped,
    title: str,
    options: Mapping[str, object],
    *,
    by: Origin,
) -> None:
    """Checked anew afterwards. Raises WrongOptionsError; then nothing was changed."""
    if one.extension is None:
        raise modules.ExtensionMissingError(one.module.extension)
    module = one.module.id
    async with transaction():
        await modules.set_options(module, one.extension, options, shop.folder)
        await modules.rename(module, title)
        await rename_source(module, title)
        await shop.audit.record(Action.MODULE_CHANGE, by=by, on=ObjectKind.MODULE, object_id=module)
        await _check_anew(shop, module, by)


class Act(Protocol):
    """What staff do about a module as it is."""

    async def __call__(self, shop: Workshop, module: ModuleRow, *, by: Origin) -> None: ...


async def check(shop: Workshop, module: ModuleRow, *, by: Origin) -> None:
    kind = ENABLE if module.waits_for_check else CHECK
    await ask_for_check(module, kind, by=by, audit=shop.audit, clock=shop.clock)


async def resume(shop: Workshop, module: ModuleRow, *, by: Origin) -> None:
    """It works again once a check has succeeded."""
    await ask_for_check(module, ENABLE, by=by, audit=shop.audit, clock=shop.clock)


async def pause(shop: Workshop, module: ModuleRow, *, by: Origin) -> None:
    async with transaction():
        await faring.switch(module.id, active=False)
        await shop.audit.record(
            Action.MODULE_PAUSE, by=by, on=ObjectKind.MODULE, object_id=module.id
        )


async def _check_anew(shop: Workshop, module: int, by: Origin) -> None:
    row = await modules.by_id(module)
    if row is not None:
        await check(shop, row, by=by)
