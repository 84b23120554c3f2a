"""Tables of plugins: migrated after the core's, plugin by plugin; a failure is that plugin's."""

import msgspec

from iok_core.db import Clock, DatabaseError, MigrationError, migrate, pending
from iok_core.plugin_host.failures import MIGRATIONS, Part, count_failure, failing, forget_failures
from iok_core.plugin_host.places import is_own
from iok_core.plugin_host.problems import PluginProblem, PluginState
from iok_core.plugin_host.registry import Plugin, PluginRegistry
from iok_core.plugin_host.tables import FailingPart

_WITH_TABLES = (PluginState.READY, PluginState.NEEDS_MIGRATION)


class PluginMigrations(msgspec.Struct, frozen=True):
    names: list[str]
    """Of those that were run, "plugin: id"."""
    failed: dict[str, str]
    """By plugin: why."""


async def migrate_plugins(registry: PluginRegistry, clock: Clock) -> PluginMigrations:
    """To be called when the core's tables are current."""
    done = PluginMigrations([], {})
    for plugin in registry.plugins:
        if plugin.tables is not None and plugin.state in _WITH_TABLES:
            await _migrate(plugin, plugin.tables, done, clock)
    return done


async def _migrate(plugin: Plugin, tables: str, done: PluginMigrations, clock: Clock) -> None:
    part = Part(plugin.name, MIGRATIONS)
    try:
        done.names.extend(await migrate((tables,), lambda name: is_own(plugin.name, name)))
    except MigrationError as error:
        done.names.extend(error.names)
        done.failed[plugin.name] = error.reasons[tables]
        await count_failure(part, error.reasons[tables], clock)
    else:
        await forget_failures(part)


async def set_aside_unmigrated(registry: PluginRegistry) -> None:
    """Nothing is used of a plugin whose tables are not as it needs them."""
    reasons = {
        plugin.name: why
        for plugin in registry.ready
        if plugin.tables is not None and (why := await _why(plugin, plugin.tables)) is not None
    }
    registry.set_aside(reasons)


async def _why(plugin: Plugin, tables: str) -> tuple[PluginProblem, str] | None:
    try:
        waiting = await pending((tables,))
    except MigrationError as error:
        return PluginProblem.MIGRATION_FAILED, error.reasons[tables]
    except DatabaseError as error:
        return PluginProblem.MIGRATION_WAITS, str(error)
    if not waiting:
        return None
    failed = await failing() if await FailingPart.table_exists() else {}
    tried = failed.get(Part(plugin.name, MIGRATIONS))
    if tried is not None:
        return PluginProblem.MIGRATION_FAILED, tried.reason
    return PluginProblem.MIGRATION_WAITS, f"{len(waiting)} to run"
