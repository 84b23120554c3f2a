from collections.abc import Mapping

from iok_core.demands.service import DemandForm, DemandKind, DemandState
from iok_core.web.i18n import Msgid, msgid

KINDS: Mapping[DemandKind, Msgid] = {
    DemandKind.NEW_PASSWORD: msgid("New password"),
    DemandKind.BLOCK: msgid("Block of the access"),
    DemandKind.UNBLOCK: msgid("Lifting the block"),
}
FORMS: Mapping[DemandForm, Msgid] = {
    DemandForm.IN_PERSON: msgid("Signed at the office"),
    DemandForm.PAPER: msgid("Letter on paper"),
    DemandForm.SIGNED_MAIL: msgid("E-mail with a signature"),
    DemandForm.E_DELIVERY: msgid("ePUAP or e-Doręczenia"),
}
STATES: Mapping[DemandState, Msgid] = {
    DemandState.OPEN: msgid("To be carried out"),
    DemandState.OVERDUE: msgid("Overdue"),
    DemandState.EXECUTED: msgid("Carried out"),
    DemandState.CLOSED: msgid("Closed, not carried out"),
}
DEMANDS: Mapping[DemandKind, Msgid] = {
    DemandKind.NEW_PASSWORD: msgid("I demand a new password to the resident portal."),
    DemandKind.BLOCK: msgid("I demand that my access to the resident portal be blocked."),
    DemandKind.UNBLOCK: msgid("I demand that my access to the resident portal be unblocked."),
}
"""What the resident signs."""
DONE: Mapping[DemandKind, Msgid] = {
    DemandKind.NEW_PASSWORD: msgid(
        "A new start password was issued; the old password stopped working at that moment."
    ),
    DemandKind.BLOCK: msgid("The access to the resident portal was blocked."),
    DemandKind.UNBLOCK: msgid("The block of the access to the resident portal was lifted."),
}
"""What a letter confirms."""
