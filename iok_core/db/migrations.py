"""Piccolo migrations run in this process, app by app, so that a broken app stops only itself."""

import importlib
import io
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import redirect_stdout
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.apps.migrations.tables import Migration
from piccolo.conf.apps import AppConfig

from iok_core.db.errors import DatabaseError
from iok_core.db.queries import transaction


class MigrationError(DatabaseError):
    """Some apps could not be migrated; `reasons` by app, `names` of what went well."""

    def __init__(self, reasons: dict[str, str], names: list[str]) -> None:
        super().__init__("; ".join(f"{app}: {reason}" for app, reason in reasons.items()))
        self.reasons = reasons
        self.names = names


async def migrate(apps: Sequence[str]) -> list[str]:
    """Run what has not run of each `piccolo_app` module, in this order; "app: id" of each.

    Raises MigrationError after all have been tried, if any failed.
    """
    return await _each(apps, _forwards)


async def pending(apps: Sequence[str]) -> list[str]:
    """What `migrate` would run. Raises MigrationError if an app cannot be read."""
    return await _each(apps, _not_yet_run)


async def _each(apps: Sequence[str], act: Callable[[AppConfig], AsyncIterator[str]]) -> list[str]:
    await Migration.create_table(if_not_exists=True)
    names: list[str] = []
    reasons: dict[str, str] = {}
    for app in apps:
        try:
            config = _config(app, reasons)
            async for migration in act(config):
                names.append(f"{config.app_name}: {migration}")
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a plugin's code may do anything
            reasons[app] = f"{type(error).__name__}: {error}"
    if reasons:
        raise MigrationError(reasons, names)
    return names


def _config(app: str, failed: dict[str, str]) -> AppConfig:
    config: AppConfig = importlib.import_module(app).APP_CONFIG
    for needed in config.migration_dependencies:
        if needed in failed:
            raise DatabaseError(f"it needs {needed}, which failed")
    return config


async def _not_yet_run(config: AppConfig) -> AsyncIterator[str]:
    done = set(await Migration.get_migrations_which_ran(config.app_name))
    for name in _modules(config):
        if name not in done:
            yield name


async def _forwards(config: AppConfig) -> AsyncIterator[str]:
    modules = _modules(config)
    async for name in _not_yet_run(config):
        async with transaction():
            await _run(modules[name].forwards)
            await Migration.insert(Migration(name=name, app_name=config.app_name))
        yield name


async def _run(forwards: Callable[[], Awaitable[object]]) -> None:
    manager = await forwards()
    if isinstance(manager, MigrationManager):
        with redirect_stdout(io.StringIO()):  # Piccolo prints each step
            await manager.run()


def _modules(config: AppConfig) -> dict[str, ModuleType]:
    """By migration id, oldest first; loaded by path, as two apps may name a file alike."""
    files = sorted(Path(config.resolved_migrations_folder_path).glob("*.py"))
    modules = [_load(file) for file in files if file.name != "__init__.py"]
    return {module.ID: module for module in sorted(modules, key=lambda module: str(module.ID))}


def _load(file: Path) -> ModuleType:
    spec = spec_from_file_location(file.stem, file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file} is no Python module")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
