"""What a notice is about, and what follows from that."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from iok_core.events.kinds import EventKind


class NoticeKind(StrEnum):
    """A released code keeps its meaning for ever."""

    ACCESS_ISSUED = "access_issued"
    ACCESS_BLOCKED = "access_blocked"
    ACCESS_UNBLOCKED = "access_unblocked"
    VIEW_ENDS = "view_ends"
    OBJECTION_DECIDED = "objection_decided"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 (a name)
    FACTOR_ADDED = "factor_added"
    FACTOR_REMOVED = "factor_removed"
    RECOVERY_USED = "recovery_used"
    RECOVERY_RENEWED = "recovery_renewed"
    DEVICE_NEW = "device_new"
    ADDRESS_CHANGED = "address_changed"
    ADDRESS_CODE = "address_code"
    """To an address that is not confirmed yet: the code that confirms it."""
    LOSS_CODE = "loss_code"
    """The code that blocks the access of whoever has told a loss."""
    NEW_BALANCE = "new_balance"
    REGULATIONS_ANNOUNCED = "regulations_announced"
    ANNOUNCED = "announced"
    SUBMISSION_SENT = "submission_sent"
    SUBMISSION_ANSWERED = "submission_answered"
    OCCUPANTS_DECLARED = "occupants_declared"
    CONSENT_ASKED = "consent_asked"
    SUBMISSION_COPY = "submission_copy"
    """To the cooperative's mailbox: something was sent in."""
    MESSAGE_COPY = "message_copy"
    """The same: somebody has written more in a submission."""


class KindRules(msgspec.Struct, frozen=True):
    mandatory: bool = True
    """About somebody's access or rights: nobody can switch it off, and it waits for no morning."""
    listed: bool = True
    """Shown in the portal; else only a channel carries it."""
    outdates: bool = True
    """Told too late, no channel carries it any more."""


RULES: Mapping[NoticeKind, KindRules] = {
    **dict.fromkeys(NoticeKind, KindRules()),
    NoticeKind.ADDRESS_CODE: KindRules(listed=False),
    NoticeKind.LOSS_CODE: KindRules(listed=False),
    NoticeKind.NEW_BALANCE: KindRules(mandatory=False),
    NoticeKind.ANNOUNCED: KindRules(mandatory=False),
    NoticeKind.SUBMISSION_SENT: KindRules(mandatory=False),
    NoticeKind.SUBMISSION_ANSWERED: KindRules(mandatory=False),
    NoticeKind.OCCUPANTS_DECLARED: KindRules(mandatory=False),
    NoticeKind.CONSENT_ASKED: KindRules(mandatory=False),
    NoticeKind.SUBMISSION_COPY: KindRules(listed=False, outdates=False),
    NoticeKind.MESSAGE_COPY: KindRules(listed=False, outdates=False),
}

OPTIONAL = tuple(kind for kind in NoticeKind if not RULES[kind].mandatory)
"""What a resident may not want by mail."""

ABOUT_ONE_PERSON: Mapping[EventKind, NoticeKind] = {
    EventKind.ACCESS_ISSUED: NoticeKind.ACCESS_ISSUED,
    EventKind.ACCESS_BLOCKED: NoticeKind.ACCESS_BLOCKED,
    EventKind.ACCESS_UNBLOCKED: NoticeKind.ACCESS_UNBLOCKED,
    EventKind.VIEW_ENDS: NoticeKind.VIEW_ENDS,
    EventKind.OBJECTION_DECIDED: NoticeKind.OBJECTION_DECIDED,
    EventKind.PASSWORD_CHANGED: NoticeKind.PASSWORD_CHANGED,
    EventKind.LOSS_REPORTED: NoticeKind.LOSS_CODE,
    EventKind.FACTOR_ADDED: NoticeKind.FACTOR_ADDED,
    EventKind.FACTOR_REMOVED: NoticeKind.FACTOR_REMOVED,
    EventKind.RECOVERY_USED: NoticeKind.RECOVERY_USED,
    EventKind.RECOVERY_RENEWED: NoticeKind.RECOVERY_RENEWED,
    EventKind.DEVICE_NEW: NoticeKind.DEVICE_NEW,
    EventKind.ADDRESS_GIVEN: NoticeKind.ADDRESS_CODE,
    EventKind.ADDRESS_CHANGED: NoticeKind.ADDRESS_CHANGED,
    EventKind.SUBMISSION_SENT: NoticeKind.SUBMISSION_SENT,
    EventKind.SUBMISSION_ANSWERED: NoticeKind.SUBMISSION_ANSWERED,
}
"""Events whose subject names the person, or their identity, or what tells whose it is."""


COPIES: Mapping[EventKind, NoticeKind] = {
    EventKind.SUBMISSION_SENT: NoticeKind.SUBMISSION_COPY,
    EventKind.SUBMISSION_WRITTEN: NoticeKind.MESSAGE_COPY,
}
"""Events of which the cooperative's mailbox is told."""

ABOUT_CO_HOLDERS: Mapping[EventKind, NoticeKind] = {
    EventKind.OCCUPANTS_DECLARED: NoticeKind.OCCUPANTS_DECLARED,
    EventKind.CONSENT_ASKED: NoticeKind.CONSENT_ASKED,
}
"""Events told to whoever holds `premises` beside `person`."""


class DeliveryState(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    """In somebody's hand. When the lease is over it may have been sent."""
    SENT = "sent"
    UNCERTAIN = "uncertain"
    """It may have been sent, more than once over: a person decides."""
    DEAD = "dead"
    """Refused, or tried too often: a person decides."""
    CLOSED = "closed"
    """Nothing more is to be done: a person said so, or the address is gone."""


class Why(StrEnum):
    """Why a delivery stands where it stands; the portal has the words for staff."""

    NONE = ""
    LATER = "later"
    """The other side said: not now."""
    REFUSED = "refused"
    TOO_OFTEN = "too_often"
    """Not taken after so many tries."""
    ANSWER_LOST = "answer_lost"
    """Handed over, and the line broke before the answer came."""
    CHANNEL_FAILED = "channel_failed"
    """The channel's process ended with the message in its hand."""
    CHANNEL_RESTS = "channel_rests"
    """The channel could send nothing at all."""
    WORKER_LOST = "worker_lost"
    """The worker ended with the message in its hand."""
    ADDRESS_GONE = "address_gone"
    CODE_EXPIRED = "code_expired"
    CLOSED_BY_STAFF = "closed_by_staff"
