"""Keeps the proof of each acceptance, given in the portal or on paper."""

from datetime import date, datetime
from enum import StrEnum

import msgspec

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.db import Arg, Clock, Prepared, fetch, hold, transaction
from iok_core.regulations.tables import Acceptance
from iok_core.regulations.versions import VersionView, in_force, version


class Way(StrEnum):
    PORTAL = "portal"
    PAPER = "paper"


class TextChangedError(ValueError):
    """The text that was shown is not the one in force: it has to be read again."""


class PaperRefusal(StrEnum):
    NO_SUCH_VERSION = "no_such_version"
    RECORDED = "recorded"
    """Somebody has recorded it, or the person has accepted it in the portal."""
    SIGNED_LATER = "signed_later"
    """The day on the paper has not come yet."""
    SIGNED_BEFORE = "signed_before"
    """The day on the paper is before the text was approved."""


class Proof(msgspec.Struct, frozen=True):
    """What is kept of an acceptance, as the person who gave it may read it."""

    number: int
    sha256: str
    at: datetime
    way: Way
    signed_on: date | None
    recorded_by: int | None
    """Staff."""


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet with somebody's signature below the text of a version."""

    person: int
    number: int
    signed_on: date


_proofs = Prepared(
    lambda: Acceptance.raw(
        "SELECT v.number, a.sha256, a.at, a.way, a.signed_on, a.recorded_by FROM acceptance a "
        "JOIN regulations_version v ON v.id = a.version WHERE a.person = {} ORDER BY a.id DESC",
        Arg("person"),
    ),
    Proof,
)

_ASKED = (
    "SELECT COALESCE(v.corrects, v.number) FROM regulations_version v WHERE v.in_force_from <= {} "
    "ORDER BY v.in_force_from DESC, v.number DESC LIMIT 1"
)


def accepted(person: str, what: str = "max(a.id)") -> str:
    """SQL for somebody's acceptance of the version in force; takes the day.

    Of that one, of the one that it corrects, or of another correction of that one. `person` is the
    column with their id.
    """
    return (
        f"SELECT {what} FROM acceptance a JOIN regulations_version w ON w.id = a.version "
        f"WHERE a.person = {person} AND COALESCE(w.corrects, w.number) = ({_ASKED})"
    )


_COUNTS_TODAY = (
    "SELECT a.id FROM acceptance a JOIN regulations_version w ON w.id = a.version "
    "WHERE a.person = {} AND COALESCE(w.corrects, w.number) = CAST({} AS BIGINT) LIMIT 1"
)


class _Id(msgspec.Struct, frozen=True):
    id: int


_counting = Prepared(lambda: Acceptance.raw(_COUNTS_TODAY, Arg("person"), Arg("asked_as")), _Id)


async def acceptances_of(person: int) -> list[Proof]:
    """The newest first."""
    return await _proofs(person=person)


async def has_accepted(person: int, day: date, by: datetime) -> bool:
    """Of the version in force on that day, and before the moment `by`."""
    rows = await fetch(f"{accepted('{}', '1')} AND a.at < {{}} LIMIT 1", person, day, by)
    return bool(rows)


async def latest_acceptance(person: int) -> Proof | None:
    """Of the newest version; an old sheet may have been recorded after it."""
    return max(await acceptances_of(person), key=lambda proof: proof.number, default=None)


async def accept(
    person: int, number: int, sha256: str, *, by: Origin, audit: AuditLog, clock: Clock
) -> None:
    """Keeps the proof that a person accepted, in the portal, the text with that digest.

    A second acceptance of the same version, or of one that only corrects it, changes nothing.

    Raises:
        TextChangedError: that version has another text, or another version is in force.
    """
    async with transaction():
        current = await in_force(clock.today())
        if current is None or (current.number, current.sha256) != (number, sha256):
            raise TextChangedError(number)
        await hold("acceptance of person", person)
        if await _counting.one(person=person, asked_as=current.asked_as) is not None:
            return
        row = Acceptance(
            person=person, version=current.id, sha256=sha256, at=clock.now(), way=Way.PORTAL
        )
        await Acceptance.insert(row)
        await audit.record(
            Action.REGULATIONS_ACCEPT, by=by, on=ObjectKind.REGULATIONS, object_id=number
        )


async def record_paper(
    paper: Paper, *, by: Origin, audit: AuditLog, clock: Clock
) -> PaperRefusal | None:
    """Keeps that a person signed a version on paper, and who at the office says so."""
    async with transaction():
        await hold("acceptance of person", paper.person)
        signed = await version(paper.number)
        if signed is None:
            return PaperRefusal.NO_SUCH_VERSION
        if refusal := await _refuses(paper, signed, clock.today()):
            return refusal
        await Acceptance.insert(
            Acceptance(
                person=paper.person,
                version=signed.id,
                sha256=signed.sha256,
                at=clock.now(),
                way=Way.PAPER,
                recorded_by=by.staff_id,
                signed_on=paper.signed_on,
            )
        )
        await audit.record(
            Action.REGULATIONS_ACCEPT,
            by=by,
            on=ObjectKind.PERSON,  # who reads there what the office did with their data
            object_id=paper.person,
            meta={"version": paper.number, "way": Way.PAPER},
        )
    return None


async def _refuses(paper: Paper, signed: VersionView, today: date) -> PaperRefusal | None:
    if paper.signed_on > today:
        return PaperRefusal.SIGNED_LATER
    if paper.signed_on < signed.approved_on:
        return PaperRefusal.SIGNED_BEFORE
    return PaperRefusal.RECORDED if await _has_accepted(paper.person, signed.id) else None


async def _has_accepted(person: int, version_id: int) -> bool:
    return await Acceptance.exists().where(
        (Acceptance.person == person) & (Acceptance.version == version_id)
    )
