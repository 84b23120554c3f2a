"""Accesses of a whole building or staircase at once: nobody is let in before it is recorded who
got the slip, and looked at whom (K06-7)."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

import msgspec

from iok_core.audit.actions import Action, ObjectKind, Result
from iok_core.audit.canonical import MetaValue
from iok_core.audit.origin import Origin
from iok_core.db import hold, transaction
from iok_core.identity.context import IdentityContext
from iok_core.identity.identity_rows import InBatch
from iok_core.identity.issue_batches import newest_batch
from iok_core.identity.issuing import Issued, give_access
from iok_core.identity.mass_approvals import Batch, lacks_second
from iok_core.identity.mass_plan import Line, Plan, plan_for
from iok_core.identity.permissions import Permission
from iok_core.identity.rights import staff_may
from iok_core.identity.start_password import StartPassword, new_start
from iok_core.identity.tables import IssueBatch
from iok_core.premises.desk import NewActing, let_act
from iok_core.premises.holders import Place
from iok_core.premises.service import Basis

MOST = 150
"""Slips of one batch: each is hashed by itself, and all are in one answer."""


class MassIssue(msgspec.Struct, frozen=True, kw_only=True):
    """What the form says; the same for whoever confirms it."""

    place: Place
    after_batch: int
    """The newest batch when the form was made, 0 without one: a form issues once only."""
    checks_on_handing_over: bool
    """Nobody stands at the desk: identities are looked at when the slips are handed over."""
    adds_payers: bool = False
    """A payer for whom nobody acts, and who is one human, is added as a person."""


class MassRefusal(StrEnum):
    NOT_PERMITTED = "not_permitted"
    IDENTITY_NOT_CHECKED = "identity_not_checked"
    ALREADY_ISSUED = "already_issued"
    """Since the form was shown, or what it showed has changed."""
    NOBODY = "nobody"
    TOO_MANY = "too_many"
    NEEDS_SECOND = "needs_second"
    """So many at once, and nobody else has agreed to them."""


class BatchIssued(msgspec.Struct, frozen=True):
    batch: int
    slips: Sequence[tuple[Line, Issued]]
    """In the order of the way through the building."""


async def issue_batch(
    ctx: IdentityContext,
    request: MassIssue,
    published: Mapping[int, int],
    *,
    by: Origin,
    operator: str = "",
) -> BatchIssued | MassRefusal:
    """A slip for each person, whatever they hold there (K06-8). Raises BusyError."""
    planned = await plan_for(ctx, request.place, published, by=by, adds_payers=request.adds_payers)
    refusal = await _refusal(request, planned, by)
    if refusal is None and not operator and await lacks_second(ctx, batch_of(request, planned), by):
        refusal = MassRefusal.NEEDS_SECOND
    starts = [] if refusal else [await new_start(ctx) for _ in planned.slips]
    async with transaction():
        await hold("mass issue")
        for person in sorted(line.person for line in planned.slips if line.person is not None):
            await hold("access of person", person)
        refusal = refusal or await _overtaken(ctx, request, published, planned, by)
        if refusal is not None:
            await _record(ctx, None, len(planned.slips), by, operator, refusal)
            return refusal
        slips = list(zip(planned.slips, starts, strict=True))
        return await _issue(ctx, request.place, slips, by, operator)


def batch_of(request: MassIssue, planned: Plan) -> Batch:
    """What a second person agrees to."""
    after, adds_payers = request.after_batch, request.adds_payers
    return Batch.of(request.place, planned, after, adds_payers=adds_payers)


async def _refusal(request: MassIssue, planned: Plan, by: Origin) -> MassRefusal | None:
    if not await staff_may(by, Permission.ISSUE_CREDENTIALS):
        return MassRefusal.NOT_PERMITTED
    if request.checks_on_handing_over is not True:
        return MassRefusal.IDENTITY_NOT_CHECKED
    if not planned.slips:
        return MassRefusal.NOBODY
    return MassRefusal.TOO_MANY if len(planned.slips) > MOST else None


async def _overtaken(
    ctx: IdentityContext,
    request: MassIssue,
    published: Mapping[int, int],
    planned: Plan,
    by: Origin,
) -> MassRefusal | None:
    """Hashing took its time: what was planned must still be so."""
    now = await plan_for(ctx, request.place, published, by=by, adds_payers=request.adds_payers)
    same = now == planned and await newest_batch() == request.after_batch
    return None if same else MassRefusal.ALREADY_ISSUED


async def _issue(
    ctx: IdentityContext,
    place: Place,
    slips: Sequence[tuple[Line, StartPassword]],
    by: Origin,
    operator: str,
) -> BatchIssued:
    inserted = await IssueBatch.insert(
        IssueBatch(
            building=place.building,
            staircase=place.staircase,
            issued_by=int(by.actor),
            issued_at=ctx.clock.now(),
        )
    )
    batch = int(inserted[0]["id"])
    await _record(ctx, batch, len(slips), by, operator)
    given: list[tuple[Line, Issued]] = []
    for number, (line, start) in enumerate(slips, 1):
        person = line.person or await _add_payer(ctx, line, by)
        issued = await give_access(ctx, person, start, by=by, batch=InBatch(batch, number))
        await ctx.log.record(
            Action.ACCESS_ISSUE,
            by=by,
            on=ObjectKind.PERSON,
            object_id=person,
            meta={"batch": batch},
        )
        given.append((line, issued))
    return BatchIssued(batch, given)


async def _add_payer(ctx: IdentityContext, line: Line, by: Origin) -> int:
    new = NewActing(party=line.party, name=line.name, basis=Basis.SELF, by_identity=None)
    return await let_act(new, by=by, audit=ctx.log, clock=ctx.clock)


async def _record(
    ctx: IdentityContext,
    batch: int | None,
    slips: int,
    by: Origin,
    operator: str,
    refusal: MassRefusal | None = None,
) -> None:
    meta: dict[str, MetaValue] = {"slips": slips}
    if operator:
        meta["operator"] = operator
    if refusal is not None:
        meta["reason"] = refusal
    await ctx.log.record(
        Action.ACCESS_BATCH_ISSUE,
        by=by,
        on=ObjectKind.NONE if batch is None else ObjectKind.ISSUE_BATCH,
        object_id=batch,
        result=Result.DONE if refusal is None else Result.REFUSED,
        meta=meta,
    )
