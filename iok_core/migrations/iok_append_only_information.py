"""What people were told about their data cannot be changed."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from iok_core.db import execute
from iok_core.db.append_only import append_only

ID = "2026-11-27T05:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "append-only information"

TABLES = {"information_version": "number"}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="iok", description=DESCRIPTION)

    async def add_triggers() -> None:
        for table, key in TABLES.items():
            for statement in append_only(table, key):
                await execute(statement)

    manager.add_raw(add_triggers)
    return manager
