from enum import StrEnum


class HandOverState(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    """In a connector's hand. When the lease is over it may have been taken."""
    TAKEN = "taken"
    DEAD = "dead"
    """Refused, or tried too often: a person decides."""
    CLOSED = "closed"
    """Nothing is to be sent any more."""


class Why(StrEnum):
    """Why a hand-over stands where it stands. A released code keeps its meaning for ever."""

    NONE = ""
    BEFORE = "before"
    """The accounting system had it already."""
    LATER = "later"
    """The connector said: not now."""
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    """The connector can take nothing at all now."""
    FAILED = "failed"
    """The connector failed with it in its hand."""
    WORKER_LOST = "worker_lost"
    """The worker ended with it in its hand."""
    NOT_TAKEN = "not_taken"
    """The module takes nothing over any more."""
    BY_HAND = "by_hand"
    """Somebody has entered it in the accounting system."""
    NOT_ACCEPTED = "not_accepted"
    """The office has taken its acceptance back."""
    NEWER = "newer"
    """A later number for the same premises was accepted."""
    KNOWN = "known"
    """An import has brought the same."""
