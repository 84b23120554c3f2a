"""How a plugin stands, and why."""

from enum import StrEnum


class PluginState(StrEnum):
    READY = "ready"
    DISABLED = "disabled"
    INCOMPATIBLE = "incompatible"
    BROKEN = "broken"
    NEEDS_MIGRATION = "needs_migration"


class PluginProblem(StrEnum):
    """Why a plugin is not ready; the portal has the words for staff."""

    SWITCHED_OFF = "switched_off"
    SAFE_MODE = "safe_mode"
    """It does not come with the portal, and only those are loaded now."""
    WRONG_METADATA = "wrong_metadata"
    NO_CORE_VERSION = "no_core_version"
    """Its distribution does not say which versions of iok it works with."""
    OTHER_CORE_VERSION = "other_core_version"
    IMPORT_FAILED = "import_failed"
    IMPORT_HANGS = "import_hangs"
    IMPORT_KILLS = "import_kills"
    """Importing it ends the whole process."""
    UNKNOWN_HOOK = "unknown_hook"
    HOOK_FAILED = "hook_failed"
    WRONG_ANSWER = "wrong_answer"
    """A hook answered with something else than complete extension classes."""
    WRONG_COLOUR = "wrong_colour"
    """Async where plain code is wanted, or no generator where one is."""
    NAME_TAKEN = "name_taken"
    FOREIGN_PAGE = "foreign_page"
    """A page that is not under the plugin's own address."""
    NO_GATE = "no_gate"
    BAD_PAGE = "bad_page"
    """A page that cannot be served: its address, its parameters, or the same address twice."""
    BAD_TEMPLATE = "bad_template"
    BAD_TABLES = "bad_tables"
    """Its tables cannot be read, or have names that are not its own."""
    MIGRATION_WAITS = "migration_waits"
    MIGRATION_FAILED = "migration_failed"
