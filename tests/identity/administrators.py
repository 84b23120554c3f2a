"""An office with three administrators, who can decide on each other."""

from typing import Any

from iok_core.approvals import service as approvals
from iok_core.approvals.service import Approvals, Asked
from iok_core.audit.origin import Origin
from iok_core.db import fetch, transaction
from iok_core.identity.kinds import IdentityKind
from iok_core.identity.permissions import Permission, Role
from iok_core.identity.rights import staff_may
from iok_core.identity.session_rows import open_session
from iok_core.identity.staff import staff_names
from iok_core.identity.staff_acts import RoleChange
from iok_core.identity.staff_approvals import ROLE, staff_kinds
from tests.identity.office import Office, find_session

OPERATOR = Origin.operator("tester")


class Administrators:
    """`clerk` is at the desk; `first`, `second` and `third` administer."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.ctx = office.ctx
        self.clerk = office.clerk
        self.tools = Approvals(
            kinds={kind.code: kind for kind in staff_kinds(office.ctx)},
            may=lambda by, permission: staff_may(by, Permission(permission)),
            names=staff_names,
            audit=office.ctx.log,
            clock=office.clock,
        )

    async def come(self) -> None:
        self.first, self.second, self.third = [await self.add(Role.ADMINISTRATOR) for _ in "123"]

    async def add(self, role: Role, *, activated: bool = True) -> int:
        staff = await self.office.add_clerk(role)
        if activated:
            now = self.office.clock.now()
            await fetch("UPDATE identity SET activated_at = {} WHERE staff = {}", now, staff)
        return staff

    async def session_of(self, staff: int) -> str:
        """The token of a session of theirs."""
        identity = (await fetch("SELECT id FROM identity WHERE staff = {}", staff))[0][0]
        async with transaction():
            return await open_session(self.ctx, identity, IdentityKind.STAFF, "test")

    async def is_in(self, token: str) -> bool:
        return await find_session(self.ctx, token) is not None

    async def promotes(self, staff: int | None = None) -> RoleChange:
        return await self.change(staff or self.clerk, Role.ADMINISTRATOR)

    async def change(self, staff: int, role: Role) -> RoleChange:
        return RoleChange(staff=staff, role=role, before=await self.role_of(staff))

    async def ask(self, by: int, wanted: RoleChange | None = None) -> int:
        wanted = wanted or await self.promotes()
        outcome = await approvals.act(
            self.tools, ROLE, wanted, "Zastępstwo", by=Origin.staff(by, "req-ask")
        )
        assert isinstance(outcome, Asked)
        return outcome.approval

    async def seen(self, approval: int) -> str:
        return (await approvals.one_approval(approval)).payload_sha256

    async def approve(self, approval: int, by: int, seen: str | None = None) -> object:
        """What became of it."""
        told = await self.seen(approval) if seen is None else seen
        return await approvals.approve(self.tools, approval, told, by=Origin.staff(by, "req-two"))

    async def role_of(self, staff: int) -> str:
        return str((await fetch("SELECT role FROM staff WHERE id = {}", staff))[0][0])

    async def outcome_of(self, approval: int) -> str:
        return (await approvals.one_approval(approval)).outcome

    async def audited(self, since: int = 0) -> list[tuple[Any, ...]]:
        """Who, what, on what, with what result."""
        return await fetch(
            "SELECT actor, action, object_kind, object_id, result FROM audit WHERE seq > {} "
            "ORDER BY seq",
            since,
        )

    async def rows_so_far(self) -> int:
        return int((await fetch("SELECT max(seq) FROM audit"))[0][0])
