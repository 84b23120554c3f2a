"""Acts that may need a second person: done at once, or asked for."""

import msgspec

from iok_core.approvals.context import VALID, Approvals
from iok_core.approvals.kinds import ApprovalKind, canonical, digest
from iok_core.approvals.outcomes import Asked, Done, Refusal, Refused
from iok_core.approvals.rows import switched_off
from iok_core.approvals.tables import Approval
from iok_core.audit.actions import Action, ObjectKind, Result
from iok_core.audit.canonical import MetaValue
from iok_core.audit.origin import Origin
from iok_core.db import hold, transaction

_CODE_DIGITS = 63
"""A code of the audit has 64 characters and begins with a letter."""


async def act(
    tools: Approvals, code: str, payload: msgspec.Struct, reason: str, *, by: Origin
) -> Done | Asked | Refused:
    """Does it, or asks a second person if this one needs one."""
    kind = tools.kinds[code]
    async with transaction():
        needed = await kind.needed(payload, by)
        off = needed and code in await switched_off()
        if needed and not off:
            return await _ask(tools, kind, payload, reason, by)
        outcome = await kind.carry_out(payload, by)
        if off and isinstance(outcome, Done):
            await tools.audit.record(Action.APPROVAL_SKIP, by=by, meta={"kind": code})
    return outcome


async def needs_second(tools: Approvals, code: str, payload: msgspec.Struct, *, by: Origin) -> bool:
    """Would `act` ask for one now?"""
    async with transaction():
        return await tools.kinds[code].needed(payload, by) and code not in await switched_off()


async def _ask(
    tools: Approvals, kind: ApprovalKind, payload: msgspec.Struct, reason: str, by: Origin
) -> Asked | Refused:
    text = canonical(payload)
    sha = digest(kind.code, text)
    refusal = await _refusal(tools, kind, payload, by)
    if refusal is not None:
        await _record(tools, by, None, Result.REFUSED, bound(kind.code, sha) | {"reason": refusal})
        return Refused(refusal)
    await hold("approvals")
    return Asked(await _same(tools, sha, by) or await _insert(tools, kind, text, sha, reason, by))


async def _refusal(
    tools: Approvals, kind: ApprovalKind, payload: msgspec.Struct, by: Origin
) -> str | None:
    if not await tools.may(by, kind.permission):
        return Refusal.NOT_PERMITTED.value
    return await kind.refusal(payload, by)


async def _insert(
    tools: Approvals, kind: ApprovalKind, text: str, sha: str, reason: str, by: Origin
) -> int:
    now = tools.clock.now()
    inserted = await Approval.insert(
        Approval(
            kind=kind.code,
            payload=text,
            payload_sha256=sha,
            reason=reason,
            asked_by=int(by.actor),
            asked_at=now,
            expires_at=now + VALID,
            outcome="",
            remark="",
        )
    )
    approval = int(inserted[0]["id"])
    await _record(tools, by, approval, Result.DONE, bound(kind.code, sha))
    return approval


async def _same(tools: Approvals, sha: str, by: Origin) -> int | None:
    """Asked for by the same person and still open: a double click, a reload."""
    row = (
        await Approval.select(Approval.id)
        .where((Approval.payload_sha256 == sha) & (Approval.asked_by == int(by.actor)))
        .where((Approval.outcome == "") & (Approval.expires_at > tools.clock.now()))
        .first()
    )
    return int(row["id"]) if row else None


async def _record(
    tools: Approvals,
    by: Origin,
    approval: int | None,
    result: Result,
    meta: dict[str, MetaValue],
) -> None:
    on, action = ObjectKind.APPROVAL, Action.APPROVAL_ASK
    await tools.audit.record(action, by=by, on=on, object_id=approval, result=result, meta=meta)


def bound(code: str, sha: str) -> dict[str, MetaValue]:
    """What ties a row of the audit to exactly this act: `h` and the digits of the SHA-256."""
    return {"kind": code, "request": f"h{sha[:_CODE_DIGITS]}"}
