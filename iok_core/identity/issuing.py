"""The desk gives an access out: an identifier, and a start password that works once."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Self

import msgspec

from iok_core.audit.actions import Action, ObjectKind, Result
from iok_core.audit.canonical import MetaValue
from iok_core.audit.origin import Origin
from iok_core.db import hold, transaction
from iok_core.events.kinds import EventKind
from iok_core.events.service import emit
from iok_core.identity.brakes.door import forgive_identifier
from iok_core.identity.context import IdentityContext
from iok_core.identity.factors.dropping import drop_factors
from iok_core.identity.freeze_code import FreezeCode
from iok_core.identity.identity_rows import InBatch, insert_identity, renew_identity
from iok_core.identity.kinds import DocumentKind, IdentityKind, SessionEnd
from iok_core.identity.known_devices import forget_devices
from iok_core.identity.oneself import own_among
from iok_core.identity.permissions import Permission
from iok_core.identity.rights import staff_may
from iok_core.identity.session_rows import end_sessions, of_identity
from iok_core.identity.start_password import StartPassword, new_start
from iok_core.identity.tables import Identity


class Issued(msgspec.Struct, frozen=True, kw_only=True):
    """For the slip, once: the start password and the freeze code are kept nowhere."""

    identity: int
    identifier: str
    start_password: str
    expires_at: datetime
    freeze_code: str = ""
    """Empty for staff, who are nobody's residents."""

    @classmethod
    def of(cls, start: StartPassword, identity: int, identifier: str, freeze: str = "") -> Self:
        return cls(
            identity=identity,
            identifier=identifier,
            start_password=start.text,
            expires_at=start.expires_at,
            freeze_code=freeze,
        )


class IssueRefusal(StrEnum):
    NOT_PERMITTED = "not_permitted"
    IDENTITY_NOT_CHECKED = "identity_not_checked"
    ALREADY_ISSUED = "already_issued"
    """Since the form was shown: a double click, a reload, or a colleague."""
    BLOCKED = "blocked"
    """Whoever lifts the block looks at its clause first; an issue would pass that by."""
    ONESELF = "oneself"
    """The access would be the clerk's own, or to what is theirs: a colleague issues it."""


class IssueRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What the clerk's form says. No field holds a number, a note or a scan of a document."""

    person: int
    document: DocumentKind
    identity_checked: bool
    after_issue: int
    """`Access.issue_number` when the form was made, 0 without one: a form issues once only."""


async def issue_access(
    ctx: IdentityContext, request: IssueRequest, *, by: Origin, operator: str = ""
) -> Issued | IssueRefusal:
    """A new start password; the one before, the own password and all sessions are void at once.

    `operator`: the operating-system user, at the command line. Raises BusyError, and
    ConstraintViolated when there is no such person.
    """
    start = await new_start(ctx)
    async with transaction():
        await hold("access of person", request.person)
        refusal = await _refusal(ctx, request, by)
        await _record(ctx, request, by, operator, refusal)
        if refusal is not None:
            return refusal
        return await give_access(ctx, request.person, start, by=by)


async def give_access(
    ctx: IdentityContext,
    person: int,
    start: StartPassword,
    *,
    by: Origin,
    batch: InBatch | None = None,
) -> Issued:
    """In the transaction of whoever has made sure that it may be given."""
    freeze = FreezeCode.new()
    identity, identifier = await _write(ctx, person, int(by.actor), start, freeze, batch)
    await emit(
        EventKind.ACCESS_ISSUED,
        at=start.issued_at,
        request_id=by.request_id,
        identity=identity,
        person=person,
    )
    return Issued.of(start, identity, identifier, freeze.text)


async def _write(
    ctx: IdentityContext,
    person: int,
    clerk: int,
    start: StartPassword,
    freeze: FreezeCode,
    batch: InBatch | None,
) -> tuple[int, str]:
    """The person's one identity, made or renewed: its id and identifier."""
    written: dict[str, Any] = {
        "issued_by": clerk,
        "freeze_sha256": freeze.sha256,
        "batch": batch,
    }
    found = await Identity.select(Identity.id).where(Identity.person == person).first()
    if found is None:
        return await insert_identity(start, IdentityKind.RESIDENT, person=person, **written)
    # first the identity, which a sign-in on its way has to wait for; then every session is there
    await drop_factors(found["id"])
    renewed = await renew_identity(start, found["id"], **written)
    await forget_devices(found["id"])
    await forgive_identifier(ctx, renewed[1])
    await end_sessions(ctx, of_identity(found["id"]), SessionEnd.ACCESS_REISSUED)
    return renewed


async def _refusal(ctx: IdentityContext, request: IssueRequest, by: Origin) -> IssueRefusal | None:
    if not await staff_may(by, Permission.ISSUE_CREDENTIALS):
        return IssueRefusal.NOT_PERMITTED
    if await own_among(ctx, by, [request.person]):
        return IssueRefusal.ONESELF
    if await ctx.blocked_among([request.person]):
        return IssueRefusal.BLOCKED
    if request.identity_checked is not True:
        return IssueRefusal.IDENTITY_NOT_CHECKED
    issues = await Identity.select(Identity.issue_number).where(Identity.person == request.person)
    if (issues[0]["issue_number"] if issues else 0) != request.after_issue:
        return IssueRefusal.ALREADY_ISSUED
    return None


async def _record(
    ctx: IdentityContext,
    request: IssueRequest,
    by: Origin,
    operator: str,
    refusal: IssueRefusal | None,
) -> None:
    meta: dict[str, MetaValue] = {"document": DocumentKind(request.document)}
    if operator:
        meta["operator"] = operator
    if refusal is not None:
        meta["reason"] = refusal
    await ctx.log.record(
        Action.ACCESS_ISSUE,
        by=by,
        on=ObjectKind.PERSON,
        object_id=request.person,
        result=Result.DONE if refusal is None else Result.REFUSED,
        meta=meta,
    )
