"""Who of those with an access has accepted which version: numbers, and a line for each."""

from datetime import date, datetime

import msgspec

from iok_core.db import Arg, Prepared
from iok_core.regulations.service import Way, in_force
from iok_core.rulebook.tables import Draft


class Counts(msgspec.Struct, frozen=True):
    """Of residents with an own password: how many have accepted the version in force."""

    accesses: int
    accepted: int

    @property
    def missing(self) -> int:
        return self.accesses - self.accepted


class AcceptanceLine(msgspec.Struct, frozen=True):
    """One person's last acceptance; what is None they have not given."""

    person: int
    name: str
    identifier: str
    activated: bool
    accepted: bool
    """The version in force, or one that it only corrects."""
    number: int | None
    at: datetime | None
    way: Way | None
    signed_on: date | None
    recorded_by: str | None
    sha256: str | None


_lines = Prepared(
    lambda: Draft.raw(
        "SELECT p.id AS person, p.name, i.identifier, "
        "i.activated_at IS NOT NULL AS activated, "
        "EXISTS (SELECT 1 FROM acceptance c JOIN regulations_version x ON x.id = c.version "
        "WHERE c.person = p.id AND COALESCE(x.corrects, x.number) = CAST({} AS BIGINT)) "
        "AS accepted, v.number, a.at, a.way, a.signed_on, f.name AS recorded_by, a.sha256 "
        "FROM identity i JOIN person p ON p.id = i.person "
        "LEFT JOIN acceptance a ON a.person = p.id AND a.version = ("
        "SELECT w.id FROM acceptance b JOIN regulations_version w ON w.id = b.version "
        "WHERE b.person = p.id AND (w.number = CAST({} AS BIGINT) OR CAST({} AS BIGINT) = 0) "
        "ORDER BY w.number DESC LIMIT 1) "
        "LEFT JOIN regulations_version v ON v.id = a.version "
        "LEFT JOIN staff f ON f.id = a.recorded_by",
        Arg("asked_as"),
        Arg("version"),
        Arg("version"),
    ),
    AcceptanceLine,
)


async def acceptance_lines(today: date, version: int | None = None) -> list[AcceptanceLine]:
    """Everybody who was given an access; their acceptance of that version, or the newest."""
    current = await in_force(today)
    return await _lines(asked_as=current.asked_as if current else 0, version=version or 0)


async def counts(today: date) -> Counts:
    active = [line for line in await acceptance_lines(today) if line.activated]
    return Counts(len(active), sum(line.accepted for line in active))
