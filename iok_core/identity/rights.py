"""Whether somebody at the office may do something: asked of the table, not of the caller."""

from iok_core.audit.actions import ActorKind
from iok_core.audit.origin import Origin
from iok_core.identity.permissions import Permission, permissions_of
from iok_core.identity.tables import Staff


async def staff_may(by: Origin, permission: Permission) -> bool:
    """Every way in gets the same answer; nobody but staff has permissions."""
    if by.kind is not ActorKind.STAFF:
        return False
    staff = await Staff.select(Staff.role, Staff.active).where(Staff.id == int(by.actor)).first()
    if not staff or not staff["active"]:
        return False
    return permission in permissions_of(staff["role"])
