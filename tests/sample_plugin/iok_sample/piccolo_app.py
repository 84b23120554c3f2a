from pathlib import Path

from piccolo.conf.apps import AppConfig

from iok_sample.tables import Note

APP_CONFIG = AppConfig(
    app_name="sample",
    migrations_folder_path=str(Path(__file__).parent / "migrations"),
    table_classes=[Note],
    migration_dependencies=[],
    commands=[],
)
