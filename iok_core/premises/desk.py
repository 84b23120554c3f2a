"""Who acts for a payer: persons, whom no source knows, as the office records them."""

from collections.abc import Collection, Mapping
from datetime import date
from itertools import chain
from typing import Any

import msgspec

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.db import Clock, execute, fetch, hold, transaction
from iok_core.db.collation import search_key, sort_key
from iok_core.db.portions import portions
from iok_core.db.versioned import visible
from iok_core.premises.service import Basis
from iok_core.premises.tables import SORT_KEY_LENGTH, Person, Representation


class Acting(msgspec.Struct, frozen=True):
    """A person who acts, or acted, for a party; `until` is the last day."""

    party: int
    person: int
    name: str
    basis: Basis
    grounds: str
    since: date
    until: date | None

    def today(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


class NewActing(msgspec.Struct, frozen=True, kw_only=True):
    """What the office writes down when it lets somebody act for a party."""

    party: int
    name: str
    basis: Basis
    by_identity: int | None
    grounds: str = ""
    until: date | None = None


class ActingChange(msgspec.Struct, frozen=True, kw_only=True):
    """How somebody acts for a party from now on."""

    party: int
    person: int
    basis: Basis
    grounds: str
    until: date | None
    """The last day, on which the access ends (K06-9)."""


async def party_by_key(source: int, key: str) -> int | None:
    """The payer that a source calls by this key."""
    rows = await fetch("SELECT id FROM party WHERE source = {} AND source_key = {}", source, key)
    return int(rows[0][0]) if rows else None


async def acting_for(parties: Collection[int]) -> list[Acting]:
    """Everybody who acts, or acted, for any of them; for one, in the order it was recorded in."""
    found = [await _acting(Representation.party.is_in(some)) for some in portions(parties)]
    return [*chain.from_iterable(found)]


async def acting_as(persons: Collection[int]) -> list[Acting]:
    """Everything for which any of these persons acts, or acted."""
    found = [await _acting(Representation.person.is_in(some)) for some in portions(persons)]
    return [*chain.from_iterable(found)]


async def _acting(which: Any) -> list[Acting]:
    rows = (
        await Representation.select(
            Representation.party,
            Representation.person,
            Representation.person._.name.as_alias("name"),
            Representation.basis,
            Representation.grounds,
            Representation.since,
            Representation.until,
        )
        .where(which)
        .order_by(Representation.id)
    )
    return [msgspec.convert(row, Acting) for row in rows]


async def names_of(persons: Collection[int]) -> dict[int, str]:
    """By person; who is missing does not exist."""
    found = [
        await Person.select(Person.id, Person.name).where(Person.id.is_in(some))
        for some in portions(persons)
    ]
    return {row["id"]: row["name"] for row in chain.from_iterable(found)}


async def acting_in(source: int, *, after: int, limit: int) -> list[int]:
    """Persons who act, or acted, for some party of a source, by id, from beyond `after` on."""
    rows = await fetch(
        "SELECT DISTINCT r.person FROM representation r JOIN party p ON p.id = r.party "
        "WHERE p.source = {} AND r.person > {} ORDER BY r.person LIMIT {}",
        source,
        after,
        limit,
    )
    return [int(row[0]) for row in rows]


async def let_act(new: NewActing, *, by: Origin, audit: AuditLog, clock: Clock) -> int:
    """The person's id. Who acts for the party under that name today is taken, never doubled."""
    async with transaction():
        await hold("acting for party", new.party)
        found = await _namesake(new.party, new.name, clock.today())
        if found is not None:
            return found
        person = await _add(new, clock)
        await audit.record(
            Action.PERSON_ADD,
            by=by,
            on=ObjectKind.PERSON,
            object_id=person,
            meta={"party": new.party, "basis": new.basis},
        )
    return person


async def change_acting(change: ActingChange, *, by: Origin, audit: AuditLog, clock: Clock) -> bool:
    """False: this person does not act for the party today."""
    async with transaction():
        await hold("acting for party", change.party)
        changed = await execute(
            "UPDATE representation SET basis = {}, grounds = {}, until = {} WHERE person = {} "
            "AND party = {} AND since <= {} AND (until IS NULL OR until >= {})",
            change.basis.value,
            change.grounds,
            change.until,
            change.person,
            change.party,
            clock.today(),
            clock.today(),
        )
        if not changed:
            return False
        await audit.record(
            Action.ACTING_CHANGE,
            by=by,
            on=ObjectKind.PERSON,
            object_id=change.person,
            meta={
                "party": change.party,
                "basis": change.basis,
                "until": change.until.toordinal() if change.until else 0,
            },
        )
    return True


async def holding_today(published: Mapping[int, int], day: date) -> set[int]:
    """Everybody who acts on a day for a payer with a title that holds then."""
    found: set[int] = set()
    for source, generation in published.items():
        rows = await fetch(
            f"SELECT DISTINCT r.person FROM representation r JOIN title t ON t.party = r.party "
            f"AND {visible('t')} WHERE r.since <= {{}} AND (r.until IS NULL OR r.until >= {{}}) "
            "AND t.since <= {} AND (t.until IS NULL OR t.until >= {})",
            source,
            generation,
            generation,
            *(day,) * 4,
        )
        found |= {int(person) for (person,) in rows}
    return found


async def with_ended_titles(published: Mapping[int, int], since: date, day: date) -> set[int]:
    """Everybody who acts for a payer with a title that ended since then, and before the day."""
    found: set[int] = set()
    for source, generation in published.items():
        rows = await fetch(
            f"SELECT DISTINCT r.person FROM representation r JOIN title t ON t.party = r.party "
            f"AND {visible('t')} WHERE t.until >= {{}} AND t.until < {{}}",
            source,
            generation,
            generation,
            since,
            day,
        )
        found |= {int(person) for (person,) in rows}
    return found


async def end_acting(person: int, day: date) -> int:
    """Of somebody who has died: how many representations end with that day, others' included.

    Attorneys act no longer for a payer who has nobody left of their own.
    """
    ended = await _end_acting("person = {}", day, person)
    own = [one for one in await acting_as([person]) if one.basis is Basis.SELF]
    for party in {one.party for one in own}:
        left = [one for one in await acting_for([party]) if one.until is None or one.until > day]
        if not any(one.basis is Basis.SELF for one in left):
            which = "party = {} AND basis = {}"
            ended += await _end_acting(which, day, party, Basis.POWER_OF_ATTORNEY.value)
    return ended


async def _end_acting(which: str, day: date, *values: object) -> int:
    return await execute(
        f"UPDATE representation SET until = {{}} WHERE {which} AND (until IS NULL OR until > {{}})",
        day,
        *values,
        day,
    )


async def _namesake(party: int, name: str, day: date) -> int | None:
    wanted = search_key(name)
    theirs = (acting for acting in await acting_for([party]) if acting.today(day))
    return next((one.person for one in theirs if search_key(one.name) == wanted), None)


async def add_person(
    name: str, party: int, basis: Basis, *, by_identity: int | None, clock: Clock
) -> int:
    """A new person who acts for a party from today on; gives the person's id."""
    return await _add(
        NewActing(party=party, name=name, basis=basis, by_identity=by_identity), clock
    )


async def _add(new: NewActing, clock: Clock) -> int:
    async with transaction():
        person = Person(
            name=new.name,
            sort_key=sort_key(new.name)[:SORT_KEY_LENGTH],
            search_key=search_key(new.name)[:SORT_KEY_LENGTH],
            created_at=clock.now(),
        )
        await person.save()
        await Representation.insert(
            Representation(
                person=person.id,
                party=new.party,
                basis=new.basis.value,
                grounds=new.grounds,
                since=clock.today(),
                until=new.until,
                recorded_at=clock.now(),
                recorded_by=new.by_identity,
            )
        )
        return int(person.id)
