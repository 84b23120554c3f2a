"""The second person's decision; of several at once, one UPDATE takes the first."""

from typing import Any

import msgspec
from piccolo.columns import Column

from iok_core.approvals.context import Approvals
from iok_core.approvals.kinds import digest
from iok_core.approvals.outcomes import Done, Refusal, Refused
from iok_core.approvals.requests import bound
from iok_core.approvals.rows import ApprovalRow, Outcome, State, one_approval
from iok_core.approvals.tables import Approval
from iok_core.audit.actions import Action, ObjectKind, Result
from iok_core.audit.canonical import MetaValue
from iok_core.audit.origin import Origin
from iok_core.db import transaction


async def approve(tools: Approvals, approval: int, seen: str, *, by: Origin) -> Outcome | Refused:
    """Carries it out, as an act of whoever asked. `seen` is the SHA-256 that stood on the page.

    Raises LookupError.
    """
    async with transaction():
        row = await one_approval(approval)
        refusal = await _refusal(tools, row, seen, by)
        if refusal is None and not await _take(tools, row, Outcome.APPROVED, by):
            refusal = Refusal.DECIDED
        if refusal is not None:
            await _record(tools, Action.APPROVAL_APPROVE, row, by, refusal)
            return Refused(refusal)
        obstacle = await _carry_out(tools, row, by)
        await _record(tools, Action.APPROVAL_APPROVE, row, by, obstacle, Result.FAILED)
    return Outcome.FAILED if obstacle else Outcome.APPROVED


async def reject(
    tools: Approvals, approval: int, seen: str, why: str, *, by: Origin
) -> Refused | None:
    """Raises LookupError."""
    async with transaction():
        row = await one_approval(approval)
        refusal = await _refusal(tools, row, seen, by)
        if refusal is None and not await _take(tools, row, Outcome.REJECTED, by, why):
            refusal = Refusal.DECIDED
        await _record(tools, Action.APPROVAL_REJECT, row, by, refusal)
    return Refused(refusal) if refusal else None


async def withdraw(tools: Approvals, approval: int, *, by: Origin) -> Refused | None:
    """Whoever asked thinks better of it. Raises LookupError."""
    async with transaction():
        row = await one_approval(approval)
        refusal = _too_late(tools, row) if str(row.asked_by) == by.actor else Refusal.NOT_PERMITTED
        if refusal is None and not await _take(tools, row, Outcome.WITHDRAWN, by):
            refusal = Refusal.DECIDED
        await _record(tools, Action.APPROVAL_WITHDRAW, row, by, refusal)
    return Refused(refusal) if refusal else None


async def _refusal(tools: Approvals, row: ApprovalRow, seen: str, by: Origin) -> Refusal | None:
    kind = tools.kinds.get(row.kind)
    if kind is None or not await tools.may(by, kind.permission):
        return Refusal.NOT_PERMITTED
    if str(row.asked_by) == by.actor:
        return Refusal.OWN
    if not seen == row.payload_sha256 == digest(row.kind, row.payload):
        return Refusal.CHANGED
    return _too_late(tools, row)


def _too_late(tools: Approvals, row: ApprovalRow) -> Refusal | None:
    match row.state(tools.clock.now()):
        case State.DECIDED:
            return Refusal.DECIDED
        case State.EXPIRED:
            return Refusal.EXPIRED
        case State.WAITING:
            return None


async def _take(
    tools: Approvals, row: ApprovalRow, outcome: Outcome, by: Origin, remark: str = ""
) -> bool:
    """False: somebody else has decided meanwhile."""
    now = tools.clock.now()
    taken = (
        await Approval.update(
            {
                Approval.outcome: outcome.value,
                Approval.decided_by: int(by.actor),
                Approval.decided_at: now,
                Approval.remark: remark,
            }
        )
        .where((Approval.id == row.id) & (Approval.outcome == "") & (Approval.expires_at > now))
        .returning(Approval.id)
    )
    return bool(taken)


async def _carry_out(tools: Approvals, row: ApprovalRow, by: Origin) -> str | None:
    """Why not, if it could not be done any more: then that is what the request came to."""
    kind = tools.kinds[row.kind]
    payload, asked = kind.read(row.payload), Origin.staff(row.asked_by, by.request_id)
    agreed = msgspec.structs.replace(asked, approved_by=by.staff_id)
    done = await kind.carry_out(payload, agreed) if payload else Refused(Refusal.OUTDATED.value)
    if isinstance(done, Done):
        return None
    failed: dict[Column | str, Any] = {
        Approval.outcome: Outcome.FAILED.value,
        Approval.remark: done.code,
    }
    await Approval.update(failed).where(Approval.id == row.id)
    return done.code


async def _record(
    tools: Approvals,
    action: Action,
    row: ApprovalRow,
    by: Origin,
    why_not: str | None,
    otherwise: Result = Result.REFUSED,
) -> None:
    meta: dict[str, MetaValue] = bound(row.kind, row.payload_sha256)
    if why_not is not None:
        meta["reason"] = str(why_not)
    await tools.audit.record(
        action,
        by=by,
        on=ObjectKind.APPROVAL,
        object_id=row.id,
        result=Result.DONE if why_not is None else otherwise,
        meta=meta,
    )
