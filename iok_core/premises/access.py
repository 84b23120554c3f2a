"""May this person see these premises on that day, and why: one pure function, no I/O."""

from datetime import date
from enum import StrEnum

import msgspec


class Holding(msgspec.Struct, frozen=True):
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


class PersonView(msgspec.Struct, frozen=True):
    """What the decision needs to know of a person."""

    id: int
    holdings: tuple[Holding, ...]


class Ground(StrEnum):
    """Why somebody may, or may not, see premises on a day."""

    HOLDS = "holds"
    NO_TITLE = "no_title"
    TITLE_NOT_BEGUN = "title_not_begun"
    TITLE_ENDED = "title_ended"
    NOT_YET_ACTING = "not_yet_acting"
    NO_LONGER_ACTING = "no_longer_acting"


class Decision(msgspec.Struct, frozen=True):
    allowed: bool
    ground: Ground
    holding: Holding | None = None
    """The title that the decision rests on."""


_REFUSALS = (
    Ground.NO_LONGER_ACTING,
    Ground.NOT_YET_ACTING,
    Ground.TITLE_ENDED,
    Ground.TITLE_NOT_BEGUN,
)
"""The nearest miss is told first."""


def may_see(person: PersonView, premises: int, day: date) -> Decision:
    """The right to see rests on a title that holds on that day, and on acting for its party."""
    theirs = [holding for holding in person.holdings if holding.premises == premises]
    judged = [Decision(*_judge(holding, day), holding) for holding in theirs]
    for decision in judged:
        if decision.allowed:
            return decision
    for ground in _REFUSALS:
        for decision in judged:
            if decision.ground is ground:
                return decision
    return Decision(allowed=False, ground=Ground.NO_TITLE)


def held_on(person: PersonView, day: date) -> tuple[int, ...]:
    """The premises that a person may see on a day, in the order of the holdings."""
    premises = dict.fromkeys(holding.premises for holding in person.holdings)
    return tuple(p for p in premises if may_see(person, p, day).allowed)


class Span(msgspec.Struct, frozen=True):
    """Days from `since` to `until`, both counted; `until` None: to this day."""

    since: date
    until: date | None


def tenures(person: PersonView, premises: int, today: date) -> list[Span]:
    """The days of the premises that are the person's own: of titles they act for today."""
    return [
        Span(holding.title_since, holding.title_until)
        for holding in person.holdings
        if holding.premises == premises and _acts(holding, today)
    ]


def parties(person: PersonView, today: date) -> frozenset[int]:
    """The parties that a person acts for on a day."""
    return frozenset(holding.party for holding in person.holdings if _acts(holding, today))


def _acts(holding: Holding, day: date) -> bool:
    return holding.acts_since <= day and (holding.acts_until is None or day <= holding.acts_until)


def _judge(holding: Holding, day: date) -> tuple[bool, Ground]:
    if day < holding.title_since:
        return False, Ground.TITLE_NOT_BEGUN
    if holding.title_until is not None and day > holding.title_until:
        return False, Ground.TITLE_ENDED
    if day < holding.acts_since:
        return False, Ground.NOT_YET_ACTING
    if holding.acts_until is not None and day > holding.acts_until:
        return False, Ground.NO_LONGER_ACTING
    return True, Ground.HOLDS
