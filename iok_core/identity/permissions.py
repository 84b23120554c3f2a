"""What each role may do. What is not written here nobody may."""

from enum import StrEnum


class Permission(StrEnum):
    SEE_RESIDENTS = "see_residents"
    ISSUE_CREDENTIALS = "issue_credentials"
    BLOCK_ACCESS = "block_access"
    BLOCK_FOR_MISUSE = "block_for_misuse"
    """Under clause 11: who is blocked did not ask for it, so the desk alone may not."""
    SEE_IMPORTS = "see_imports"
    RUN_IMPORTS = "run_imports"
    CONFIGURE_MODULES = "configure_modules"
    DECIDE_IMPORTS = "decide_imports"
    """Release and reject, undo and redo."""
    MANAGE_PLUGINS = "manage_plugins"
    RUN_REPORTS = "run_reports"
    SEE_MESSAGES = "see_messages"
    RESEND_MESSAGES = "resend_messages"
    EDIT_REGULATIONS = "edit_regulations"
    """Write drafts, and approve, announce and correct versions."""


class Role(StrEnum):
    DESK = "desk"
    SETTLEMENTS = "settlements"
    TECHNICAL = "technical"
    BOARD = "board"
    ADMINISTRATOR = "administrator"


_GRANTED: dict[str, frozenset[Permission]] = {
    Role.DESK: frozenset(
        {
            Permission.SEE_RESIDENTS,
            Permission.ISSUE_CREDENTIALS,
            Permission.BLOCK_ACCESS,
            Permission.SEE_MESSAGES,
            Permission.RESEND_MESSAGES,
        }
    ),
    Role.SETTLEMENTS: frozenset(
        {
            Permission.SEE_RESIDENTS,
            Permission.SEE_IMPORTS,
            Permission.RUN_IMPORTS,
            Permission.DECIDE_IMPORTS,
            Permission.RUN_REPORTS,
            Permission.SEE_MESSAGES,
        }
    ),
    Role.BOARD: frozenset({Permission.SEE_IMPORTS, Permission.EDIT_REGULATIONS}),
    Role.ADMINISTRATOR: frozenset(Permission),
}


def permissions_of(role: str) -> frozenset[Permission]:
    """Nothing for a role that is unknown, or that has been granted nothing."""
    return _GRANTED.get(role, frozenset())
