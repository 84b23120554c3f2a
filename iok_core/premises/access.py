"""May this person see these premises on that day, how much of them, and why: pure, no I/O."""

from datetime import date
from enum import StrEnum

import msgspec

from iok_core.months import months_after
from iok_core.premises.settings import NO_CLOSING, Closing
from iok_core.premises.spans import Span, joined


class Held(msgspec.Struct, frozen=True):
    """A title to premises, reached through a person's representation of its party.

    Each `since` and `until` is a day that still counts; `until` None means without an end.
    """

    premises: int
    party: int
    source: int
    title_since: date
    title_until: date | None
    acts_since: date
    acts_until: date | None
    succeeded_on: date | None = None
    """From when on somebody else holds the premises, after the title ended."""


class Holding(Held, frozen=True):
    """The same with what the ledger tells of it, once the title has ended."""

    settles_until: date | None = None
    """So long the payer's own account of the premises was charged for after the title ended."""
    unsettled: bool = False
    """The payer's own account of the premises is not zero."""


class PersonView(msgspec.Struct, frozen=True):
    """What the decision needs to know of a person."""

    id: int
    holdings: tuple[Holding, ...]


class Stage(StrEnum):
    """How much of premises is shown."""

    FULL = "full"
    CLOSING = "closing"
    """Own days only, and nothing to change."""
    NONE = "none"


class Ground(StrEnum):
    """Why somebody may, or may not, see premises on a day."""

    HOLDS = "holds"
    SETTLES = "settles"
    """Without a title, but the cooperative still charges them: settlements decide (K12-7)."""
    ENDED_LATELY = "ended_lately"
    UNSETTLED = "unsettled"
    """The title ended long ago, but the account is not zero."""
    NO_TITLE = "no_title"
    TITLE_NOT_BEGUN = "title_not_begun"
    TITLE_ENDED = "title_ended"
    NOT_YET_ACTING = "not_yet_acting"
    NO_LONGER_ACTING = "no_longer_acting"


STAGES = {
    Ground.HOLDS: Stage.FULL,
    Ground.SETTLES: Stage.FULL,
    Ground.ENDED_LATELY: Stage.CLOSING,
    Ground.UNSETTLED: Stage.CLOSING,
}
"""The order is that of how much is worth; any other ground shows nothing."""


class Decision(msgspec.Struct, frozen=True):
    ground: Ground
    holding: Holding | None = None
    """The title that the decision rests on."""
    until: date | None = None
    """The last day of a closing view, where it is known."""

    @property
    def stage(self) -> Stage:
        return STAGES.get(self.ground, Stage.NONE)

    @property
    def allowed(self) -> bool:
        return self.stage is not Stage.NONE


_ORDER = (
    *STAGES,
    Ground.NO_LONGER_ACTING,
    Ground.NOT_YET_ACTING,
    Ground.TITLE_ENDED,
    Ground.TITLE_NOT_BEGUN,
    Ground.NO_TITLE,
)
"""Of several titles the best counts; where none does, the nearest miss is told."""


def may_see(
    person: PersonView, premises: int, day: date, closing: Closing = NO_CLOSING
) -> Decision:
    """The right to see rests on a title, and on acting for its party on that day."""
    theirs = [holding for holding in person.holdings if holding.premises == premises]
    judged = [_judge(holding, day, closing) for holding in theirs]
    none = Decision(Ground.NO_TITLE)
    return min([*judged, none], key=lambda decision: _ORDER.index(decision.ground))


def open_on(person: PersonView, day: date, closing: Closing) -> dict[int, Decision]:
    """The premises that a person sees anything of on a day, in the order of the holdings."""
    premises = dict.fromkeys(holding.premises for holding in person.holdings)
    decisions = {p: may_see(person, p, day, closing) for p in premises}
    return {p: decision for p, decision in decisions.items() if decision.allowed}


def held_on(person: PersonView, day: date) -> tuple[int, ...]:
    """The premises that a person sees in full on a day."""
    return tuple(open_on(person, day, NO_CLOSING))


def tenures(person: PersonView, premises: int, today: date) -> list[Span]:
    """The days of the premises that are the person's own: of titles they act for today.

    A title that follows the one before without a gap goes on where that one ended.
    """
    return joined(
        Span(holding.title_since, holding.title_until)
        for holding in person.holdings
        if holding.premises == premises and _acts(holding, today)
    )


def parties(person: PersonView, today: date) -> frozenset[int]:
    """The parties that a person acts for on a day."""
    return frozenset(holding.party for holding in person.holdings if _acts(holding, today))


def _acts(holding: Holding, day: date) -> bool:
    return holding.acts_since <= day and (holding.acts_until is None or day <= holding.acts_until)


def _judge(holding: Holding, day: date, closing: Closing) -> Decision:
    if day < holding.title_since:
        return Decision(Ground.TITLE_NOT_BEGUN, holding)
    known = _after(holding, holding.title_until, day, closing)
    if not known.allowed or _acts(holding, day):
        return known
    early = day < holding.acts_since
    return Decision(Ground.NOT_YET_ACTING if early else Ground.NO_LONGER_ACTING, holding)


def _after(holding: Holding, ended: date | None, day: date, closing: Closing) -> Decision:
    """Full to the last day of the title, or of what is charged without one; then closing."""
    if ended is None or day <= ended:
        return Decision(Ground.HOLDS, holding)
    settles = holding.settles_until if holding.succeeded_on is None else None
    if settles is not None and day <= settles:
        return Decision(Ground.SETTLES, holding)
    last = months_after(max(ended, settles or ended), closing.closing_months)
    if day <= last:
        return Decision(Ground.ENDED_LATELY, holding, last)
    if closing.until_settled and holding.unsettled:
        return Decision(Ground.UNSETTLED, holding)
    return Decision(Ground.TITLE_ENDED, holding)
