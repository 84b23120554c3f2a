"""What is done to colleagues: each one act, with its audit row, done or refused.

Pages reach the first three through `staff_approvals`, which says where a second person is needed.
An operator at the command line needs none: whoever runs the server could do more than this.
"""

from enum import StrEnum
from typing import Any

import msgspec
from piccolo.columns import Column

from iok_core.audit.actions import Action, ActorKind, ObjectKind, Result
from iok_core.audit.canonical import MetaValue
from iok_core.audit.origin import Origin
from iok_core.db import hold, transaction
from iok_core.identity.colleagues import Colleague, colleague, colleagues, other_administrators
from iok_core.identity.context import IdentityContext
from iok_core.identity.kinds import SessionEnd
from iok_core.identity.permissions import Permission, Role
from iok_core.identity.rights import staff_may
from iok_core.identity.session_rows import end_sessions, of_identity
from iok_core.identity.tables import Identity, Staff

NAME_LENGTH = 200


class StaffRefusal(StrEnum):
    NOT_PERMITTED = "not_permitted"
    SELF = "self"
    """Nobody changes their own role, shuts themselves out or gives themselves a password."""
    LAST_ADMINISTRATOR = "last_administrator"
    CHANGED = "changed"
    """It is not any more as it was when the page was shown."""
    SAME_NAME = "same_name"
    DISABLED = "disabled"
    ADMINISTRATOR = "administrator"
    """Who could give an administrator a new start password could be the second person, too."""


class NewColleague(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    role: Role


class RoleChange(msgspec.Struct, frozen=True, kw_only=True):
    staff: int
    role: Role
    before: str
    """The role that the page showed."""


class StandingChange(msgspec.Struct, frozen=True, kw_only=True):
    staff: int
    active: bool


async def add_colleague(
    ctx: IdentityContext, new: NewColleague, *, by: Origin
) -> int | StaffRefusal:
    """Their id; an access is issued afterwards, as to a resident."""
    async with transaction():
        await hold("staff")
        refusal = await refusal_to_add(new, by)
        if refusal is not None:
            await record(ctx, Action.STAFF_ADD, by, None, refusal, {"role": new.role})
            return refusal
        row = Staff(name=new.name, role=new.role, created_at=ctx.clock.now())
        staff = int((await Staff.insert(row))[0]["id"])
        await record(ctx, Action.STAFF_ADD, by, staff, None, {"role": new.role})
    return staff


async def change_role(
    ctx: IdentityContext, wanted: RoleChange, *, by: Origin
) -> StaffRefusal | None:
    """Every session of theirs ends: the next request asks for a sign-in. Raises LookupError."""
    async with transaction():
        await hold("staff")
        refusal = await refusal_of_role(wanted, by)
        meta: dict[str, MetaValue] = {"role": wanted.role, "before": wanted.before}
        if refusal is None:
            await Staff.update({Staff.role: wanted.role}).where(Staff.id == wanted.staff)
            meta["sessions"] = await _end_sessions(ctx, wanted.staff, SessionEnd.ROLE_CHANGED)
        await record(ctx, Action.STAFF_ROLE, by, wanted.staff, refusal, meta)
    return refusal


async def change_standing(
    ctx: IdentityContext, wanted: StandingChange, *, by: Origin
) -> StaffRefusal | None:
    """Shut out, or let in again with the own password as it was. Raises LookupError."""
    async with transaction():
        await hold("staff")
        refusal = await refusal_of_standing(wanted, by)
        meta: dict[str, MetaValue] = {}
        if refusal is None:
            await Staff.update({Staff.active: wanted.active}).where(Staff.id == wanted.staff)
            await _void_start(ctx, wanted)
            # also when they are let in: a sign-in on its way had come after the others ended
            meta["sessions"] = await _end_sessions(ctx, wanted.staff, SessionEnd.DISABLED)
        action = Action.STAFF_ENABLE if wanted.active else Action.STAFF_DISABLE
        await record(ctx, action, by, wanted.staff, refusal, meta)
    return refusal


async def refusal_to_add(new: NewColleague, by: Origin) -> StaffRefusal | None:
    if not await _manages(by):
        return StaffRefusal.NOT_PERMITTED
    taken = any(one.active and one.name == new.name for one in await colleagues())
    return StaffRefusal.SAME_NAME if taken else None


async def refusal_of_role(wanted: RoleChange, by: Origin) -> StaffRefusal | None:
    who = await colleague(wanted.staff)
    if refusal := await refusal_towards(who, by):
        return refusal
    if who.role != wanted.before or who.role == wanted.role:
        return StaffRefusal.CHANGED
    return await _last(who)


async def refusal_of_standing(wanted: StandingChange, by: Origin) -> StaffRefusal | None:
    who = await colleague(wanted.staff)
    if refusal := await refusal_towards(who, by):
        return refusal
    if who.active is wanted.active:
        return StaffRefusal.CHANGED
    return None if wanted.active else await _last(who)


async def refusal_towards(who: Colleague, by: Origin) -> StaffRefusal | None:
    if not await _manages(by):
        return StaffRefusal.NOT_PERMITTED
    if by.kind is ActorKind.STAFF and by.actor == str(who.id):
        return StaffRefusal.SELF
    return None


async def _manages(by: Origin) -> bool:
    return by.kind is ActorKind.OPERATOR or await staff_may(by, Permission.MANAGE_STAFF)


async def _last(who: Colleague) -> StaffRefusal | None:
    if who.is_administrator and who.active and not await other_administrators(who.id):
        return StaffRefusal.LAST_ADMINISTRATOR
    return None


async def _void_start(ctx: IdentityContext, wanted: StandingChange) -> None:
    """A sign-in on its way holds this row: it is among the sessions, or comes too late."""
    voided: dict[Column | str, Any] = {Identity.start_voided_at: ctx.clock.now()}
    await Identity.update(voided).where(Identity.staff == wanted.staff)


async def _end_sessions(ctx: IdentityContext, staff: int, reason: SessionEnd) -> int:
    identity = (await colleague(staff)).identity
    return await end_sessions(ctx, of_identity(identity), reason) if identity else 0


async def record(
    ctx: IdentityContext,
    action: Action,
    by: Origin,
    staff: int | None,
    refusal: StaffRefusal | None,
    meta: dict[str, MetaValue],
) -> None:
    """Of an act that was done to a colleague, or was refused."""
    await ctx.log.record(
        action,
        by=by,
        on=ObjectKind.STAFF,
        object_id=staff,
        result=Result.DONE if refusal is None else Result.REFUSED,
        meta=meta if refusal is None else meta | {"reason": refusal.value},
    )
