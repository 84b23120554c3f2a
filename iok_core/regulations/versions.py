"""The published versions: which binds on a day, which is announced, which came before which."""

import hashlib
from datetime import date

import msgspec

from iok_core.db import Arg, Prepared, fetch
from iok_core.regulations.tables import RegulationsVersion


class VersionView(msgspec.Struct, frozen=True):
    id: int
    number: int
    text: str
    sha256: str
    approved_by: str
    approved_on: date
    resolution: str
    in_force_from: date
    summary: str = ""
    corrects: int | None = None

    @property
    def asked_as(self) -> int:
        """The number of the version whose acceptance is asked: a correction asks for none."""
        return self.number if self.corrects is None else self.corrects


class Approval(msgspec.Struct, frozen=True, kw_only=True):
    """Who approved a text, when and by what resolution, and from when it binds."""

    approved_by: str
    approved_on: date
    resolution: str
    in_force_from: date


_COLUMNS = (
    "id, number, text, sha256, approved_by, approved_on, resolution, in_force_from, "
    "summary, corrects"
)

_in_force = Prepared(
    lambda: RegulationsVersion.raw(
        f"SELECT {_COLUMNS} FROM regulations_version WHERE in_force_from <= {{}} "
        "ORDER BY in_force_from DESC, number DESC LIMIT 1",
        Arg("day"),
    ),
    VersionView,
)

_announced = Prepared(
    lambda: RegulationsVersion.raw(
        f"SELECT {_COLUMNS} FROM regulations_version WHERE in_force_from > {{}} "
        "ORDER BY in_force_from, number DESC LIMIT 1",
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

_all = Prepared(
    lambda: RegulationsVersion.raw(
        f"SELECT {_COLUMNS} FROM regulations_version ORDER BY number DESC"
    ),
    VersionView,
)


async def in_force(day: date) -> VersionView | None:
    """The version that binds on a day."""
    return await _in_force.one(day=day)


async def announced(day: date) -> VersionView | None:
    """The next one that will bind after that day; of two with the same first day the later."""
    return await _announced.one(day=day)


async def version(number: int) -> VersionView | None:
    return await _by_number.one(number=number)


async def all_versions() -> list[VersionView]:
    """The newest first."""
    return await _all()


async def versions() -> list[int]:
    """Numbers of the published versions, the newest first."""
    rows = await fetch("SELECT number FROM regulations_version ORDER BY number DESC")
    return [int(row[0]) for row in rows]


def predecessor(shown: VersionView, among: list[VersionView]) -> VersionView | None:
    """What bound before it, or would: the last of those published earlier that begin no later."""
    earlier = [
        one
        for one in among
        if one.number < shown.number and one.in_force_from <= shown.in_force_from
    ]
    return max(earlier, key=lambda one: (one.in_force_from, one.number), default=None)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
