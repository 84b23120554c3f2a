"""What is said of a block: to the resident, and to the office."""

from collections.abc import Mapping
from datetime import date

from iok_core.blocking.checks import Flaw, FlawedBlockError, ObjectionRefusal
from iok_core.blocking.clauses import OBJECTABLE, Clause
from iok_core.web.i18n import Msgid, msgid
from iok_core.web.i18n import gettext as _
from iok_core.web.visitor import BlockNotice

GROUNDS: Mapping[Clause, Msgid] = {
    Clause.OWN_DEMAND: msgid("At your own written demand, clause 9 of the regulations"),
    Clause.LOSS: msgid("The sign-in data were lost or stolen, clause 10 of the regulations"),
    Clause.MISUSE: msgid(
        "Use of the portal against the regulations or the law, clause 11 of the regulations"
    ),
    Clause.END_OF_SETTLEMENTS: msgid(
        "The cooperative no longer keeps settlements with you, clause 12 of the regulations"
    ),
}
WAYS_OUT: Mapping[Clause, Msgid] = {
    Clause.OWN_DEMAND: msgid(
        "Come to the office with an identity document and ask in writing for your access."
    ),
    Clause.LOSS: msgid(
        "Come to the office with an identity document: you will be given a new start password."
    ),
    Clause.MISUSE: msgid(
        "Come to the office or write to us to explain the matter, also if you do not agree."
    ),
    Clause.END_OF_SETTLEMENTS: msgid(
        "Is this a mistake? Come to the office or call us, and we will check it."
    ),
}
CLAUSES: Mapping[Clause, Msgid] = {
    Clause.OWN_DEMAND: msgid("Clause 9: the resident's written demand"),
    Clause.LOSS: msgid("Clause 10: sign-in data lost or stolen"),
    Clause.MISUSE: msgid("Clause 11: use against the regulations or the law"),
    Clause.END_OF_SETTLEMENTS: msgid("Clause 12: settlements have ended"),
}
NO_DEMAND = msgid("Register the written demand of this person first")
OBJECTION_REFUSALS: Mapping[ObjectionRefusal, Msgid] = {
    ObjectionRefusal.NOT_PERMITTED: msgid("Your role does not decide on this block"),
    ObjectionRefusal.OWN: msgid(
        "Whoever blocked or approved the block does not decide: ask a colleague"
    ),
    ObjectionRefusal.DECIDED: msgid("This objection is decided already"),
    ObjectionRefusal.OVER: msgid("This block was over already."),
}
FLAWS: Mapping[Flaw, Msgid] = {
    Flaw.NO_REASON: msgid("Write the reason"),
    Flaw.DOCUMENT_NUMBER: msgid("Take out the PESEL or the number of the identity document"),
    Flaw.NO_FACTS: msgid("Write what was found: the resident has a right to know"),
    Flaw.FACTS_OF_ANOTHER_CLAUSE: msgid(
        "Clear this field: it goes with clause 11 only, and the resident would read it"
    ),
    Flaw.BEGINS_IN_THE_PAST: msgid("Enter today or a later day: a block cannot begin in the past"),
    Flaw.ENDS_BEFORE_IT_BEGINS: msgid("Enter a day that is not before the first one"),
    Flaw.LOSS_ENDS_BY_ITSELF: msgid("Clear this field: after a loss the office lifts the block"),
}


def flaw_words(error: FlawedBlockError) -> str:
    return _(FLAWS[error.flaws[0]])


def notice(
    clause: Clause, since: date, until: date | None, facts: str, block: int = 0
) -> BlockNotice:
    return BlockNotice(
        block=block,
        objects=bool(block) and clause in OBJECTABLE,
        since=since,
        until=until,
        clause=clause,
        ground=GROUNDS[clause],
        lifting=WAYS_OUT[clause],
        facts=facts,
    )
