from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.db import transaction
from iok_core.events.kinds import EventKind
from iok_core.events.service import emit
from iok_core.identity.context import IdentityContext
from iok_core.identity.identity_rows import insert_identity
from iok_core.identity.issuing import Issued
from iok_core.identity.kinds import IdentityKind
from iok_core.identity.permissions import Role
from iok_core.identity.start_password import new_start
from iok_core.identity.tables import Staff


async def add_staff(ctx: IdentityContext, name: str, role: Role, *, operator: str) -> Issued:
    """Somebody new at the office. From the command line only, by an operating-system user."""
    start = await new_start(ctx)
    by = Origin.operator(operator)
    async with transaction():
        inserted = await Staff.insert(Staff(name=name, role=role, created_at=start.issued_at))
        staff = int(inserted[0]["id"])
        identity, identifier = await insert_identity(start, IdentityKind.STAFF, staff=staff)
        await ctx.log.record(
            Action.STAFF_ADD, by=by, on=ObjectKind.STAFF, object_id=staff, meta={"role": role}
        )
        await emit(EventKind.ACCESS_ISSUED, at=start.issued_at, identity=identity, staff=staff)
    return Issued.of(start, identity, identifier)


async def staff_names() -> dict[int, str]:
    """Of everybody who works, or ever worked, at the office."""
    return {row["id"]: row["name"] for row in await Staff.select(Staff.id, Staff.name)}
