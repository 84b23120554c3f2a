"""What the office reads of losses."""

from collections.abc import Mapping

from iok_core.losses.breaches import Outcome
from iok_core.losses.kinds import LossWay, Refusal
from iok_core.losses.timeline import What
from iok_core.web.i18n import Msgid, msgid

WAYS: Mapping[LossWay, Msgid] = {
    LossWay.WORDS: msgid("Report in the portal, without signing in"),
    LossWay.CODE: msgid("Freeze code from the printout"),
    LossWay.RESIDENT: msgid("The resident, signed in"),
    LossWay.OFFICE: msgid("Told to the office"),
}
MOMENTS: Mapping[What, Msgid] = {
    What.HAPPENED: msgid("The loss, as stated"),
    What.SIGNED_IN: msgid("Sign-in"),
    What.FAILED: msgid("Sign-in with a wrong password"),
    What.REPORTED: msgid("Loss reported"),
    What.BLOCKED: msgid("Access blocked"),
}
OUTCOMES: Mapping[Outcome, Msgid] = {
    Outcome.NOTIFIED: msgid("Told to the authority"),
    Outcome.NO_RISK: msgid("No risk to anybody's rights: not told"),
}
REFUSALS: Mapping[Refusal, Msgid] = {
    Refusal.NO_REASON: msgid("Write why nothing has to be blocked"),
    Refusal.DOCUMENT_NUMBER: msgid("Take out the PESEL or the number of the identity document"),
}
