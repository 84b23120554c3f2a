"""Roles, what they open, and why something was refused, as the office reads it."""

from collections.abc import Mapping

from iok_core.identity.colleagues import StaffState
from iok_core.identity.permissions import Permission, Role
from iok_core.identity.staff_acts import StaffRefusal
from iok_core.web.i18n import Msgid, gettext, msgid

ROLES: Mapping[str, Msgid] = {
    Role.DESK: msgid("Front office"),
    Role.SETTLEMENTS: msgid("Settlements"),
    Role.TECHNICAL: msgid("Technical department"),
    Role.BOARD: msgid("Board"),
    Role.ADMINISTRATOR: msgid("Administrator"),
}
PERMISSIONS: Mapping[str, Msgid] = {
    Permission.SEE_RESIDENTS: msgid("find residents; see what they hold and who acts for them"),
    Permission.SEE_ACCESSES: msgid("see the lists of accesses and blocks, and take them as files"),
    Permission.ISSUE_CREDENTIALS: msgid("issue accesses and new start passwords to residents"),
    Permission.BLOCK_ACCESS: msgid("block accesses and lift blocks, except under clause 11"),
    Permission.BLOCK_FOR_MISUSE: msgid("block for misuse (clause 11) and lift such blocks"),
    Permission.SEE_IMPORTS: msgid("see imports and accounts that need a look"),
    Permission.RUN_IMPORTS: msgid("start an import"),
    Permission.DECIDE_IMPORTS: msgid("publish or reject held data, go back to earlier data"),
    Permission.CONFIGURE_MODULES: msgid("set up modules"),
    Permission.MANAGE_PLUGINS: msgid("see plugins and resume them"),
    Permission.RUN_REPORTS: msgid("make reports for many residents"),
    Permission.SEE_MESSAGES: msgid("see messages that did not arrive"),
    Permission.RESEND_MESSAGES: msgid("send such messages again or close them"),
    Permission.SEE_AUDIT: msgid("read the journal of events, and verify it"),
    Permission.EDIT_REGULATIONS: msgid("write, approve, announce and correct the regulations"),
    Permission.PLAN_MAINTENANCE: msgid("plan breaks in the work of the portal"),
    Permission.ANNOUNCE: msgid("put up announcements and documents for residents"),
    Permission.ANSWER_RESIDENTS: msgid("read and answer questions, suggestions and declarations"),
    Permission.ANSWER_SETTLEMENTS: msgid("read and answer complaints about amounts"),
    Permission.ANSWER_FAULTS: msgid("read and deal with faults"),
    Permission.SEE_FIGURES: msgid("see how many submissions came in and were answered in time"),
    Permission.SEE_STAFF: msgid("see who works at the office and in which role"),
    Permission.MANAGE_STAFF: msgid("add staff, change roles, disable and enable"),
}
STATES: Mapping[str, Msgid] = {
    StaffState.ACTIVE: msgid("active"),
    StaffState.ISSUED: msgid("has not set a password yet"),
    StaffState.NO_ACCESS: msgid("no access"),
    StaffState.DISABLED: msgid("disabled"),
}
REFUSALS: Mapping[str, Msgid] = {
    StaffRefusal.NOT_PERMITTED: msgid("Your role does not open this."),
    StaffRefusal.SELF: msgid("Nobody does this to themselves: ask another administrator."),
    StaffRefusal.LAST_ADMINISTRATOR: msgid(
        "This is the only administrator with an own password. First there has to be another one."
    ),
    StaffRefusal.CHANGED: msgid("This has changed meanwhile. Look once more, then decide."),
    StaffRefusal.SAME_NAME: msgid("Somebody of this name works here already: add what tells apart"),
    StaffRefusal.DISABLED: msgid("Enable this person first."),
    StaffRefusal.ADMINISTRATOR: msgid(
        "An administrator gets a start password only from the person who runs the server."
    ),
}


def role_name(role: str) -> str:
    """One that another release has left stands as its code: it opens nothing."""
    return gettext(ROLES[role]) if role in ROLES else role
