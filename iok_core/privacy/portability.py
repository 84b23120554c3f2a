"""What the portal holds of a resident beside the copy of the accounts, gathered to be taken along.

Nothing of anybody else: no notes of the office, no names of its people, no rows of a payer's
accounts, which the statements have.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.db import transaction
from iok_core.identity.own_access import PastSession, own_access, past_sessions
from iok_core.noticeboard.opened import (
    Opened,
    announcements_opened,
    attachments_taken,
    documents_taken,
)
from iok_core.premises.desk import names_of
from iok_core.privacy.looking import Resident
from iok_core.regulations.service import acceptances_of
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.taking import Taken, take_along

FORMAT = 1
"""Raised when the JSON changes so that a program would read it wrongly."""


class Accepted(msgspec.Struct, frozen=True):
    version: int
    sha256: str
    at: datetime
    way: str


class OwnData(msgspec.Struct, frozen=True, kw_only=True):
    format: int = FORMAT
    made_at: datetime
    name: str
    identifier: str
    submissions: Taken
    announcements_opened: Sequence[Opened]
    attachments_taken: Sequence[Opened]
    documents_taken: Sequence[Opened]
    sessions: Sequence[PastSession]
    acceptances: Sequence[Accepted]


async def gather(ctx: SubmissionContext, who: Resident, *, by: Origin) -> OwnData:
    """That they took it stands in the audit."""
    found = OwnData(
        made_at=ctx.clock.now(),
        name=(await names_of([who.person])).get(who.person, ""),
        identifier=(await own_access(who.identity)).identifier,
        submissions=await take_along(ctx, who.person),
        announcements_opened=await announcements_opened(who.person),
        attachments_taken=await attachments_taken(who.person),
        documents_taken=await documents_taken(who.person),
        sessions=await past_sessions(who.identity),
        acceptances=[
            Accepted(one.number, one.sha256, one.at, one.way)
            for one in await acceptances_of(who.person)
        ],
    )
    async with transaction():
        action, on = Action.OWN_DATA_TAKE, ObjectKind.IDENTITY
        await ctx.log.record(action, by=by, on=on, object_id=who.identity)
    return found
