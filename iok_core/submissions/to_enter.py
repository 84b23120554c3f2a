"""What the office has accepted and somebody has to type into the accounting system."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby

import msgspec

from iok_core.audit.actions import Action, ObjectKind, Result
from iok_core.audit.origin import Origin
from iok_core.db import fetch, transaction
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


class Item(msgspec.Struct, frozen=True):
    what: str
    declared: str
    now: str = ""
    """What the accounting system has instead, where it is known."""


class ToEnter(msgspec.Struct, frozen=True):
    """All of one submission."""

    id: int
    number: str
    person: int
    name: str
    address: str
    accepted_at: datetime
    items: list[Item]


async def to_enter(published: Mapping[int, int]) -> list[ToEnter]:
    """What nobody has entered yet, the earliest first; in the reader's language."""
    numbers = [_of_number(one) for one in await numbers_to_enter(published)]
    waiting = await readings_to_enter(published)
    places = await places_shown({one.meter for one in waiting}, published)
    readings = _of_readings(waiting, places)
    return sorted([*numbers, *readings], key=lambda one: (one.accepted_at, one.id))


async def is_declaration(id_: int) -> bool:
    """Whether there is such a submission, and something was declared by it."""
    return bool(await fetch(f"SELECT id FROM submission WHERE id = {{}} AND {_DECLARES}", id_))


async def mark_entered(ctx: SubmissionContext, id_: int, *, by: Origin) -> Refusal | None:
    """By somebody who has typed it into the accounting system."""
    async with transaction():
        line = await held(id_)
        if not any([await staff_may(by, one) for one in MAY_HAND_OVER]):
            await _record(ctx, id_, by, Result.REFUSED)
            return Refusal.NOT_PERMITTED
        rows = await fetch(
            "UPDATE submission SET entered_at = {}, entered_by = {} WHERE id = {} AND state = {} "
            f"AND {_DECLARES} AND entered_at IS NULL RETURNING id",
            ctx.clock.now(),
            by.staff_id,
            id_,
            State.DONE.value,
        )
        if not rows:
            return Refusal.CLOSED
        await add_step(ctx, id_, StepKind.HANDED_OVER, line.state, "", by=by)
        await _record(ctx, id_, by, Result.DONE)
    return None


def _of_number(one: Declared) -> ToEnter:
    now = "" if one.charged is None else str(one.charged)
    item = Item(_("Number of occupants"), str(one.declared), now)
    return ToEnter(one.id, one.number, one.person, one.name, one.address, one.accepted_at, [item])


def _of_readings(found: Iterable[Waiting], places: Mapping[int, int]) -> list[ToEnter]:
    """`found` submission by submission."""
    groups = groupby(found, key=lambda one: one.submission)
    return [_of_one(list(group), places) for _id, group in groups]


def _of_one(rows: list[Waiting], places: Mapping[int, int]) -> ToEnter:
    it = rows[0]
    if it.accepted_at is None:
        raise LookupError(f"submission {it.submission} is not accepted")
    items = [
        Item(_meter(one), shown(one.value, one.unit, places.get(one.meter, 0))) for one in rows
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


async def _record(ctx: SubmissionContext, id_: int, by: Origin, result: Result) -> None:
    await ctx.log.record(
        Action.SUBMISSION_HAND_OVER,
        by=by,
        on=ObjectKind.SUBMISSION,
        object_id=id_,
        result=result,
    )
