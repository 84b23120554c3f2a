"""A fault of a common part that a neighbour has reported: followed, and not reported once more.

Whoever follows one reads what it is and where it stands; who reported it, and in which words and
photos, is nobody else's affair.
"""

from datetime import timedelta

from iok_core.api import Concern
from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.db import execute, transaction
from iok_core.ledger.sheets import Reader
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.filling import Filling
from iok_core.submissions.places import choices
from iok_core.submissions.rows import SubmissionLine, common_ones, one_submission

_LOOKED_BACK = timedelta(days=60)
_SHOWN = 5


async def alike(ctx: SubmissionContext, filling: Filling) -> list[SubmissionLine]:
    """What neighbours have reported of the same kind and building and is not settled yet."""
    choice = filling.choice
    if choice is None or choice.place.concern is not Concern.BUILDING:
        return []
    since = ctx.clock.now() - _LOOKED_BACK
    found = await common_ones(filling.offer.info.name, choice.building, since)
    return [one for one in found if one.person != filling.person][:_SHOWN]


async def follow(ctx: SubmissionContext, id_: int, reader: Reader, *, by: Origin) -> bool:
    """False: it is nothing that this person could follow, whether it exists or not."""
    line = await one_submission(id_)
    if line is None or not await _followable(line, reader):
        return False
    async with transaction():
        await execute(
            "INSERT INTO submission_follower (submission, person, at) VALUES ({}, {}, {}) "
            "ON CONFLICT (submission, person) DO NOTHING",
            id_,
            reader.person.id,
            ctx.clock.now(),
        )
        await ctx.log.record(
            Action.SUBMISSION_FOLLOW, by=by, on=ObjectKind.SUBMISSION, object_id=id_
        )
    return True


async def _followable(line: SubmissionLine, reader: Reader) -> bool:
    """An open one on a building of theirs, which somebody else has reported."""
    buildings = {one.building for one in await choices(reader, [Concern.BUILDING])}
    common = line.concern == Concern.BUILDING and line.building in buildings
    return common and line.state.open and line.person != reader.person.id
