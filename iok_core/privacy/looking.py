"""Who looked at the data of one resident or changed them, and what happened to their access."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

import msgspec

from iok_core.audit.actions import ActorKind, ObjectKind
from iok_core.audit.reading import About, rows_about
from iok_core.audit.rows import Row
from iok_core.blocking.history import blocks_of
from iok_core.identity.own_access import all_sessions
from iok_core.ledger.service import accounts_of_party
from iok_core.notices.contacts import all_addresses
from iok_core.premises.desk import Acting, acting_as
from iok_core.web.filters import WARSAW
from iok_core.web.gates import NotYours
from iok_core.web.visitor import Visitor

LINES = 30
_OFFICE = ((ActorKind.STAFF, ""), (ActorKind.OPERATOR, ""))
_NOBODY_ELSE = ((ActorKind.STRANGER, ""), (ActorKind.SYSTEM, ""))
"""Other residents are left out: what they tried is theirs, and it was refused."""


class Resident(msgspec.Struct, frozen=True):
    identity: int
    person: int
    published: Mapping[int, int]


class History(msgspec.Struct, frozen=True):
    """The newest first; `older` is what to ask the next page by."""

    rows: list[Row]
    older: int | None


async def by_the_office(who: Resident, below: int | None) -> History:
    """What the office and the operators did with their data or saw of them."""
    about = [*await _of_the_access(who), *await _of_the_person(who)]
    return await _history(about, _OFFICE, below)


async def of_the_access(who: Resident, below: int | None) -> History:
    """Sign-ins and tries, passwords, sessions, addresses, blocks; whoever it was."""
    by = (*_OFFICE, *_NOBODY_ELSE, (ActorKind.RESIDENT, str(who.identity)))
    return await _history(await _of_the_access(who), by, below)


async def _history(
    about: Sequence[About], by: Sequence[tuple[ActorKind, str]], below: int | None
) -> History:
    rows = await rows_about(about, by, LINES + 1, below)
    older = rows[LINES - 1].seq if len(rows) > LINES else None
    return History(rows[:LINES], older)


async def _of_the_access(who: Resident) -> list[About]:
    blocks = [block.id for block in await blocks_of(who.person)]
    return [
        About(kind=ObjectKind.IDENTITY, ids=[who.identity]),
        About(kind=ObjectKind.SESSION, ids=await all_sessions(who.identity)),
        About(kind=ObjectKind.BLOCK, ids=blocks),
        About(kind=ObjectKind.ADDRESS, ids=await all_addresses(who.person)),
    ]


async def _of_the_person(who: Resident) -> list[About]:
    """Of a payer only while they act for it: the rest is about those who did before or since."""
    about = [About(kind=ObjectKind.PERSON, ids=[who.person])]
    for acting in await acting_as([who.person]):
        accounts = [
            account.id
            for source, gen in who.published.items()
            for account in await accounts_of_party(acting.party, source, gen)
        ]
        about += [
            _meanwhile(acting, ObjectKind.PARTY, [acting.party]),
            _meanwhile(acting, ObjectKind.ACCOUNT, accounts),
        ]
    return about


def _meanwhile(acting: Acting, kind: ObjectKind, ids: list[int]) -> About:
    end = _midnight(acting.until + timedelta(days=1)) if acting.until else None
    return About(kind=kind, ids=ids, since=_midnight(acting.since), before=end)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), WARSAW)


def resident_of(visitor: Visitor) -> Resident:
    """Raises NotYours: a gate let somebody else come here."""
    if visitor.identity is None or visitor.person is None:
        raise NotYours("person", 0)
    return Resident(visitor.identity, visitor.person, visitor.published)
