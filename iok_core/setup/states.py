"""How a module stands, out of what is known of it; pure."""

from enum import StrEnum

import msgspec

from iok_core.modules.service import ModuleRow


class ModuleState(StrEnum):
    NEW = "new"
    """Set up, and not checked yet."""
    READY = "ready"
    CHECKING = "checking"
    WAITING = "waiting"
    """It works, or waits for its turn."""
    NEEDS_ATTENTION = "needs_attention"
    PAUSED = "paused"


class StateReason(StrEnum):
    NONE = ""
    EXTENSION_MISSING = "extension_missing"
    """No plugin that is ready brings it."""
    RUN_FAILED = "run_failed"
    """What went wrong stands in the module's `problem`."""
    FAILED_OFTEN = "failed_often"
    BY_STAFF = "by_staff"


class Work(StrEnum):
    """What is under way for a module."""

    NOTHING = ""
    CHECK = "check"
    OTHER = "other"


class Standing(msgspec.Struct, frozen=True):
    state: ModuleState
    reason: StateReason = StateReason.NONE


def standing(module: ModuleRow, work: Work, *, is_there: bool) -> Standing:
    """`is_there`: a plugin that is ready brings the extension."""
    if not is_there:
        return Standing(ModuleState.NEEDS_ATTENTION, StateReason.EXTENSION_MISSING)
    if work is Work.CHECK:
        return Standing(ModuleState.CHECKING)
    if module.failed_often:
        return Standing(ModuleState.PAUSED, StateReason.FAILED_OFTEN)
    if module.problem:
        return Standing(ModuleState.NEEDS_ATTENTION, StateReason.RUN_FAILED)
    if module.is_new:
        return Standing(ModuleState.NEW)
    if not module.active:
        return Standing(ModuleState.PAUSED, StateReason.BY_STAFF)
    if work is Work.OTHER:
        return Standing(ModuleState.WAITING)
    return Standing(ModuleState.READY if module.worked_at else ModuleState.NEW)
