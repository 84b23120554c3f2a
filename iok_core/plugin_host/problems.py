"""How a plugin stands, and why."""

from enum import StrEnum


class PluginState(StrEnum):
    READY = "ready"
    DISABLED = "disabled"
    INCOMPATIBLE = "incompatible"
    BROKEN = "broken"


class PluginProblem(StrEnum):
    """Why a plugin is not ready; the portal has the words for staff."""

    SWITCHED_OFF = "switched_off"
    WRONG_METADATA = "wrong_metadata"
    NO_CORE_VERSION = "no_core_version"
    """Its distribution does not say which versions of iok it works with."""
    OTHER_CORE_VERSION = "other_core_version"
    IMPORT_FAILED = "import_failed"
    UNKNOWN_HOOK = "unknown_hook"
    HOOK_FAILED = "hook_failed"
    WRONG_ANSWER = "wrong_answer"
    """A hook answered with something else than complete extension classes."""
    WRONG_COLOUR = "wrong_colour"
    """Async where plain code is wanted, or no generator where one is."""
    NAME_TAKEN = "name_taken"
