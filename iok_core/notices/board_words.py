"""What the office reads of deliveries."""

from collections.abc import Mapping

from iok_core.notices.kinds import DeliveryState, Why
from iok_core.web.i18n import Msgid, msgid

STATES: Mapping[DeliveryState, Msgid] = {
    DeliveryState.WAITING: msgid("Waits to be sent"),
    DeliveryState.SENDING: msgid("Being sent"),
    DeliveryState.SENT: msgid("Sent"),
    DeliveryState.UNCERTAIN: msgid("Uncertain"),
    DeliveryState.DEAD: msgid("Not sent"),
    DeliveryState.CLOSED: msgid("Closed"),
}

WHY: Mapping[Why, Msgid] = {
    Why.LATER: msgid("The mail server asked to try later."),
    Why.REFUSED: msgid(
        "The mail server refused it: most likely the address no longer exists. Tell the resident."
    ),
    Why.TOO_OFTEN: msgid("The mail server did not take it, however often it was tried."),
    Why.ANSWER_LOST: msgid(
        "The line broke before the server answered: it may have arrived. Sending again may "
        "bring it twice."
    ),
    Why.CHANNEL_FAILED: msgid("The channel failed with this message: it may have arrived."),
    Why.CHANNEL_RESTS: msgid("The channel cannot send now; this is tried again by itself."),
    Why.WORKER_LOST: msgid("The portal was stopped while it was being sent: it may have arrived."),
    Why.ADDRESS_GONE: msgid("The resident has removed or changed the address."),
    Why.CODE_EXPIRED: msgid("The code no longer holds."),
    Why.CLOSED_BY_STAFF: msgid("Closed by the office."),
}
