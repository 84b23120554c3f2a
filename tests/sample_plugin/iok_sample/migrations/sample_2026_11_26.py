from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import BigInt, BigSerial, Varchar

ID = "2026-11-26T20:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "notes"

TABLE = {"table_class_name": "Note", "tablename": "plugin_sample_note", "schema": None}


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="sample", description=DESCRIPTION)
    manager.add_table(class_name="Note", tablename="plugin_sample_note", schema=None, columns=None)
    manager.add_column(
        **TABLE,
        column_name="id",
        db_column_name="id",
        column_class_name="BigSerial",
        column_class=BigSerial,
        params={"null": False, "primary_key": True, "unique": False, "index": False},
    )
    manager.add_column(
        **TABLE,
        column_name="person",
        db_column_name="person",
        column_class_name="BigInt",
        column_class=BigInt,
        params={"default": 0, "null": False, "primary_key": False, "unique": True, "index": False},
    )
    manager.add_column(
        **TABLE,
        column_name="text",
        db_column_name="text",
        column_class_name="Varchar",
        column_class=Varchar,
        params={"length": 200, "default": "", "null": False, "unique": False, "index": False},
    )
    return manager
