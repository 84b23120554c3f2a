"""The rows of brakes: which of them hold now, one more failure, forgiveness, sweeping."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from iok_core.db import Clock, execute, fetch
from iok_core.identity.brakes.limits import Limit, Scope
from iok_core.identity.tables import Brake

_KEPT = timedelta(days=1)
"""So long a rest that is over can still be told of."""

_COUNT = """
    INSERT INTO brake (whose, failures, counted_until) VALUES ({}, 1, {})
    ON CONFLICT (whose) DO UPDATE SET
        failures = CASE WHEN brake.counted_until <= {} THEN 1 ELSE brake.failures + 1 END,
        counted_until = CASE WHEN brake.counted_until <= {} OR {} THEN excluded.counted_until
            ELSE brake.counted_until END
    RETURNING failures
"""


async def resting(limits: Sequence[Limit], now: datetime) -> Scope | None:
    """The widest whose brake holds now."""
    marks = ", ".join("{}" for _ in limits)
    held = await fetch(
        f"SELECT whose FROM brake WHERE paused_until > {{}} AND whose IN ({marks})",  # noqa: S608 (marks)
        now,
        *(limit.whose for limit in limits),
    )
    found = {whose for (whose,) in held}
    return next((limit.scope for limit in reversed(limits) if limit.whose in found), None)


async def count(limits: Sequence[Limit], now: datetime) -> Collection[Scope]:
    """One more failure of each; those that are full by it."""
    full = []
    for limit in limits:
        until = now + limit.within
        rows = await fetch(_COUNT, limit.whose, until, now, now, limit.in_a_row)
        failures = int(rows[0][0])
        rest = limit.rest_after(failures)
        if rest is not None:
            await _pause(limit, now + rest, 0 if limit.is_full(failures) else failures)
        if limit.is_full(failures):
            full.append(limit.scope)
    return full


async def _pause(limit: Limit, until: datetime, failures: int) -> None:
    """After a whole rest the count begins anew."""
    await execute(
        "UPDATE brake SET paused_until = {}, failures = {} WHERE whose = {}",
        until,
        failures,
        limit.whose,
    )


async def forgive(limits: Sequence[Limit]) -> None:
    """A right password: but an hour, a network and the portal keep what they have counted."""
    for limit in limits:
        if limit.scope in (Scope.DEVICE, Scope.ACCOUNT):
            await execute("DELETE FROM brake WHERE whose = {}", limit.whose)


async def last_rest(limit: Limit) -> datetime | None:
    """Until when it rests, or did last; None: not of late."""
    row = await Brake.select(Brake.paused_until).where(Brake.whose == limit.whose).first()
    return row["paused_until"] if row else None


async def sweep_brakes(clock: Clock) -> None:
    """What counts no more; an address that was tried once must not stay for ever."""
    over = clock.now() - _KEPT
    await execute(
        "DELETE FROM brake "
        "WHERE counted_until < {} AND (paused_until IS NULL OR paused_until < {})",
        over,
        over,
    )
