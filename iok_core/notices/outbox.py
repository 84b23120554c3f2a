"""Whose turn a delivery is: what is about somebody's access first, nobody gets too many."""

from datetime import datetime, timedelta

import msgspec

from iok_core.db.clock import WARSAW
from iok_core.notices.context import NoticeContext
from iok_core.notices.kinds import DeliveryState
from iok_core.runs import outbox
from iok_core.runs.outbox import Fate, Outbox

_DAY = timedelta(days=1)
_TABLE = "delivery"
_COLUMNS = ("id", "notice", "address", "person", "token", "attempts", "uncertain")
_FAIRLY = """
    AND w.mandatory = {}
    AND (
        (
            SELECT count(*) FROM delivery AS s
            WHERE s.person = w.person AND s.state = 'sent' AND s.settled_at > {}
        ) < {}
        OR w.person IN (SELECT p.id FROM person AS p WHERE p.cooperative)
    )"""


class Claim(msgspec.Struct, frozen=True):
    """A delivery that is ours as long as its lease lasts."""

    id: int
    notice: int
    address: int
    person: int
    token: str
    attempts: int
    uncertain: int
    owner: str


def outbox_of(ctx: NoticeContext) -> Outbox:
    return Outbox(_TABLE, ctx.settings, ctx.clock)


async def anything_moves() -> bool:
    return await outbox.anything_moves(_TABLE)


async def claim(ctx: NoticeContext, module: int) -> Claim | None:
    """The oldest that may be sent now; what is about somebody's access goes first."""
    mandatory = await _claim(ctx, module, mandatory=True)
    if mandatory is not None or ctx.settings.is_quiet(_hour(ctx.clock.now())):
        return mandatory
    return await _claim(ctx, module, mandatory=False)


async def _claim(ctx: NoticeContext, module: int, *, mandatory: bool) -> Claim | None:
    row = await outbox_of(ctx).claim(
        module,
        _COLUMNS,
        _FAIRLY,
        mandatory,
        ctx.clock.now() - _DAY,
        ctx.settings.daily_cap_mandatory if mandatory else ctx.settings.daily_cap,
    )
    return None if row is None else Claim(*row)


async def settle(ctx: NoticeContext, claim: Claim, fate: Fate) -> bool:
    """False: the delivery is no longer ours, and nothing was written."""
    return await outbox_of(ctx).settle(claim, fate)


async def sweep(ctx: NoticeContext) -> int:
    """Those whose worker is gone may have been sent: once more at most, then a person decides."""
    rest, limit = resting(ctx, 1), ctx.settings.retry_uncertain
    return await outbox_of(ctx).sweep(rest, "uncertain", limit, DeliveryState.UNCERTAIN)


def resting(ctx: NoticeContext, failures: int) -> timedelta:
    return outbox_of(ctx).resting(failures)


def _hour(now: datetime) -> int:
    return now.astimezone(WARSAW).hour
