from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-01-01T00:00:00:000000"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="bad-migration", description="")

    async def drop_a_table_of_the_portal():
        from iok_core.identity.tables import Session

        await Session.alter().drop_table()

    manager.add_raw(drop_a_table_of_the_portal)
    return manager
