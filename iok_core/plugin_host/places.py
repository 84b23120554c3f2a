"""What a plugin has by convention: templates and tables in the package of its entry point."""

import importlib
import importlib.util
from pathlib import Path
from types import ModuleType

from iok_core.db.apps import AppConfig
from iok_core.plugin_host.problems import PluginProblem
from iok_core.plugin_host.refusal import PluginRefusedError, containing

TEMPLATES = "templates"
TABLES = "piccolo_app"


def package_of(module: str) -> ModuleType | None:
    """The package of an entry point's module, imported with it; a lone module has none."""
    spec = importlib.import_module(module).__spec__
    return importlib.import_module(spec.parent) if spec and spec.parent else None


def templates_of(package: ModuleType | None) -> Path | None:
    folder = Path(package.__file__ or "").parent / TEMPLATES if package else None
    return folder if folder is not None and folder.is_dir() else None


def tables_of(plugin: str, package: ModuleType | None) -> str | None:
    """The module of its Piccolo app. Raises PluginRefusedError."""
    if package is None or importlib.util.find_spec(f"{package.__name__}.{TABLES}") is None:
        return None
    app = f"{package.__name__}.{TABLES}"
    with containing(PluginProblem.BAD_TABLES):
        config = importlib.import_module(app).APP_CONFIG
        if not isinstance(config, AppConfig):
            raise PluginRefusedError(PluginProblem.BAD_TABLES, "APP_CONFIG is no AppConfig")
        if config.app_name != plugin:
            wrong = f"app_name is {config.app_name!r}, not {plugin!r}"
            raise PluginRefusedError(PluginProblem.BAD_TABLES, wrong)
        names = [table._meta.tablename for table in config.table_classes]
        if foreign := [name for name in names if not is_own(plugin, name)]:
            wrong = f"{', '.join(foreign)}: a table's name begins with {prefix_of(plugin)}"
            raise PluginRefusedError(PluginProblem.BAD_TABLES, wrong)
    return app


def prefix_of(plugin: str) -> str:
    """No table of the core has such a name."""
    return f"plugin_{plugin.replace('-', '_')}_"


def is_own(plugin: str, table: str) -> bool:
    return table.startswith(prefix_of(plugin))
