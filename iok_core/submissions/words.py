"""What submissions say to residents and to the office."""

from collections.abc import Callable, Mapping

from iok_core.api import Desk
from iok_core.submissions.forms import Forms
from iok_core.submissions.kinds import ConsentState, Contact, Refusal, State, StepKind
from iok_core.submissions.rows import SubmissionLine
from iok_core.web.i18n import Msgid, gettext, msgid

STATES: Mapping[State, Msgid] = {
    State.RECEIVED: msgid("Received"),
    State.IN_PROGRESS: msgid("In progress"),
    State.RETURNED: msgid("Waits for your answer"),
    State.DONE: msgid("Settled"),
    State.DECLINED: msgid("Declined"),
    State.WITHDRAWN: msgid("Withdrawn"),
}
OFFICE_STATES: Mapping[State, Msgid] = {
    **STATES,
    State.RETURNED: msgid("Waits for the resident"),
}
TONES: Mapping[State, str] = {
    State.RECEIVED: "info",
    State.IN_PROGRESS: "warn",
    State.RETURNED: "due",
    State.DONE: "ok",
    State.DECLINED: "info",
    State.WITHDRAWN: "info",
}
"""What kind of tag it is."""
STEPS: Mapping[StepKind, Msgid] = {
    StepKind.SENT: msgid("Sent"),
    StepKind.ENTERED: msgid("Entered by the office for the resident"),
    StepKind.HANDED_OVER: msgid("Entered in the accounting system"),
    StepKind.TAKEN_OVER: msgid("Handed over to the accounting system"),
    StepKind.TAKEN: msgid("In hand"),
    StepKind.ANSWER: msgid("Answer of the office"),
    StepKind.MESSAGE: msgid("Message of the resident"),
    StepKind.NOTE: msgid("Note for the office"),
    StepKind.MERGED: msgid("Joined with another submission"),
    StepKind.SPLIT: msgid("Stands by itself again"),
    StepKind.JOINED: msgid("Another submission was joined"),
    StepKind.BESIDE: msgid("Message of the sender of a joined one"),
    StepKind.AGREED: msgid("Confirmed by another holder of the premises"),
    StepKind.OBJECTED: msgid("Objection of another holder of the premises"),
    StepKind.SIGNED: msgid("Signed on paper by the other holder, too"),
    StepKind.UNCONFIRMED: msgid("Accepted without the other holder"),
    StepKind.REOPENED: msgid("Opened again by the resident"),
    StepKind.WITHDRAWN: msgid("Withdrawn by the resident"),
    StepKind.RATED: msgid("Rated by the resident"),
    StepKind.BOOKED: msgid("The payment is there"),
    StepKind.TAKEN_BY_OTHER: msgid("A payment like this is there, and is another declared one"),
    StepKind.NOT_BOOKED: msgid("The payment is not there any more: the data were taken back"),
}
OWN_STEPS: Mapping[StepKind, Msgid] = {
    **STEPS,
    StepKind.ENTERED: msgid("Entered for you by the office"),
    StepKind.TAKEN: msgid("The office has it in hand"),
    StepKind.MESSAGE: msgid("Your message"),
    StepKind.MERGED: msgid("Joined with another submission: it goes on in that one"),
    StepKind.TAKEN_BY_OTHER: msgid(
        "A payment like this is on the account, and belongs to another declaration. Is it the same "
        "transfer? Then withdraw this one. Is it another one? Then it is still awaited"
    ),
    StepKind.REOPENED: msgid("You opened it again"),
    StepKind.WITHDRAWN: msgid("You withdrew it"),
    StepKind.RATED: msgid("Your rating"),
}
CONSENTS: Mapping[ConsentState, Msgid] = {
    ConsentState.WAITING: msgid("Waits for the confirmation of the other holder"),
    ConsentState.NOBODY_LEFT: msgid("Nobody is left who could confirm it"),
    ConsentState.AGREED: msgid("Confirmed by the other holder"),
    ConsentState.OBJECTED: msgid("The other holder objects"),
}
CONSENT_TONES: Mapping[ConsentState, str] = {
    ConsentState.WAITING: "warn",
    ConsentState.NOBODY_LEFT: "info",
    ConsentState.AGREED: "ok",
    ConsentState.OBJECTED: "due",
}
DESKS: Mapping[Desk, Msgid] = {
    Desk.OFFICE: msgid("Front office"),
    Desk.SETTLEMENTS: msgid("Settlements"),
    Desk.TECHNICAL: msgid("Technical department"),
}
CONTACTS: Mapping[Contact, Msgid] = {
    Contact.PHONE: msgid("by telephone"),
    Contact.LETTER: msgid("by letter"),
    Contact.IN_PERSON: msgid("in person at the office"),
}
REFUSALS: Mapping[Refusal, Msgid] = {
    Refusal.CLOSED: msgid("This is settled already."),
    Refusal.STILL_OPEN: msgid("This is not settled yet."),
    Refusal.NO_TEXT: msgid("Write a few words"),
    Refusal.TOO_LATE: msgid("This was settled too long ago. Send it in anew."),
    Refusal.TOO_MANY: msgid(
        "You have sent in a great deal today. What you typed is kept: send it tomorrow, or call "
        "the office."
    ),
    Refusal.NOT_PERMITTED: msgid("Your role does not open this."),
    Refusal.NO_SUCH_STAFF: msgid("The role of this colleague does not open this"),
    Refusal.NO_SUCH_SUBMISSION: msgid("Enter the number of a submission of your department"),
    Refusal.NOT_THE_SAME: msgid(
        "These two stay apart: only faults of one building are joined, or what one person has "
        "sent twice, and never numbers that were declared."
    ),
    Refusal.JOINED_ALREADY: msgid("One of the two is joined with another submission already."),
    Refusal.NOT_CONFIRMED: msgid(
        "The other holder of the premises has not confirmed the number. To accept it without them, "
        "write why"
    ),
    Refusal.NOT_JOINED: msgid("This submission is joined with no other one."),
    Refusal.NOT_GIVEN_UP: msgid("Nothing of this can be handed over again."),
}


def naming(forms: Forms, states: Mapping[State, Msgid]) -> Callable[[SubmissionLine], str]:
    """What the state of each is called: a fault is repaired, a question is settled."""

    def name(line: SubmissionLine) -> str:
        settled = line.state is State.DONE
        return forms.done(line.extension) if settled else gettext(states[line.state])

    return name
