"""When somebody was in the portal: what is looked through after a loss (K10-4)."""

from datetime import datetime

import msgspec

from iok_core.audit.actions import Action, ObjectKind, Result
from iok_core.audit.reading import Wanted, newest_rows
from iok_core.identity.tables import Session

_FAILURES = 100
"""More than so many are not told one by one."""


class Stay(msgspec.Struct, frozen=True, kw_only=True):
    """From a sign-in to the last page that was opened with it."""

    device: str
    created_at: datetime
    last_seen_at: datetime


async def stays(identity: int, since: datetime, until: datetime) -> list[Stay]:
    """Those of which some part lies between the two, the earliest first."""
    rows = (
        await Session.select(Session.device, Session.created_at, Session.last_seen_at)
        .where(Session.identity == identity)
        .where((Session.created_at <= until) & (Session.last_seen_at >= since))
        .order_by(Session.created_at, Session.id)
    )
    return [Stay(**row) for row in rows]


async def failed_sign_ins(identity: int, since: datetime, until: datetime) -> list[datetime]:
    """The newest first."""
    wanted = Wanted(
        since=since,
        before=until,
        action=Action.SIGN_IN,
        object_kind=ObjectKind.IDENTITY,
        object_id=identity,
    )
    rows = await newest_rows(wanted, _FAILURES)
    return [row.at for row in rows if row.result == Result.FAILED]
