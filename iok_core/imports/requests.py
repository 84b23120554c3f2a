"""Somebody wants an import: which module, and a run of it."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.db import Clock, transaction
from iok_core.imports.handling import KIND
from iok_core.imports.sources import all_sources, expect_totals, source_of
from iok_core.modules import service as modules
from iok_core.modules.faring import require_work
from iok_core.modules.service import ModuleRow, NewModule
from iok_core.plugin_host import PluginRegistry
from iok_core.runs import service as runs
from iok_core.web.i18n import gettext


class NoSuchModuleError(LookupError):
    """No module, or no connector, has that name."""


async def module_of_plugin(
    name: str, options: Mapping[str, object], folder: Path, *, plugins: PluginRegistry, clock: Clock
) -> ModuleRow:
    """The connector's module of the same name, made or given these options.

    Raises:
        NoSuchModuleError: no plugin that is ready brings the connector.
        WrongOptionsError: nothing was changed.
    """
    connector = plugins.connectors.get(name)
    if connector is None:
        raise NoSuchModuleError(name)
    found = await modules.by_name(name)
    if found is None:
        title = gettext("Accounting system")
        await modules.create(connector, NewModule(name, title, options, folder), clock)
    elif options:
        await modules.set_options(found.id, connector, options, folder)
    return await module_named(name, plugins)


async def importing_modules(plugins: PluginRegistry) -> list[ModuleRow]:
    """Those of connectors, and those that have a source though their plugin is away."""
    fed = {source.module for source in await all_sources()}
    return [
        module
        for module in await modules.all_modules()
        if module.extension in plugins.connectors or module.id in fed
    ]


async def module_named(name: str, plugins: PluginRegistry) -> ModuleRow:
    """Raises NoSuchModuleError, also for a module that brings no data."""
    for module in await importing_modules(plugins):
        if module.name == name:
            return module
    raise NoSuchModuleError(name)


class Request(msgspec.Struct, frozen=True):
    module: ModuleRow
    by: Origin
    gives_totals: bool | None = None
    """Set once by a person for a source that declares no control totals of itself."""


async def request_import(request: Request, *, audit: AuditLog, clock: Clock) -> int:
    """Puts an import of the module into the queue; gives the id of the run.

    Raises:
        ModulePausedError: somebody has to resume the module first.
    """
    require_work(request.module)
    async with transaction():
        source = await source_of(request.module)
        if request.gives_totals is not None:
            await expect_totals(source.id, gives_totals=request.gives_totals)
        run = await runs.enqueue(
            module=request.module.id, kind=KIND, by=request.by.kind.value, clock=clock
        )
        await audit.record(
            Action.IMPORT_RUN,
            by=request.by,
            on=ObjectKind.RUN,
            object_id=run,
            meta={"module": request.module.id},
        )
    return run
