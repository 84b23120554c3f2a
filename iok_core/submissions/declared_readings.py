"""What meters showed, as residents have declared it, until an import brings it.

It is the same reading if meter and value are the same and the day is no more than one away.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec

from iok_core.api import Medium, MeterState, PlaceMeter
from iok_core.db import fetch, transaction
from iok_core.db.versioned import visible
from iok_core.handovers.service import Why, stop_one
from iok_core.imports.service import published_sources
from iok_core.meters.thousandths import from_thousandths, to_thousandths
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.kinds import OPEN, State
from iok_core.submissions.tables import DeclaredReading

BESIDE = timedelta(days=1)
"""So far the day on which the source has a reading may lie from the day that was declared."""
_WAITING = (*sorted(OPEN), State.DONE.value)


class Waiting(msgspec.Struct, frozen=True):
    """A reading that the accounting system does not have yet."""

    id: int
    submission: int
    submission_number: str
    person: int
    name: str
    address: str
    state: State
    accepted_at: datetime | None
    entered_at: datetime | None
    meter: int
    number: str
    medium: Medium
    unit: str
    day: date
    thousandths: int

    @property
    def value(self) -> Decimal:
        return from_thousandths(self.thousandths)


_ALL = (
    "SELECT d.id, s.id, s.number, s.person, p.name, s.address, s.state, s.closed_at, s.entered_at, "
    "d.meter, d.number, d.medium, d.unit, d.day, d.thousandths FROM declared_reading d "
    "JOIN submission s ON s.id = d.submission JOIN person p ON p.id = s.person "
    f"WHERE d.known_at IS NULL AND s.state IN ({', '.join('{}' for _ in _WAITING)})"
)
_SAME = (
    "SELECT d.id, d.day, r.day FROM declared_reading d "
    f"JOIN meter_reading r ON r.meter = d.meter AND r.thousandths = d.thousandths "
    f"AND {visible('r')} WHERE d.known_at IS NULL"
)


async def keep_readings(
    submission: int, states: Sequence[MeterState], meters: Sequence[PlaceMeter]
) -> None:
    """In the transaction that makes the submission; a meter of another place counts for none."""
    known = {one.key: one for one in meters}
    rows = [
        DeclaredReading(
            submission=submission,
            meter=int(state.meter),
            number=known[state.meter].number,
            medium=known[state.meter].medium.value,
            unit=known[state.meter].unit,
            day=state.day,
            thousandths=to_thousandths(state.value),
        )
        for state in states
        if state.meter in known
    ]
    if rows:
        await DeclaredReading.insert(*rows)


async def readings_to_enter(published: Mapping[int, int]) -> list[Waiting]:
    """What the office has accepted and nobody has entered by hand yet, the earliest first."""
    found = await _waiting(published, " AND s.state = {} AND s.entered_at IS NULL", State.DONE)
    return [one for one in found if one.accepted_at is not None]


async def readings_declared_by(person: int, published: Mapping[int, int]) -> list[Waiting]:
    """Of this person, accepted by now or not."""
    return await _waiting(published, " AND s.person = {}", person)


async def note_known_readings(ctx: SubmissionContext) -> None:
    """What an import has brought waits no more, whatever it says later."""
    for id_ in await _known(await published_sources()):
        async with transaction():
            rows = await fetch(
                "UPDATE declared_reading SET known_at = {} WHERE id = {} RETURNING submission",
                ctx.clock.now(),
                id_,
            )
            await stop_one(ctx.handovers, int(rows[0][0]), id_, Why.KNOWN)


async def _waiting(published: Mapping[int, int], which: str, *values: object) -> list[Waiting]:
    known = await _known(published)
    rows = await fetch(f"{_ALL}{which} ORDER BY s.id, d.id", *_WAITING, *values)
    return [one for one in map(_read, rows) if one.id not in known]


def _read(row: Any) -> Waiting:
    named = dict(zip(Waiting.__struct_fields__, row, strict=True))
    return Waiting(**{**named, "state": State(named["state"]), "medium": Medium(named["medium"])})


async def _known(published: Mapping[int, int]) -> set[int]:
    found = set()
    for source, gen in published.items():
        for id_, declared, came in await fetch(_SAME, source, gen, gen):
            if abs(declared - came) <= BESIDE:
                found.add(int(id_))
    return found
