"""What is older than the term goes; a checkpoint in the chain says how much, and how it ended."""

from datetime import datetime

import msgspec

from iok_core.audit.actions import Action
from iok_core.audit.chain import Checkpoint, checkpoint
from iok_core.audit.origin import Origin
from iok_core.audit.rows import last_link, link_at
from iok_core.audit.service import AuditLog
from iok_core.db import execute, fetch, hold, transaction
from iok_core.db.append_only import pruning
from iok_core.months import months_after

_SLICE = 20_000
"""Rows that one statement deletes: each has a deadline."""


def months_before(now: datetime, months: int) -> datetime:
    return datetime.combine(months_after(now.date(), -months), now.timetz())


async def old_rows(until: datetime) -> Checkpoint | None:
    """What would be pruned of rows from before that moment; None: nothing."""
    pruned, last = await checkpoint(), await last_link()
    if last is None:
        return None
    kept = await fetch("SELECT seq FROM audit WHERE at >= {} ORDER BY seq LIMIT 1", until)
    end = await link_at(min(kept[0][0] if kept else last.seq, last.seq) - 1)
    if end is None or end.seq <= pruned.last:
        return None
    return Checkpoint(end.seq, end.seq, end.mac)


async def prune(until: datetime, *, by: Origin, log: AuditLog) -> Checkpoint | None:
    """As the owner of the table, of a chain that was found whole; None: nothing was so old.

    The newest row always stays, so that the checkpoint is linked to what was there before it.
    """
    async with transaction():
        await hold("audit")
        new = await old_rows(until)
        if new is None:
            return None
        first = (await checkpoint()).last + 1
        async with pruning("audit"):
            for start in range(first, new.last + 1, _SLICE):
                end = min(start + _SLICE - 1, new.last)
                await execute("DELETE FROM audit WHERE seq <= {}", end)
        await log.record(Action.AUDIT_PRUNE, by=by, meta=msgspec.structs.asdict(new))
    return new
