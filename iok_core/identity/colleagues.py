"""Who works at the office, as they see each other."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

import msgspec

from iok_core.db import Arg, Prepared
from iok_core.identity.permissions import Role
from iok_core.identity.tables import Staff


class StaffState(StrEnum):
    ACTIVE = "active"
    ISSUED = "issued"
    """Has a start password, or had one, and no own password."""
    NO_ACCESS = "no_access"
    DISABLED = "disabled"


class Colleague(msgspec.Struct, frozen=True):
    id: int
    name: str
    role: str
    active: bool
    identity: int | None
    """None: was never given an access; so is what follows."""
    identifier: str | None
    issue_number: int | None
    """For `StaffIssue.after_issue`."""
    activated_at: datetime | None
    last_sign_in_at: datetime | None
    factor_since: datetime | None
    """None: no second factor is asked."""
    issued_by: str | None
    """Who issued the newest access; None with an access: on the server."""

    @property
    def state(self) -> StaffState:
        if not self.active:
            return StaffState.DISABLED
        if self.identity is None:
            return StaffState.NO_ACCESS
        return StaffState.ACTIVE if self.activated_at else StaffState.ISSUED

    @property
    def is_administrator(self) -> bool:
        return self.role == Role.ADMINISTRATOR


_SELECT = (
    "SELECT f.id, f.name, f.role, f.active, i.id AS identity, i.identifier, i.issue_number, "
    "i.activated_at, i.last_sign_in_at, i.factor_since, b.name AS issued_by "
    "FROM staff f LEFT JOIN identity i ON i.staff = f.id LEFT JOIN staff b ON b.id = i.issued_by"
)
_all = Prepared(lambda: Staff.raw(f"{_SELECT} ORDER BY f.id"), Colleague)
_one = Prepared(lambda: Staff.raw(f"{_SELECT} WHERE f.id = {{}}", Arg("staff")), Colleague)


async def colleagues() -> Sequence[Colleague]:
    """Everybody who works, or ever worked, at the office."""
    return await _all()


async def colleague(staff: int) -> Colleague:
    """Raises LookupError."""
    found = await _one.one(staff=staff)
    if found is None:
        raise LookupError(f"no member of staff {staff}")
    return found


async def other_administrators(staff: int) -> bool:
    """Somebody else could go on administering today: may come in, and has an own password."""
    return any(
        one.is_administrator and one.state is StaffState.ACTIVE and one.id != staff
        for one in await colleagues()
    )
