"""Gathers what an answer rests on, from those who decide it for the portal's own pages."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

import msgspec

from iok_core.blocking.service import blocked_among, blocks_of, notice
from iok_core.db.clock import WARSAW
from iok_core.identity.service import Access, IdentityContext, accesses_of, open_sessions
from iok_core.imports.service import published_sources, shown_before
from iok_core.ledger.settling import person_in
from iok_core.premises.desk import acting_for, names_of
from iok_core.premises.parties import party_cards
from iok_core.premises.service import Closing, holders_of, may_see, one_premises
from iok_core.regulations.service import has_accepted, in_force
from iok_core.reports.words import premises_name
from iok_core.visibility.judging import Answer, Facts, Question, answer
from iok_core.web.visitor import BlockNotice, Visitor


class Looking(msgspec.Struct, frozen=True):
    """What an answer is looked up by."""

    identity: IdentityContext
    closing: Closing


async def why(looking: Looking, question: Question) -> Answer:
    """Raises LookupError: there is no such person, or the sources know no such premises."""
    now = await published_sources()
    names = await names_of([question.person])
    premises = await one_premises(question.premises, now)
    if question.person not in names or premises is None:
        raise LookupError(question)
    today = looking.identity.clock.today()
    shown = await _shown(question.day, today, now)
    view = await person_in(question.person, shown, question.day)
    decision = may_see(view, question.premises, question.day, looking.closing)
    parties = [decision.holding.party] if decision.holding else []
    cards = await party_cards(parties, shown)
    access = (await accesses_of([question.person])).get(question.person)
    asked_today = question.day == today
    facts = Facts(
        person=names[question.person],
        premises=premises_name(premises),
        day=question.day,
        visitor=await _visitor(question, access, today),
        decision=decision,
        payer=", ".join(card.called for card in cards),
        sessions=await _sessions(looking.identity, access) if asked_today else None,
    )
    return answer(facts)


async def why_everybody(looking: Looking, premises: int, day: date) -> list[Answer]:
    """Of each person who acts, or acted, for a payer with a title to these premises.

    Raises LookupError.
    """
    now = await published_sources()
    found = await one_premises(premises, now)
    if found is None:
        raise LookupError(premises)
    parties = await holders_of(premises, (found.source, now[found.source]))
    persons = dict.fromkeys(one.person for one in await acting_for(parties))
    return [await why(looking, Question(person, premises, day)) for person in persons]


async def _shown(day: date, today: date, now: Mapping[int, int]) -> Mapping[int, int]:
    """What people saw at the end of a day that has passed; else what they see now."""
    return await shown_before(_end_of(day)) if day < today else now


async def _visitor(question: Question, access: Access | None, today: date) -> Visitor:
    """Whom admission would let the gates judge."""
    asked = await in_force(question.day)
    accepted = await has_accepted(question.person, question.day, _end_of(question.day))
    activated = access is not None and access.activated_at is not None
    return Visitor(
        kind="resident" if access is not None else "stranger",
        person=question.person,
        blocked=await _block(question.person, question.day, today),
        must_set_password=not activated,
        must_accept=asked is None or not accepted,
    )


async def _block(person: int, day: date, today: date) -> BlockNotice | None:
    if day >= today:
        return (await blocked_among([person], day)).get(person)
    for line in await blocks_of(person):
        if line.held_on(day):
            return notice(line.clause, line.since, line.until, line.facts)
    return None


async def _sessions(identity: IdentityContext, access: Access | None) -> int:
    return 0 if access is None else await open_sessions(identity, access.identity)


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), WARSAW)
