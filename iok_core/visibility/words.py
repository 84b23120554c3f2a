"""An answer in one sentence, and each of its parts in a few words."""

from collections.abc import Mapping

from iok_core.premises.service import Ground
from iok_core.visibility.judging import Answer, Facts, Part
from iok_core.web.filters import day
from iok_core.web.i18n import Msgid, msgid
from iok_core.web.i18n import gettext as _

PREMISES: Mapping[Ground, Msgid] = {
    Ground.HOLDS: msgid("a legal title from %(since)s, acting for: %(payer)s"),
    Ground.SETTLES: msgid("the title ended on %(until)s, but the account is still charged"),
    Ground.ENDED_LATELY: msgid("the title ended on %(until)s, the closing view lasts to %(last)s"),
    Ground.UNSETTLED: msgid("the title ended on %(until)s, and the account is not settled"),
    Ground.NO_TITLE: msgid("nobody for whom this person acts has a title to these premises"),
    Ground.TITLE_NOT_BEGUN: msgid("the title begins on %(since)s"),
    Ground.TITLE_ENDED: msgid("the title ended on %(until)s, and so did the closing view"),
    Ground.NOT_YET_ACTING: msgid("this person acts for %(payer)s only from %(acts_since)s"),
    Ground.NO_LONGER_ACTING: msgid("this person acted for %(payer)s to %(acts_until)s only"),
}
_BARRED: Mapping[Part, Msgid] = {
    Part.ACCESS: msgid("this person was never given an access"),
    Part.BLOCK: msgid("the access is blocked from %(blocked)s under clause %(clause)s"),
    Part.PASSWORD: msgid("the access was never activated with an own password"),
    Part.REGULATIONS: msgid("the regulations of that day have not been accepted"),
}
_FREE: Mapping[Part, Msgid] = {
    Part.ACCESS: msgid("given"),
    Part.BLOCK: msgid("none on that day"),
    Part.PASSWORD: msgid("set"),
    Part.REGULATIONS: msgid("those of that day are accepted"),
}
LABELS: Mapping[Part, Msgid] = {
    Part.ACCESS: msgid("Access"),
    Part.BLOCK: msgid("Block"),
    Part.PASSWORD: msgid("Own password"),
    Part.REGULATIONS: msgid("Regulations"),
    Part.PREMISES: msgid("Premises"),
}
_SENTENCES: Mapping[str, Msgid] = {
    "full": msgid("On %(day)s %(person)s sees %(premises)s in full: %(why)s."),
    "closing": msgid("On %(day)s %(person)s sees of %(premises)s their own days only: %(why)s."),
    "none": msgid("On %(day)s %(person)s does not see %(premises)s: %(why)s."),
}


def sentence(answer: Answer) -> str:
    """Of the first thing that keeps them from seeing; else of the title that lets them."""
    facts = answer.facts
    said = {"day": day(facts.day), "person": facts.person, "premises": facts.premises}
    reason = part_words(answer, answer.stopped or Part.PREMISES)
    return _(_SENTENCES[answer.stage]) % {**said, "why": reason}


def part_words(answer: Answer, part: Part) -> str:
    facts = answer.facts
    if part is Part.PREMISES:
        return _(PREMISES[facts.decision.ground]) % _of_title(facts)
    if dict(answer.parts)[part]:
        return _(_FREE[part])
    return _(_BARRED[part]) % _of_block(facts)


def _of_title(facts: Facts) -> dict[str, str]:
    held = facts.decision.holding
    if held is None:
        return {}
    days = {
        "since": held.title_since,
        "until": held.title_until,
        "last": facts.decision.until,
        "acts_since": held.acts_since,
        "acts_until": held.acts_until,
    }
    told = {name: day(value) for name, value in days.items() if value is not None}
    return {"payer": facts.payer, **told}


def _of_block(facts: Facts) -> dict[str, str]:
    blocked = facts.visitor.blocked
    if blocked is None:
        return {}
    return {"blocked": day(blocked.since), "clause": str(int(blocked.clause))}
