"""Submissions as both sides read them."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

import msgspec

from iok_core.api import Desk
from iok_core.db import fetch
from iok_core.submissions.kinds import INSIDE, OPEN, ConsentState, Contact, State, StepKind


class SubmissionLine(msgspec.Struct, frozen=True):
    """One of a list."""

    id: int
    number: str
    person: int
    name: str
    """Of who sent it."""
    caller: str | None
    """So somebody calls themselves who was not signed in; None: it is a resident's."""
    form: str
    extension: str
    title: str
    desk: Desk
    concern: str
    premises: int | None
    building: str
    address: str
    summary: str
    emergency: bool
    state: State
    sent_at: datetime
    due_on: date
    assigned: int | None
    assigned_name: str | None
    closed_at: datetime | None
    rating: int | None
    contact: Contact | None
    """None: the resident sent it."""
    merged_into: int | None
    """In which submission it is dealt with."""
    declares: bool
    """A number, a payment or a reading, which the accounting system has or is to have."""
    consent: ConsentState | None
    """What others who hold the premises have said; None: nobody asked them."""

    @property
    def waits(self) -> bool:
        """For the office, in its own right."""
        return self.state.open and self.merged_into is None

    @property
    def joinable(self) -> bool:
        """With some other one: what is declared goes on to the accounting system by itself."""
        return self.waits and not (self.caller or self.declares)

    def overdue(self, today: date) -> bool:
        return self.waits and today > self.due_on


class SubmissionView(SubmissionLine, frozen=True):
    """One, whole."""

    answers: str
    """JSON of the form's Struct."""
    shown: str
    """JSON array of pairs."""
    next_steps: str
    attached: str
    """JSON array of pairs: what the portal showed, or added."""


class StepView(msgspec.Struct, frozen=True):
    kind: StepKind
    state: State
    text: str
    at: datetime
    staff: int | None
    staff_name: str | None

    @property
    def day(self) -> date:
        """On which a payment was booked."""
        return date.fromisoformat(self.text)

    @property
    def inside(self) -> bool:
        """For the office only."""
        return self.kind in INSIDE


_SAID = "EXISTS (SELECT c.id FROM submission_consent c WHERE c.submission = s.id AND c.said = '{}')"
_COLUMNS = (
    "s.id, s.number, s.person, coalesce(s.caller, p.name) AS name, s.caller, s.form, "
    "s.extension, s.title, s.desk, s.concern, s.premises, s.building, s.address, "
    "s.summary, s.emergency, s.state, s.sent_at, s.due_on, s.assigned, "
    "w.name AS assigned_name, s.closed_at, s.rating, s.contact, s.merged_into, "
    "(s.declared_occupants IS NOT NULL OR EXISTS (SELECT d.id FROM declared_payment d "
    "WHERE d.submission = s.id) OR EXISTS (SELECT d.id FROM declared_reading d "
    "WHERE d.submission = s.id)) AS declares, "
    "CASE WHEN NOT s.asks_consent THEN '' "
    f"WHEN {_SAID.format('objected')} THEN 'objected' "
    f"WHEN {_SAID.format('agreed')} THEN 'agreed' ELSE 'waiting' END AS consent"
)
_FROM = "FROM submission s JOIN person p ON p.id = s.person LEFT JOIN staff w ON w.id = s.assigned"
_WHOLE = f"SELECT {_COLUMNS}, s.answers, s.shown, s.next_steps, s.attached {_FROM}"


async def one_submission(id_: int) -> SubmissionView | None:
    rows = await fetch(f"{_WHOLE} WHERE s.id = {{}}", id_)
    return _read(SubmissionView, rows[0]) if rows else None


async def submissions_of(person: int) -> list[SubmissionLine]:
    """The newest first."""
    return await _lines("WHERE s.person = {} ORDER BY s.id DESC", person)


async def submissions_for(desks: Collection[Desk]) -> list[SubmissionLine]:
    """What these desks have to deal with or have dealt with."""
    if not desks:
        return []
    marks = ", ".join("{}" for _ in desks)
    return await _lines(f"WHERE s.desk IN ({marks}) ORDER BY s.id DESC", *desks)


async def open_submissions(desks: Collection[Desk]) -> list[SubmissionLine]:
    """Those that are due soonest first."""
    if not desks:
        return []
    states = ", ".join("{}" for _ in OPEN)
    marks = ", ".join("{}" for _ in desks)
    return await _lines(
        f"WHERE s.state IN ({states}) AND s.desk IN ({marks}) AND s.merged_into IS NULL "
        "ORDER BY s.due_on, s.id",
        *sorted(OPEN),
        *desks,
    )


async def common_ones(extension: str, building: str, since: datetime) -> list[SubmissionLine]:
    """Open ones on the common part of a building, the newest first."""
    states = ", ".join("{}" for _ in OPEN)
    return await _lines(
        f"WHERE s.state IN ({states}) AND s.extension = {{}} AND s.concern = 'building' "
        "AND s.building = {} AND s.sent_at >= {} AND s.merged_into IS NULL ORDER BY s.id DESC",
        *sorted(OPEN),
        extension,
        building,
        since,
    )


async def merged_in(submission: int) -> list[SubmissionLine]:
    """What is dealt with in this one, the earliest first."""
    return await _lines("WHERE s.merged_into = {} ORDER BY s.id", submission)


async def open_about(desk: Desk, since: datetime, until: datetime) -> list[SubmissionLine]:
    """Those that wait for a desk and came between two moments, the newest first."""
    states = ", ".join("{}" for _ in OPEN)
    return await _lines(
        f"WHERE s.state IN ({states}) AND s.desk = {{}} AND s.sent_at >= {{}} AND s.sent_at <= {{}}"
        " AND s.merged_into IS NULL ORDER BY s.id DESC",
        *sorted(OPEN),
        desk.value,
        since,
        until,
    )


async def by_number(number: str) -> SubmissionLine | None:
    return next(iter(await _lines("WHERE s.number = {}", number)), None)


async def followed_by(person: int) -> list[SubmissionLine]:
    """What neighbours have reported and this person follows, the newest first."""
    return await _lines(
        "JOIN submission_follower f ON f.submission = s.id WHERE f.person = {} ORDER BY s.id DESC",
        person,
    )


async def followers_of(submission: int) -> list[int]:
    rows = await fetch(
        "SELECT person FROM submission_follower WHERE submission = {} ORDER BY id", submission
    )
    return [int(row[0]) for row in rows]


async def steps_of(submission: int) -> list[StepView]:
    """The earliest first, the office's own ones among them."""
    rows = await fetch(
        "SELECT t.kind, t.state, t.text, t.at, t.staff, w.name FROM submission_step t "
        "LEFT JOIN staff w ON w.id = t.staff WHERE t.submission = {} ORDER BY t.id",
        submission,
    )
    return [StepView(StepKind(row[0]), State(row[1]), *row[2:]) for row in rows]


async def _lines(which: str, *values: object) -> list[SubmissionLine]:
    rows = await fetch(f"SELECT {_COLUMNS} {_FROM} {which}", *values)
    return [_read(SubmissionLine, row) for row in rows]


def _read(kind: Any, row: Any) -> Any:
    named = dict(zip(kind.__struct_fields__, row, strict=True))
    known = {"desk": Desk(named["desk"]), "state": State(named["state"])}
    contact = Contact(named["contact"]) if named["contact"] else None
    told = {name: bool(named[name]) for name in ("emergency", "declares")}
    consent = ConsentState(named["consent"]) if named["consent"] else None
    return kind(**named | known | told | {"contact": contact, "consent": consent})
