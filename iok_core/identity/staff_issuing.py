"""A start password for a colleague: the first one, or one in place of a password forgotten.

Of an administrator only on the server (S48): whoever asked for a second administrator and could
print that one's first slip, too, would be both persons of every later decision.
"""

import msgspec

from iok_core.audit.actions import Action, ActorKind
from iok_core.audit.origin import Origin
from iok_core.db import hold, transaction
from iok_core.events.kinds import EventKind
from iok_core.events.service import emit
from iok_core.identity.brakes.door import forgive_identifier
from iok_core.identity.colleagues import Colleague, colleague
from iok_core.identity.context import IdentityContext
from iok_core.identity.identity_rows import insert_identity, renew_identity
from iok_core.identity.issuing import Issued
from iok_core.identity.kinds import IdentityKind, SessionEnd
from iok_core.identity.known_devices import forget_devices
from iok_core.identity.session_rows import end_sessions, of_identity
from iok_core.identity.staff_acts import StaffRefusal, record, refusal_towards
from iok_core.identity.start_password import StartPassword, new_start


class StaffIssue(msgspec.Struct, frozen=True, kw_only=True):
    staff: int
    after_issue: int | None
    """`Colleague.issue_number` when the form was made, 0 without one; None: whichever it is."""


async def issue_to_colleague(
    ctx: IdentityContext, wanted: StaffIssue, *, by: Origin
) -> Issued | StaffRefusal:
    """The one before, the own password and all sessions are void at once; a second factor stays.

    Raises BusyError, and LookupError when there is no such member of staff.
    """
    start = await new_start(ctx)
    async with transaction():
        await hold("staff")
        who = await colleague(wanted.staff)
        refusal = await _refusal(who, wanted, by)
        await record(ctx, Action.ACCESS_ISSUE, by, who.id, refusal, {})
        if refusal is not None:
            return refusal
        identity, identifier = await _write(ctx, who, start, by)
        await emit(EventKind.ACCESS_ISSUED, at=start.issued_at, identity=identity, staff=who.id)
    return Issued.of(start, identity, identifier)


async def _refusal(who: Colleague, wanted: StaffIssue, by: Origin) -> StaffRefusal | None:
    if refusal := await refusal_towards(who, by):
        return refusal
    if not who.active:
        return StaffRefusal.DISABLED
    if who.is_administrator and by.kind is not ActorKind.OPERATOR:
        return StaffRefusal.ADMINISTRATOR
    if wanted.after_issue is not None and (who.issue_number or 0) != wanted.after_issue:
        return StaffRefusal.CHANGED
    return None


async def _write(
    ctx: IdentityContext, who: Colleague, start: StartPassword, by: Origin
) -> tuple[int, str]:
    issuer = by.staff_id
    if who.identity is None:
        return await insert_identity(start, IdentityKind.STAFF, staff=who.id, issued_by=issuer)
    renewed = await renew_identity(start, who.identity, issued_by=issuer)
    await forget_devices(who.identity)
    await forgive_identifier(ctx, renewed[1])
    await end_sessions(ctx, of_identity(who.identity), SessionEnd.ACCESS_REISSUED)
    return renewed
