"""What each role may do. What is not written here nobody may."""

from enum import StrEnum


class Permission(StrEnum):
    SEE_RESIDENTS = "see_residents"
    """Find payers, and read what they hold and who acts for them."""
    SEE_ACCESSES = "see_accesses"
    """The lists of everybody's accesses and blocks, which are more than one looks up."""
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
    SEE_AUDIT = "see_audit"
    """Who did what, and who looked at whom: ids and codes, no data of residents."""
    SEE_STAFF = "see_staff"
    MANAGE_STAFF = "manage_staff"
    """Add colleagues, give and take roles, shut out; where an administrator is concerned, with a
    second person."""
    EDIT_REGULATIONS = "edit_regulations"
    """Write drafts, and approve, announce and correct versions."""
    PLAN_MAINTENANCE = "plan_maintenance"
    """While it lasts the portal is read only for everybody."""
    ANNOUNCE = "announce"
    """Put up announcements and documents for residents."""
    ANSWER_RESIDENTS = "answer_residents"
    """Read what residents send in, and answer; each desk its own."""
    ANSWER_SETTLEMENTS = "answer_settlements"
    ANSWER_FAULTS = "answer_faults"
    SEE_FIGURES = "see_figures"
    """How many submissions came in and were answered in time; of nobody in particular."""


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
            Permission.SEE_ACCESSES,
            Permission.ISSUE_CREDENTIALS,
            Permission.BLOCK_ACCESS,
            Permission.SEE_MESSAGES,
            Permission.RESEND_MESSAGES,
            Permission.ANNOUNCE,
            Permission.ANSWER_RESIDENTS,
            Permission.ANSWER_FAULTS,
        }
    ),
    Role.SETTLEMENTS: frozenset(
        {
            Permission.SEE_RESIDENTS,
            Permission.SEE_ACCESSES,
            Permission.SEE_IMPORTS,
            Permission.RUN_IMPORTS,
            Permission.DECIDE_IMPORTS,
            Permission.RUN_REPORTS,
            Permission.SEE_MESSAGES,
            Permission.ANSWER_SETTLEMENTS,
        }
    ),
    Role.TECHNICAL: frozenset(
        {Permission.SEE_RESIDENTS, Permission.ANNOUNCE, Permission.ANSWER_FAULTS}
    ),
    Role.BOARD: frozenset(
        {
            Permission.SEE_IMPORTS,
            Permission.SEE_STAFF,
            Permission.SEE_AUDIT,
            Permission.EDIT_REGULATIONS,
            Permission.ANNOUNCE,
            Permission.SEE_FIGURES,
        }
    ),
    Role.ADMINISTRATOR: frozenset(Permission),
}


def permissions_of(role: str) -> frozenset[Permission]:
    """Nothing for a role that is unknown, or that has been granted nothing."""
    return _GRANTED.get(role, frozenset())
