"""What the gates and `may_see` come to for one person, premises and day; pure, no I/O."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

import msgspec

from iok_core.premises.service import Decision, Stage
from iok_core.web.gates import RESIDENT, Barrier, barrier
from iok_core.web.visitor import Visitor


class Question(msgspec.Struct, frozen=True):
    person: int
    premises: int
    day: date


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """Of a question: who they would be at the door, and what may be seen behind it."""

    person: str
    premises: str
    day: date
    visitor: Visitor
    """As the gates would judge them on that day, were they to sign in."""
    decision: Decision
    payer: str
    """For whom they act in it; empty where there is nobody."""
    sessions: int | None
    """In how many browsers they are signed in; None: the day is not today."""


class Part(StrEnum):
    """What is looked at, in the order of the gates."""

    ACCESS = "access"
    BLOCK = "block"
    PASSWORD = "password"  # noqa: S105 (a name)
    REGULATIONS = "regulations"
    PREMISES = "premises"


_OF = {
    Barrier.SIGN_IN: Part.ACCESS,
    Barrier.BLOCK: Part.BLOCK,
    Barrier.OWN_PASSWORD: Part.PASSWORD,
    Barrier.ACCEPTANCE: Part.REGULATIONS,
}


class Answer(msgspec.Struct, frozen=True):
    facts: Facts
    stopped: Part | None
    """The first thing that keeps them from seeing; None: they see."""

    @property
    def stage(self) -> Stage:
        return Stage.NONE if self.stopped else self.facts.decision.stage

    @property
    def parts(self) -> Iterator[tuple[Part, bool]]:
        """Each with whether it lets them through, whatever the others do."""
        visitor = self.facts.visitor
        yield Part.ACCESS, visitor.kind == "resident"
        yield Part.BLOCK, visitor.blocked is None
        yield Part.PASSWORD, visitor.kind == "resident" and not visitor.must_set_password
        yield Part.REGULATIONS, not visitor.must_accept
        yield Part.PREMISES, self.facts.decision.allowed


def answer(facts: Facts) -> Answer:
    at_the_door = barrier(RESIDENT, facts.visitor)
    if at_the_door is not None:
        return Answer(facts, _OF[at_the_door])
    return Answer(facts, None if facts.decision.allowed else Part.PREMISES)
