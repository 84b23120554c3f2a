"""How long submissions are kept (PRV6), and what goes with them when that is over."""

from collections.abc import Mapping
from datetime import date, datetime, time

import msgspec

from iok_core.api import Desk
from iok_core.audit.actions import Action
from iok_core.audit.origin import Origin
from iok_core.db import execute, fetch, transaction
from iok_core.db.clock import WARSAW
from iok_core.handovers.service import forget
from iok_core.photos.service import drop_photos
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.drafts import sweep_drafts
from iok_core.submissions.sending import holder
from iok_core.submissions.settings import SubmissionSettings
from iok_core.submissions.strangers import forget_networks

PARTS = (
    "declared_payment",
    "declared_reading",
    "submission_consent",
    "submission_follower",
    "submission_step",
)
"""Tables whose rows are of one submission and go with it."""
_READ = "EXISTS (SELECT d.id FROM declared_reading d WHERE d.submission = s.id)"
_AT_ONCE = 200


class Forgotten(msgspec.Struct, frozen=True):
    """How many of each have gone."""

    submissions: int = 0
    photos: int = 0
    drafts: int = 0


async def forget_old(ctx: SubmissionContext) -> None:
    """In portions, so that nobody waits for it; each tells in the audit how much went."""
    await forget_networks(ctx.clock)
    gone = await _forget_some(ctx)
    while gone.submissions:
        gone = await _forget_some(ctx)


async def _forget_some(ctx: SubmissionContext) -> Forgotten:
    async with transaction():
        old = (await old_submissions(ctx.settings, ctx.clock.today()))[:_AT_ONCE]
        photos = sum([await _forget(submission) for submission in old])
        drafts = await sweep_drafts(ctx.settings, ctx.clock)
        gone = Forgotten(len(old), photos, drafts)
        if gone != Forgotten():
            meta = msgspec.structs.asdict(gone)
            await ctx.log.record(Action.SUBMISSIONS_FORGET, by=Origin.system(), meta=meta)
    return gone


async def old_submissions(settings: SubmissionSettings, today: date) -> list[int]:
    """What was closed so long ago that its time is over; what is open is kept."""
    found: list[int] = []
    for which, years in _kept(settings).items():
        sql = f"SELECT s.id FROM submission s WHERE s.closed_at < {{}} AND {which} ORDER BY s.id"
        found += [int(id_) for (id_,) in await fetch(sql, _beginning(today.year - years))]
    return found


def _kept(settings: SubmissionSettings) -> Mapping[str, int]:
    """In years after the one in which it was closed; each submission falls under one of them."""
    of_residents = f"s.caller IS NULL AND s.declared_occupants IS NULL AND NOT {_READ} AND s.desk ="
    return {
        "s.caller IS NOT NULL": settings.keep_strangers,
        "s.caller IS NULL AND s.declared_occupants IS NOT NULL": settings.keep_occupants,
        f"s.caller IS NULL AND s.declared_occupants IS NULL AND {_READ}": settings.keep_readings,
        f"{of_residents} '{Desk.TECHNICAL}'": settings.keep_faults,
        f"{of_residents} '{Desk.SETTLEMENTS}'": settings.keep_amounts,
        f"{of_residents} '{Desk.OFFICE}'": settings.keep_questions,
    }


def _beginning(year: int) -> datetime:
    return datetime.combine(date(year, 1, 1), time(), WARSAW)


async def _forget(submission: int) -> int:
    """How many photos went with it."""
    photos = await drop_photos(holder(submission))
    await forget(submission)
    for part in PARTS:
        await execute(f"DELETE FROM {part} WHERE submission = {{}}", submission)
    await execute("UPDATE submission SET merged_into = NULL WHERE merged_into = {}", submission)
    await execute("DELETE FROM submission WHERE id = {}", submission)
    return photos
