"""Numbers that residents have declared, the office has accepted, and the accounting system lacks.

Of several for the same premises the newest counts. It is over when an import brings the number.
"""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from iok_core.db import execute, fetch, transaction
from iok_core.handovers.service import NUMBER, Why, stop_one
from iok_core.imports.service import published_sources
from iok_core.premises.service import one_premises
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.kinds import State


class Declared(msgspec.Struct, frozen=True):
    id: int
    number: str
    """Of the submission."""
    person: int
    name: str
    premises: int
    address: str
    declared: int
    accepted_at: datetime
    entered_at: datetime | None
    charged: int | None = None
    """For how many the accounting system charges; None: it does not say."""


_NEWEST = (
    "SELECT s.id, s.number, s.person, p.name, s.premises, s.address, s.declared_occupants, "
    "s.closed_at, s.entered_at FROM submission s JOIN person p ON p.id = s.person "
    "WHERE s.state = {} AND s.known_at IS NULL AND s.id = (SELECT max(o.id) FROM submission o "
    "WHERE o.premises = s.premises AND o.state = {} AND o.declared_occupants IS NOT NULL)"
)


async def numbers_to_enter(published: Mapping[int, int]) -> list[Declared]:
    """What nobody has entered by hand yet, the earliest first."""
    found = await _lacking(published)
    return [one for one in found if one.entered_at is None]


async def declared_by(person: int, premises: int, published: Mapping[int, int]) -> Declared | None:
    """What this person has declared for premises and is not charged for yet."""
    found = await _lacking(published, " AND s.person = {} AND s.premises = {}", person, premises)
    return next((one for one in found if one.charged is not None), None)


async def note_what_is_known(ctx: SubmissionContext) -> None:
    """What the accounting system charges for by now waits no more, whatever it says later."""
    for one in await _accepted(await published_sources()):
        if one.charged == one.declared:
            async with transaction():
                now = ctx.clock.now()
                await execute("UPDATE submission SET known_at = {} WHERE id = {}", now, one.id)
                await stop_one(ctx.handovers, one.id, NUMBER, Why.KNOWN)


async def _lacking(
    published: Mapping[int, int], which: str = "", *values: object
) -> list[Declared]:
    found = await _accepted(published, which, *values)
    return [one for one in found if one.charged != one.declared]


async def _accepted(
    published: Mapping[int, int], which: str = "", *values: object
) -> list[Declared]:
    done = State.DONE.value
    rows = await fetch(f"{_NEWEST}{which} ORDER BY s.id", done, done, *values)
    return [await _with_charged(Declared(*row), published) for row in rows]


async def _with_charged(one: Declared, published: Mapping[int, int]) -> Declared:
    premises = await one_premises(one.premises, published)
    return msgspec.structs.replace(one, charged=premises.occupants if premises else None)
