"""What is said of drafts, of what is wrong with a text, and of what keeps a clause."""

from collections.abc import Mapping

from iok_core.regulations.checking import Fault, Warned
from iok_core.regulations.rules import State
from iok_core.regulations.service import PaperRefusal
from iok_core.rulebook.drafts import Refusal
from iok_core.rulebook.wording import TextFlaw
from iok_core.web.i18n import Msgid, msgid
from iok_core.web.i18n import gettext as _

REFUSALS: Mapping[Refusal, Msgid] = {
    Refusal.NOT_PERMITTED: msgid("Your role does not open this"),
    Refusal.CHANGED: msgid("Somebody has changed the draft meanwhile. Look at it again"),
    Refusal.APPROVED: msgid("The text is approved. Take the approval back to change it"),
    Refusal.NOT_APPROVED: msgid("Enter first who approved the text, and by what resolution"),
    Refusal.PUBLISHED: msgid("This draft is published. Begin a new one"),
    Refusal.FLAWED: msgid("Correct the text first"),
    Refusal.TOO_SOON: msgid("Enter a later day: residents need time to read it"),
    Refusal.SAME: msgid("The draft says what the version before says. Change something first"),
    Refusal.NOT_A_CORRECTION: msgid(
        "This is more than typing errors: a clause or a number has changed, or nothing has, or the "
        "version is no longer in force. Begin an ordinary draft"
    ),
    Refusal.APPROVED_LATER: msgid("Enter the day of the resolution: today or earlier"),
}
TEXT_FLAWS: Mapping[TextFlaw, Msgid] = {
    TextFlaw.EMPTY: msgid("Fill this in, or remove the clause"),
    TextFlaw.NUMBERED: msgid(
        "Begin no line with a number and a full stop: the portal writes the numbers of clauses. "
        "Write 1) or a)"
    ),
    TextFlaw.UNREADABLE: msgid(
        "The last clause ends with a colon, so the lines below would belong to it. Change its end"
    ),
}
STATES: Mapping[State, Msgid] = {
    State.ENFORCED: msgid("kept by the portal"),
    State.BY_STAFF: msgid("done by the office"),
    State.TEXT_ONLY: msgid("text only"),
}
PAPER_REFUSALS: Mapping[PaperRefusal, Msgid] = {
    PaperRefusal.NO_SUCH_VERSION: msgid("Choose the version that stands on the sheet"),
    PaperRefusal.RECORDED: msgid("An acceptance of this version is recorded already"),
    PaperRefusal.SIGNED_LATER: msgid("Enter the day on the sheet: today or earlier"),
    PaperRefusal.SIGNED_BEFORE: msgid(
        "Enter a later day: this version was approved only after the one that is typed here"
    ),
}
_FAULTS: Mapping[Fault, Msgid] = {
    Fault.REPEALED_ACT: msgid(
        "It cites an act that is repealed: “%(found)s”. Since 25 May 2018 the GDPR (RODO) and the "
        "Act of 10 May 2018 hold"
    ),
    Fault.NO_ADDRESS: msgid("“%(found)s” is no e-mail address"),
    Fault.OTHER_ADDRESS: msgid(
        "The address “%(found)s” stands in no setting. Does somebody still read it?"
    ),
    Fault.UNFILLED: msgid("Something is not filled in: “%(found)s”"),
    Fault.NO_SUCH_RULE: msgid("It is linked to “%(found)s”, which this portal does not know"),
    Fault.NO_SUCH_CLAUSE: msgid("There is no such clause any more"),
    Fault.OTHER_CLAUSE: msgid(
        "pages of the portal call this clause %(wanted)s. Keep that number, or blocks will name "
        "another clause"
    ),
    Fault.NUMBER_MISSING: msgid("The number %(found)s that was entered is not in the clause"),
    Fault.OTHER_NUMBER: msgid("the text says %(found)s, and the portal does %(wanted)s"),
    Fault.UNNAMED_NUMBER: msgid(
        "It names a number (%(found)s). Say under “What keeps each clause” for which setting it "
        "stands"
    ),
    Fault.OTHER_TEXT: msgid("the text does not say “%(wanted)s”, as the setting does"),
}


def warning(warned: Warned) -> str:
    """For a rule: what it demands, what is wrong, and where an operator finds the setting."""
    said = _(_FAULTS[warned.fault]) % {"found": warned.found, "wanted": warned.wanted}
    if warned.rule is None:
        return said
    setting = f" ({warned.rule.setting})" if warned.rule.setting else ""
    return f"{_(warned.rule.demands)}: {said}{setting}"
