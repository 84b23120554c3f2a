"""Slips for many at once: a second person agrees to exactly these before they are printed (S46)."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from enum import StrEnum
from urllib.parse import urlencode

import msgspec

from iok_core.approvals.service import (
    ApprovalKind,
    Done,
    Refused,
    is_approved,
    switched_off,
)
from iok_core.audit.origin import Origin
from iok_core.identity.context import IdentityContext
from iok_core.identity.issue_batches import newest_batch
from iok_core.identity.mass_plan import Plan, plan_for
from iok_core.identity.permissions import Permission
from iok_core.identity.rights import staff_may
from iok_core.identity.words import place_words
from iok_core.premises.holders import Place
from iok_core.web.i18n import Msgid, msgid, ngettext
from iok_core.web.i18n import gettext as _

MASS_ISSUE = "mass_issue"
ALONE = 20
"""So many slips one person may issue without a second one."""
NEW_BATCH_PAGE = "/biuro/wydania/nowe"

Published = Callable[[], Awaitable[Mapping[int, int]]]


class Slip(msgspec.Struct, frozen=True):
    """Numbers alone: a request is kept for longer than names may be."""

    party: int
    person: int | None
    """None: the payer is added when it is issued."""


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """Exactly what is agreed to. Once it is issued, `after_batch` makes it something else."""

    building: str
    staircase: str
    after_batch: int
    adds_payers: bool
    slips: tuple[Slip, ...]

    @classmethod
    def of(cls, place: Place, plan: Plan, after_batch: int, *, adds_payers: bool) -> "Batch":
        return cls(
            building=place.building,
            staircase=place.staircase,
            after_batch=after_batch,
            adds_payers=adds_payers,
            slips=tuple(Slip(line.party, line.person) for line in plan.slips),
        )

    @property
    def place(self) -> Place:
        return Place(self.building, self.staircase)


class BatchRefusal(StrEnum):
    NOT_PERMITTED = "not_permitted"
    CHANGED = "batch_changed"


REFUSALS: Mapping[str, Msgid] = {
    BatchRefusal.CHANGED: msgid(
        "It has changed meanwhile who gets a slip there. Open the form again."
    ),
}


async def lacks_second(ctx: IdentityContext, batch: Batch, by: Origin) -> bool:
    """Has whoever wants to issue it still to ask somebody?"""
    return await _needed(ctx, batch, by) and MASS_ISSUE not in await switched_off()


def mass_kind(ctx: IdentityContext, published: Published) -> ApprovalKind:
    async def needed(batch: Batch, by: Origin) -> bool:
        return await _needed(ctx, batch, by)

    async def refusal(batch: Batch, by: Origin) -> BatchRefusal | None:
        return await _refusal(ctx, batch, await published(), by)

    async def agree(batch: Batch, by: Origin) -> Done | Refused:
        """Nothing is made yet: a slip is the answer to the one who prints it."""
        why_not = await refusal(batch, by)
        return Refused(why_not) if why_not else Done()

    return ApprovalKind(
        code=MASS_ISSUE,
        title=msgid("Slips for many at once"),
        permission=Permission.ISSUE_CREDENTIALS,
        payload=Batch,
        needed=needed,
        refusal=refusal,
        carry_out=agree,
        sentences=_sentences,
        refusals=REFUSALS,
        shown_at=_form_of,
    )


async def _needed(ctx: IdentityContext, batch: Batch, by: Origin) -> bool:
    """What was approved, only those print who asked: it is theirs to hand over."""
    if len(batch.slips) <= ALONE:
        return False
    now = ctx.clock.now()
    return not await is_approved(MASS_ISSUE, batch, now, asked_by=by.staff_id)


async def _refusal(
    ctx: IdentityContext, batch: Batch, published: Mapping[int, int], by: Origin
) -> BatchRefusal | None:
    if not await staff_may(by, Permission.ISSUE_CREDENTIALS):
        return BatchRefusal.NOT_PERMITTED
    adds_payers = batch.adds_payers
    plan = await plan_for(ctx, batch.place, published, by=by, adds_payers=adds_payers)
    now = Batch.of(batch.place, plan, await newest_batch(), adds_payers=adds_payers)
    return None if now == batch else BatchRefusal.CHANGED


async def _sentences(batch: Batch) -> Sequence[str]:
    count = len(batch.slips)
    told = {"num": count, "place": place_words(batch.place)}
    slips = ngettext(
        "%(num)d slip with a start password is printed: %(place)s.",
        "%(num)d slips with start passwords are printed: %(place)s.",
        count,
    )
    return [
        slips % told,
        _(
            "Only the person who asks for them prints them, and once. "
            "Each opens the portal only after it was handed over."
        ),
    ]


def _form_of(batch: Batch) -> str:
    asked = {"gdzie": f"{batch.building}|{batch.staircase}", "dodaj": "1" * batch.adds_payers}
    return f"{NEW_BATCH_PAGE}?{urlencode(asked)}"
