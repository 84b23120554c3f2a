"""What happened to an access from the loss to the block: whether somebody else was in."""

from datetime import datetime, time, timedelta
from enum import StrEnum

import msgspec

from iok_core.db.clock import WARSAW
from iok_core.identity.service import IdentityContext, identity_of
from iok_core.identity.sign_ins import failed_sign_ins, stays
from iok_core.losses.rows import LossLine

LOOKED_BACK = timedelta(days=7)
"""Where it was not stated when it happened."""


class What(StrEnum):
    HAPPENED = "happened"
    SIGNED_IN = "signed_in"
    FAILED = "failed"
    REPORTED = "reported"
    BLOCKED = "blocked"


class Moment(msgspec.Struct, frozen=True):
    at: datetime
    what: What
    device: str = ""
    until: datetime | None = None
    """Of a sign-in: when the last page was opened."""


async def timeline(ctx: IdentityContext, line: LossLine) -> list[Moment]:
    """The earliest first; nothing before it is known whose access it is."""
    identity = await identity_of(line.person) if line.person is not None else None
    if identity is None:
        return []
    since, until = begins(line), line.blocked_at or ctx.clock.now()
    found = [Moment(line.reported_at, What.REPORTED)]
    if line.happened_on is not None:
        found.append(Moment(since, What.HAPPENED))
    if line.blocked_at is not None:
        found.append(Moment(line.blocked_at, What.BLOCKED))
    found += [
        Moment(one.created_at, What.SIGNED_IN, one.device, one.last_seen_at)
        for one in await stays(identity, since, until)
    ]
    found += [Moment(at, What.FAILED) for at in await failed_sign_ins(identity, since, until)]
    order = list(What)
    return sorted(found, key=lambda moment: (moment.at, order.index(moment.what)))


def begins(line: LossLine) -> datetime:
    """From when on sign-ins are of interest."""
    if line.happened_on is None:
        return line.reported_at - LOOKED_BACK
    hour = time.fromisoformat(line.happened_at) if line.happened_at else time()
    return datetime.combine(line.happened_on, hour, WARSAW)
