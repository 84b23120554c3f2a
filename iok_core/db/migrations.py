"""Piccolo migrations run in this process, app by app, so that a broken app stops only itself."""

import importlib
import io
from collections.abc import Awaitable, Callable, Sequence
from contextlib import redirect_stdout
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.apps.migrations.tables import Migration

from iok_core.db.apps import AppConfig
from iok_core.db.binding import bound
from iok_core.db.errors import DatabaseError, OutdatedDatabaseError
from iok_core.db.postgres.fitness import require_fit
from iok_core.db.queries import fetch, hold, transaction

_MIGRATING = "migrations"


class MigrationError(DatabaseError):
    """Some apps failed: `reasons` by app; `names` of the migrations that went well, "app: id"."""

    def __init__(self, reasons: dict[str, str], names: list[str]) -> None:
        super().__init__("; ".join(f"{app}: {reason}" for app, reason in reasons.items()))
        self.reasons = reasons
        self.names = names


Owns = Callable[[str], bool]
"""Whether a table of that name may be made, changed or dropped by an app."""


def _everything(_table: str) -> bool:
    return True


async def migrate(apps: Sequence[str], owns: Owns = _everything) -> list[str]:
    """Run what has not run of each `piccolo_app` module, in this order; "app: id" of each run.

    Each migration is a transaction, which is undone if it touches a table that the apps do not
    own. Raises MigrationError after all apps have been tried.
    """
    await require_fit()
    async with transaction():
        await hold(_MIGRATING)
        if not await Migration.table_exists():
            await Migration.create_table()

    async def run(config: AppConfig, names: list[str]) -> None:
        await _run_pending(config, names, owns)

    return await _each(apps, run)


async def pending(apps: Sequence[str]) -> list[str]:
    """What `migrate` would run, changing nothing. Raises MigrationError as it does."""
    return await _each(apps, _list_pending)


async def require_current(apps: Sequence[str]) -> None:
    """Raises OutdatedDatabaseError, MigrationError."""
    if await pending(apps):
        raise OutdatedDatabaseError("the database is older than this release: run `iok migrate`")


_ON_SQLITE = "SELECT tbl_name, type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
_ELSEWHERE = (
    "SELECT table_name, column_name, data_type, column_default, is_nullable "
    "FROM information_schema.columns WHERE table_schema = current_schema()"
)

_Act = Callable[[AppConfig, list[str]], Awaitable[None]]


async def _each(apps: Sequence[str], act: _Act) -> list[str]:
    names: list[str] = []
    reasons: dict[str, str] = {}
    for app in apps:
        try:
            await act(_config(app, reasons), names)
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


async def _list_pending(config: AppConfig, names: list[str]) -> None:
    ran = await _ran(config)
    names += [f"{config.app_name}: {name}" for name in _modules(config) if name not in ran]


async def _run_pending(config: AppConfig, names: list[str], owns: Owns) -> None:
    for name, module in _modules(config).items():
        async with transaction():
            await hold(_MIGRATING)
            if name in await _ran(config):  # asked here, as another process may be migrating
                continue
            before = await _foreign_tables(owns)
            await _run(module)
            await _require_unchanged(before, owns)
            await Migration.insert(Migration(name=name, app_name=config.app_name))
        names.append(f"{config.app_name}: {name}")


async def _ran(config: AppConfig) -> list[str]:
    if not await Migration.table_exists():
        return []
    return await Migration.get_migrations_which_ran(config.app_name)


async def _foreign_tables(owns: Owns) -> set[tuple[object, ...]]:
    """Every table that is not theirs, with its columns."""
    if owns is _everything:
        return set()
    sqlite = bound().engine_type == "sqlite"
    return {
        tuple(row)
        for row in await fetch(_ON_SQLITE if sqlite else _ELSEWHERE)
        if not owns(str(row[0]))
    }


async def _require_unchanged(before: set[tuple[object, ...]], owns: Owns) -> None:
    changed = before ^ await _foreign_tables(owns)
    if changed:
        names = ", ".join(sorted({str(row[0]) for row in changed}))
        raise DatabaseError(f"it touches tables that are not its own: {names}")


async def _run(module: ModuleType) -> None:
    manager = await module.forwards()
    if isinstance(manager, MigrationManager):
        with redirect_stdout(io.StringIO()):  # Piccolo prints each step
            await manager.run()


def _modules(config: AppConfig) -> dict[str, ModuleType]:
    """By migration id, oldest first; loaded by path, as two apps may name a file alike."""
    folder = Path(config.resolved_migrations_folder_path)
    if not folder.is_dir():
        raise DatabaseError(f"{config.app_name} has no folder {folder}")
    modules = [_load(file) for file in folder.glob("*.py") if file.name != "__init__.py"]
    return {module.ID: module for module in sorted(modules, key=lambda module: str(module.ID))}


def _load(file: Path) -> ModuleType:
    spec = spec_from_file_location(file.stem, file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file} is no Python module")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
