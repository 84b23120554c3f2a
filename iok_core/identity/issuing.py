"""The desk gives an access out: an identifier, and a start password that works once."""

from datetime import datetime
from enum import StrEnum

import msgspec

from iok_core.audit.actions import Action, ActorKind, ObjectKind, Result
from iok_core.audit.canonical import MetaValue
from iok_core.audit.origin import Origin
from iok_core.db import transaction
from iok_core.events.kinds import EventKind
from iok_core.events.service import emit
from iok_core.identity.context import IdentityContext
from iok_core.identity.identity_rows import insert_identity, renew_identity
from iok_core.identity.kinds import DocumentKind, IdentityKind, SessionEnd
from iok_core.identity.permissions import Permission, permissions_of
from iok_core.identity.session_rows import end_sessions, of_identity
from iok_core.identity.start_password import StartPassword, new_start
from iok_core.identity.tables import Identity, Staff
from iok_core.premises.tables import Person


class Issued(msgspec.Struct, frozen=True, kw_only=True):
    """For the slip, once: the start password is kept nowhere."""

    identity: int
    identifier: str
    start_password: str
    expires_at: datetime


class IssueRefusal(StrEnum):
    NOT_PERMITTED = "not_permitted"
    IDENTITY_NOT_CHECKED = "identity_not_checked"
    NO_SUCH_PERSON = "no_such_person"
    ALREADY_ISSUED = "already_issued"
    """Since the form was shown: a double click, a reload, or a colleague."""


async def issue_access(
    ctx: IdentityContext,
    person: int,
    *,
    by: Origin,
    document: DocumentKind,
    identity_checked: bool,
    after_issue: int,
    operator: str = "",
) -> Issued | IssueRefusal:
    """A new start password; the one before, the own password and all sessions are void at once.

    `after_issue` is the `issue_number` that the form was made with (0: none was issued), so that
    the same form can issue once only. `operator` is the operating-system user at the command line.
    Raises BusyError.
    """
    start = await new_start(ctx)
    meta: dict[str, MetaValue] = {"document": document, "issue": after_issue + 1}
    if operator:
        meta["operator"] = operator
    async with transaction():
        refusal = await _refusal(person, by, identity_checked, after_issue)
        if refusal is not None:
            await _record(ctx, person, by, Result.REFUSED, {**meta, "reason": refusal})
            return refusal
        identity, identifier = await _write(ctx, person, by, start)
        await _record(ctx, person, by, Result.DONE, meta)
        await emit(
            EventKind.ACCESS_ISSUED,
            at=start.issued_at,
            request_id=by.request_id,
            identity=identity,
            person=person,
        )
    return Issued(
        identity=identity,
        identifier=identifier,
        start_password=start.text,
        expires_at=start.expires_at,
    )


async def _refusal(
    person: int, by: Origin, identity_checked: bool, after_issue: int
) -> IssueRefusal | None:
    if not await _may_issue(by):
        return IssueRefusal.NOT_PERMITTED
    if identity_checked is not True:
        return IssueRefusal.IDENTITY_NOT_CHECKED
    if not await Person.exists().where(Person.id == person):
        return IssueRefusal.NO_SUCH_PERSON
    row = await Identity.select(Identity.issue_number).where(Identity.person == person).first()
    if (row["issue_number"] if row else 0) != after_issue:
        return IssueRefusal.ALREADY_ISSUED
    return None


async def _may_issue(by: Origin) -> bool:
    """Asked of the table, not of the caller, so that every way in is the same."""
    if by.kind is not ActorKind.STAFF:
        return False
    staff = await Staff.select(Staff.role, Staff.active).where(Staff.id == int(by.actor)).first()
    if not staff or not staff["active"]:
        return False
    return Permission.ISSUE_CREDENTIALS in permissions_of(staff["role"])


async def _write(
    ctx: IdentityContext, person: int, by: Origin, start: StartPassword
) -> tuple[int, str]:
    """The person's one identity, made or renewed: its id and identifier."""
    clerk = int(by.actor)
    found = await Identity.select(Identity.id).where(Identity.person == person).first()
    if found is None:
        return await insert_identity(start, IdentityKind.RESIDENT, person=person, issued_by=clerk)
    await end_sessions(ctx, of_identity(found["id"]), SessionEnd.ACCESS_REISSUED)
    return await renew_identity(start, found["id"], issued_by=clerk)


async def _record(
    ctx: IdentityContext, person: int, by: Origin, result: Result, meta: dict[str, MetaValue]
) -> None:
    await ctx.log.record(
        Action.ACCESS_ISSUE,
        by=by,
        on=ObjectKind.PERSON,
        object_id=person,
        result=result,
        meta=meta,
    )
