from collections.abc import Iterator
from datetime import date
from enum import StrEnum

import msgspec

from iok_core.blocking.clauses import Clause
from iok_core.identity.service import holds_document_number


class NewBlock(msgspec.Struct, frozen=True, kw_only=True):
    person: int
    clause: Clause
    reason: str
    facts: str = ""
    since: date
    until: date | None = None


class Flaw(StrEnum):
    NO_REASON = "no_reason"
    DOCUMENT_NUMBER = "document_number"
    """No text keeps a PESEL, or the number of an identity card or a passport."""
    NO_FACTS = "no_facts"
    FACTS_OF_ANOTHER_CLAUSE = "facts_of_another_clause"
    BEGINS_IN_THE_PAST = "begins_in_the_past"
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    LOSS_ENDS_BY_ITSELF = "loss_ends_by_itself"
    """The lost password would work again on that day, with nobody looking at a document."""


class ObjectionRefusal(StrEnum):
    NOT_PERMITTED = "not_permitted"
    OWN = "own"
    """Whoever blocked does not decide."""
    DECIDED = "decided"
    OVER = "over"
    """The block has been lifted, or has ended."""


class FlawedBlockError(ValueError):
    def __init__(self, *found: Flaw) -> None:
        super().__init__(", ".join(found))
        self.flaws = found


def flaws(new: NewBlock, today: date) -> Iterator[tuple[str, Flaw]]:
    """What keeps it from being recorded, each with the field that it is in."""
    yield from reason_flaws(new.reason)
    if holds_document_number(new.facts):
        yield "facts", Flaw.DOCUMENT_NUMBER
    told = bool(new.facts.strip())
    if new.clause is Clause.MISUSE and not told:
        yield "facts", Flaw.NO_FACTS
    if new.clause is not Clause.MISUSE and told:
        yield "facts", Flaw.FACTS_OF_ANOTHER_CLAUSE
    if new.clause is Clause.LOSS and new.until is not None:
        yield "until", Flaw.LOSS_ENDS_BY_ITSELF
    yield from day_flaws(new.since, new.until, today)


def day_flaws(since: date, until: date | None, today: date) -> Iterator[tuple[str, Flaw]]:
    if since < today:
        yield "since", Flaw.BEGINS_IN_THE_PAST
    if until is not None and until < since:
        yield "until", Flaw.ENDS_BEFORE_IT_BEGINS


def reason_flaws(reason: str) -> Iterator[tuple[str, Flaw]]:
    """Of a block, and of lifting one."""
    if not reason.strip():
        yield "reason", Flaw.NO_REASON
    if holds_document_number(reason):
        yield "reason", Flaw.DOCUMENT_NUMBER
