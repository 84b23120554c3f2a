"""Publishes versions of the regulations and keeps the proof of each acceptance."""

import hashlib
from datetime import date
from enum import StrEnum

import msgspec

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.db import Arg, Clock, Prepared, hold, transaction
from iok_core.regulations.tables import Acceptance, RegulationsVersion


class Way(StrEnum):
    PORTAL = "portal"
    PAPER = "paper"


class TextChangedError(ValueError):
    """The text that was shown is not the one in force: it has to be read again."""


class VersionView(msgspec.Struct, frozen=True):
    id: int
    number: int
    text: str
    sha256: str
    approved_by: str
    approved_on: date
    resolution: str
    in_force_from: date


class Approval(msgspec.Struct, frozen=True, kw_only=True):
    """Who approved a text, when and by what resolution, and from when it binds."""

    approved_by: str
    approved_on: date
    resolution: str
    in_force_from: date


_COLUMNS = "id, number, text, sha256, approved_by, approved_on, resolution, in_force_from"

_in_force = Prepared(
    lambda: RegulationsVersion.raw(
        f"SELECT {_COLUMNS} FROM regulations_version WHERE in_force_from <= {{}} "
        "ORDER BY in_force_from DESC, number DESC LIMIT 1",
        Arg("day"),
    ),
    VersionView,
)

_by_number = Prepared(
    lambda: RegulationsVersion.raw(
        f"SELECT {_COLUMNS} FROM regulations_version WHERE number = CAST({{}} AS BIGINT)",
        Arg("number"),
    ),
    VersionView,
)


async def in_force(day: date) -> VersionView | None:
    """The version that binds on a day."""
    return await _in_force.one(day=day)


async def version(number: int) -> VersionView | None:
    return await _by_number.one(number=number)


async def versions() -> list[int]:
    """Numbers of the published versions, the newest first."""
    rows = await RegulationsVersion.select(RegulationsVersion.number).order_by(
        RegulationsVersion.number, ascending=False
    )
    return [row["number"] for row in rows]


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


async def publish(
    text: str, approval: Approval, *, by: Origin, audit: AuditLog, clock: Clock
) -> int:
    """Adds the next version and gives its number; earlier ones stay as they were."""
    async with transaction():
        await hold("regulations")
        number = max(await versions(), default=0) + 1
        row = RegulationsVersion(
            number=number,
            text=text,
            sha256=digest(text),
            published_at=clock.now(),
            **msgspec.structs.asdict(approval),
        )
        await RegulationsVersion.insert(row)
        await audit.record(
            Action.REGULATIONS_PUBLISH, by=by, on=ObjectKind.REGULATIONS, object_id=number
        )
    return number


async def accept(
    person: int, number: int, sha256: str, *, by: Origin, audit: AuditLog, clock: Clock
) -> None:
    """Keeps the proof that a person accepted, in the portal, the text with that digest.

    A second acceptance of the same version changes nothing.

    Raises:
        TextChangedError: that version has another text, or another version is in force.
    """
    async with transaction():
        current = await in_force(clock.today())
        if current is None or (current.number, current.sha256) != (number, sha256):
            raise TextChangedError(number)
        await hold("acceptance of person", person)
        if await has_accepted(person, current.id):
            return
        row = Acceptance(
            person=person, version=current.id, sha256=sha256, at=clock.now(), way=Way.PORTAL
        )
        await Acceptance.insert(row)
        await audit.record(
            Action.REGULATIONS_ACCEPT, by=by, on=ObjectKind.REGULATIONS, object_id=number
        )


async def has_accepted(person: int, version_id: int) -> bool:
    return await Acceptance.exists().where(
        (Acceptance.person == person) & (Acceptance.version == version_id)
    )
