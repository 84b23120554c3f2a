from enum import StrEnum


class State(StrEnum):
    """Where a submission stands. A released code keeps its meaning for ever."""

    RECEIVED = "received"
    IN_PROGRESS = "in_progress"
    RETURNED = "returned"
    """The office asked the resident something and waits for the answer."""
    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    """By the resident."""

    @property
    def open(self) -> bool:
        return self in OPEN


OPEN = frozenset({State.RECEIVED, State.IN_PROGRESS, State.RETURNED})


class Contact(StrEnum):
    """How a resident reached the office, which enters for them what they said."""

    PHONE = "phone"
    LETTER = "letter"
    IN_PERSON = "in_person"


class Consent(StrEnum):
    """What whoever holds the premises, too, says of a number that was declared for them."""

    AGREED = "agreed"
    OBJECTED = "objected"


class ConsentState(StrEnum):
    """Where the confirmation of a number stands that needs one."""

    WAITING = "waiting"
    NOBODY_LEFT = "nobody_left"
    """Nobody has said anything, and nobody who could sign in holds the premises, too, any more."""
    AGREED = "agreed"
    OBJECTED = "objected"
    """By one of them at least."""

    @property
    def keeps(self) -> bool:
        """The office from accepting the number without a reason."""
        return self in (ConsentState.WAITING, ConsentState.OBJECTED)


class StepKind(StrEnum):
    """What happened to a submission."""

    SENT = "sent"
    ENTERED = "entered"
    """The office filled it in for the resident."""
    HANDED_OVER = "handed_over"
    """Entered in the accounting system by hand."""
    TAKEN_OVER = "taken_over"
    """A connector has taken over all that was accepted."""
    TAKEN = "taken"
    """Somebody at the office has it in hand, or gave it to somebody."""
    ANSWER = "answer"
    """The office writes to the resident; with it the state may change."""
    MESSAGE = "message"
    """The resident writes."""
    NOTE = "note"
    """For the office only."""
    MERGED = "merged"
    """It is dealt with in another submission about the same."""
    SPLIT = "split"
    """It stands by itself again."""
    JOINED = "joined"
    """For the office only: another one is dealt with here; its number."""
    BESIDE = "beside"
    """For the office only: what the sender of a joined one has written."""
    AGREED = "agreed"
    """By somebody who holds the premises, too."""
    OBJECTED = "objected"
    """The same; why, only the office reads."""
    SIGNED = "signed"
    """For the office only: everybody concerned has signed on paper; on which."""
    UNCONFIRMED = "unconfirmed"
    """For the office only: accepted without who holds the premises, too; why."""
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    RATED = "rated"
    BOOKED = "booked"
    """A declared payment is there; the text is the day on which it was booked, as ISO 8601."""
    TAKEN_BY_OTHER = "taken_by_other"
    """A payment like it is there, and is another declared one."""
    NOT_BOOKED = "not_booked"
    """And gone again: what was imported was undone."""


INSIDE = frozenset(
    {
        StepKind.NOTE,
        StepKind.TAKEN,
        StepKind.JOINED,
        StepKind.BESIDE,
        StepKind.SIGNED,
        StepKind.UNCONFIRMED,
    }
)
"""For the office only."""


class Refusal(StrEnum):
    """Why something was not done."""

    CLOSED = "closed"
    STILL_OPEN = "still_open"
    NO_TEXT = "no_text"
    TOO_LATE = "too_late"
    """It was settled too long ago to be opened again."""
    TOO_MANY = "too_many"
    NOT_PERMITTED = "not_permitted"
    NO_SUCH_STAFF = "no_such_staff"
    NO_SUCH_SUBMISSION = "no_such_submission"
    NOT_THE_SAME = "not_the_same"
    """What the two are about, or whose they are, keeps them apart."""
    JOINED_ALREADY = "joined_already"
    NOT_JOINED = "not_joined"
    NOT_CONFIRMED = "not_confirmed"
    """Who holds the premises, too, has not confirmed it, and no reason is given to go without."""
    NOT_GIVEN_UP = "not_given_up"
    """Nothing of it waits for somebody to decide about its hand-over."""
