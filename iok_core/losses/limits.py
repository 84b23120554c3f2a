"""How much strangers may send: counted in the database, for all processes and over a restart."""

from iok_core.db import execute, fetch, hold
from iok_core.losses.context import LossContext


async def admit_try(ctx: LossContext, network: str, *, worded: bool) -> bool:
    """Counts one try, in the transaction of what it leaves; False: there were too many."""
    await hold("loss tries")
    now = ctx.identity.clock.now()
    since = now - ctx.settings.window
    await execute("DELETE FROM loss_try WHERE at <= {}", since)
    key = ctx.network(network)
    ours = await _count("network = {}", key)
    if ours >= ctx.settings.in_a_network:
        return False
    if worded and await _count("worded = {}", True) >= ctx.settings.in_all:
        return False
    await execute(
        "INSERT INTO loss_try (network, worded, at) VALUES ({}, {}, {})", key, worded, now
    )
    return True


async def _count(which: str, value: object) -> int:
    return int((await fetch(f"SELECT count(*) FROM loss_try WHERE {which}", value))[0][0])
