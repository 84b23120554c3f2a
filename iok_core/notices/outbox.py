"""Whose turn a delivery is: claimed with a lease, and settled by its owner alone."""

import os
import secrets
import socket
from datetime import datetime, timedelta

import msgspec

from iok_core.db import execute, fetch, transaction
from iok_core.db.clock import WARSAW
from iok_core.db.dialect import skipping_locked
from iok_core.db.text import storable
from iok_core.notices.context import NoticeContext
from iok_core.notices.kinds import DeliveryState, Why
from iok_core.notices.tables import DETAIL_LENGTH

LEASE = timedelta(minutes=4)
"""Longer than any message is waited for: it is never extended."""
_DAY = timedelta(days=1)
_JITTER = 0.2

# `id = (…)`, not IN: PostgreSQL may run the SELECT of an IN once for each row, and claim several.
_CLAIM = """
    UPDATE delivery
    SET state = 'sending', lease_owner = {}, lease_until = {}, attempts = attempts + 1
    WHERE state = 'waiting' AND id = (
        SELECT w.id FROM delivery AS w
        WHERE w.module = {} AND w.state = 'waiting' AND w.mandatory = {}
            AND (w.next_at <= {} OR w.next_at > {})
            AND (
                (
                    SELECT count(*) FROM delivery AS s
                    WHERE s.person = w.person AND s.state = 'sent' AND s.settled_at > {}
                ) < {}
                OR w.person IN (SELECT p.id FROM person AS p WHERE p.cooperative)
            )
        ORDER BY w.id
        LIMIT 1"""
_CLAIMED = ") RETURNING id, notice, address, person, token, attempts, uncertain, lease_owner"
_SETTLE = """
    UPDATE delivery
    SET state = {}, why = {}, detail = {}, next_at = {}, settled_at = {}, attempts = {},
        uncertain = {}, lease_owner = '', lease_until = NULL
    WHERE id = {} AND state = 'sending' AND lease_owner = {}
"""
_LAPSED = "state = 'sending' AND (lease_until < {} OR lease_until > {})"
_AGAIN = f"""
    UPDATE delivery
    SET state = 'waiting', uncertain = uncertain + 1, why = 'worker_lost', next_at = {{}},
        lease_owner = '', lease_until = NULL
    WHERE {_LAPSED} AND uncertain < {{}}
"""
_GIVE_UP = f"""
    UPDATE delivery
    SET state = 'uncertain', uncertain = uncertain + 1, why = 'worker_lost', settled_at = {{}},
        lease_owner = '', lease_until = NULL
    WHERE {_LAPSED}
"""


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


async def anything_moves() -> bool:
    return bool(await fetch("SELECT 1 FROM delivery WHERE state IN ('waiting', 'sending') LIMIT 1"))


async def claim(ctx: NoticeContext, module: int) -> Claim | None:
    """The oldest that may be sent now; what is about somebody's access goes first."""
    mandatory = await _claim(ctx, module, mandatory=True)
    if mandatory is not None or ctx.settings.is_quiet(_hour(ctx.clock.now())):
        return mandatory
    return await _claim(ctx, module, mandatory=False)


async def _claim(ctx: NoticeContext, module: int, *, mandatory: bool) -> Claim | None:
    settings, now = ctx.settings, ctx.clock.now()
    rows = await fetch(
        _CLAIM + skipping_locked() + _CLAIMED,
        f"{socket.gethostname()[:60]}/{os.getpid()}/{secrets.token_hex(8)}",
        now + LEASE,
        module,
        mandatory,
        now,
        now + 2 * settings.longest_rest,  # written before the clock went back
        now - _DAY,
        settings.daily_cap_mandatory if mandatory else settings.daily_cap,
    )
    return Claim(*rows[0]) if rows else None


class Fate(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of a delivery after an attempt."""

    state: DeliveryState
    why: Why = Why.NONE
    detail: str = ""
    rest: timedelta = timedelta()
    counts: bool = True
    """The attempt is one of those after which it is given up."""
    ambiguous: bool = False


async def settle(ctx: NoticeContext, claim: Claim, fate: Fate) -> bool:
    """False: the delivery is no longer ours, and nothing was written."""
    now, waits = ctx.clock.now(), fate.state is DeliveryState.WAITING
    changed = await execute(
        _SETTLE,
        fate.state.value,
        fate.why.value,
        storable(fate.detail, DETAIL_LENGTH),
        now + fate.rest,
        None if waits else now,
        claim.attempts - (not fate.counts),
        claim.uncertain + fate.ambiguous,
        claim.id,
        claim.owner,
    )
    return changed == 1


async def sweep(ctx: NoticeContext) -> int:
    """Those whose worker is gone may have been sent: once more at most, then a person decides."""
    now = ctx.clock.now()
    lapsed = (now, now + _DAY)
    async with transaction():
        rest = resting(ctx, 1)
        again = await execute(_AGAIN, now + rest, *lapsed, ctx.settings.retry_uncertain)
        return again + await execute(_GIVE_UP, now, *lapsed)


def resting(ctx: NoticeContext, failures: int) -> timedelta:
    """Four times as long after each failure, give or take a fifth so that not all come at once."""
    first, longest = ctx.settings.first_rest, ctx.settings.longest_rest
    times: int = 4 ** min(failures - 1, 8)
    whole = min(first * times, longest)
    return whole * (1 + _JITTER * (secrets.randbelow(2001) - 1000) / 1000)


def _hour(now: datetime) -> int:
    return now.astimezone(WARSAW).hour
