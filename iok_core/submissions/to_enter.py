"""What the office has accepted and somebody has to type into the accounting system."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby

import msgspec

from iok_core.audit.actions import Action, ActorKind, ObjectKind, Result
from iok_core.audit.origin import Origin
from iok_core.db import execute, fetch, transaction
from iok_core.handovers.service import (
    NUMBER,
    HandOverState,
    HandOverView,
    Standing,
    Why,
    entered,
    hand_overs,
    send_again,
)
from iok_core.identity.service import Permission, staff_may
from iok_core.meters.service import places_shown
from iok_core.meters.words import MEDIA, shown
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.declared import Declared, numbers_to_enter
from iok_core.submissions.declared_readings import Waiting, readings_to_enter
from iok_core.submissions.kinds import Refusal, State, StepKind
from iok_core.submissions.steps import add_step, held
from iok_core.web.filters import day_short
from iok_core.web.i18n import gettext as _

MAY_HAND_OVER = (Permission.ANSWER_RESIDENTS, Permission.ANSWER_SETTLEMENTS)
"""Who accepts it, and whoever keeps the accounts."""

_DECLARES = (
    "(declared_occupants IS NOT NULL OR EXISTS "
    "(SELECT 1 FROM declared_reading d WHERE d.submission = submission.id))"
)


_OPEN = f"SELECT id FROM submission WHERE id = {{}} AND entered_at IS NULL AND {_DECLARES}"
_ENTERED = "UPDATE submission SET entered_at = {}, entered_by = {} WHERE id = {}"
_GIVEN_UP = (HandOverState.DEAD, HandOverState.CLOSED)
"""What was closed since somebody had entered it is none of these."""


class Item(msgspec.Struct, frozen=True):
    what: str
    declared: str
    now: str = ""
    """What the accounting system has instead, where it is known."""
    hand_over: HandOverView | None = None
    """By a connector, if one can."""

    @property
    def by_hand(self) -> bool:
        """Somebody has to type it in."""
        one = self.hand_over
        return one is None or (one.state in _GIVEN_UP and one.why is not Why.BY_HAND)


class ToEnter(msgspec.Struct, frozen=True):
    """All of one submission."""

    id: int
    number: str
    person: int
    name: str
    address: str
    accepted_at: datetime
    items: list[Item]

    @property
    def by_hand(self) -> bool:
        return any(one.by_hand for one in self.items)

    @property
    def given_up(self) -> bool:
        """A connector should have taken something over, and has not."""
        return any(one.by_hand and one.hand_over is not None for one in self.items)


async def to_enter(published: Mapping[int, int]) -> list[ToEnter]:
    """What the accounting system lacks and nobody has entered, the earliest first.

    In the reader's language.
    """
    declared, waiting = await numbers_to_enter(published), await readings_to_enter(published)
    standing = await hand_overs({one.id for one in declared} | {one.submission for one in waiting})
    places = await places_shown({one.meter for one in waiting}, published)
    numbers = [_of_number(one, standing) for one in declared]
    readings = _of_readings(waiting, places, standing)
    return sorted([*numbers, *readings], key=lambda one: (one.accepted_at, one.id))


async def is_declaration(id_: int) -> bool:
    """Whether there is such a submission, and something was declared by it."""
    return bool(await fetch(f"SELECT id FROM submission WHERE id = {{}} AND {_DECLARES}", id_))


async def mark_entered(ctx: SubmissionContext, id_: int, *, by: Origin) -> Refusal | None:
    """By somebody who has typed it into the accounting system; no connector gets it any more.

    Where a connector was given up on a part of it, that part; the rest goes on.
    """
    action = Action.SUBMISSION_HAND_OVER
    async with transaction():
        line = await held(id_)
        if not await _may(by):
            await _record(ctx, action, id_, by, Result.REFUSED)
            return Refusal.NOT_PERMITTED
        if line.state is not State.DONE or not await fetch(_OPEN, id_):
            return Refusal.CLOSED
        if await entered(ctx.handovers, id_):
            now, who = ctx.clock.now(), by.staff_id
            await execute(_ENTERED, now, who, id_)
        await add_step(ctx, id_, StepKind.HANDED_OVER, line.state, "", by=by)
        await _record(ctx, action, id_, by, Result.DONE)
    return None


async def try_again(ctx: SubmissionContext, id_: int, *, by: Origin) -> Refusal | None:
    """The connector gets once more what it was given up on."""
    action = Action.SUBMISSION_SEND_AGAIN
    async with transaction():
        line = await held(id_)
        if not await _may(by):
            await _record(ctx, action, id_, by, Result.REFUSED)
            return Refusal.NOT_PERMITTED
        if line.state is not State.DONE or not await send_again(ctx.handovers, id_):
            return Refusal.NOT_GIVEN_UP
        await _record(ctx, action, id_, by, Result.DONE)
    return None


async def _may(by: Origin) -> bool:
    operator = by.kind is ActorKind.OPERATOR
    return operator or any([await staff_may(by, one) for one in MAY_HAND_OVER])


def _of_number(one: Declared, standing: Standing) -> ToEnter:
    now = "" if one.charged is None else str(one.charged)
    hand_over = standing.get((one.id, NUMBER))
    item = Item(_("Number of occupants"), str(one.declared), now, hand_over)
    return ToEnter(one.id, one.number, one.person, one.name, one.address, one.accepted_at, [item])


def _of_readings(
    found: Iterable[Waiting], places: Mapping[int, int], standing: Standing
) -> list[ToEnter]:
    """`found` submission by submission."""
    groups = groupby(found, key=lambda one: one.submission)
    return [_of_one(list(group), places, standing) for _id, group in groups]


def _of_one(rows: list[Waiting], places: Mapping[int, int], standing: Standing) -> ToEnter:
    it = rows[0]
    if it.accepted_at is None:
        raise LookupError(f"submission {it.submission} is not accepted")
    items = [
        Item(
            _meter(one),
            shown(one.value, one.unit, places.get(one.meter, 0)),
            hand_over=standing.get((one.submission, one.id)),
        )
        for one in rows
    ]
    return ToEnter(
        it.submission, it.submission_number, it.person, it.name, it.address, it.accepted_at, items
    )


def _meter(one: Waiting) -> str:
    return _("%(medium)s no. %(number)s, %(day)s") % {
        "medium": _(MEDIA[one.medium]),
        "number": one.number,
        "day": day_short(one.day),
    }


async def _record(
    ctx: SubmissionContext, action: Action, id_: int, by: Origin, result: Result
) -> None:
    await ctx.log.record(
        action,
        by=by,
        on=ObjectKind.SUBMISSION,
        object_id=id_,
        result=result,
    )
