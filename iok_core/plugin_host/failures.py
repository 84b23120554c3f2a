"""Which parts of plugins fail: counted for all processes together, paused after five in a row."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from iok_core.db import Clock, Prepared, execute, fetch, transaction
from iok_core.db.text import storable
from iok_core.plugin_host.tables import REASON_LENGTH, FailingPart

IN_A_ROW = 5

_COUNT = """
    INSERT INTO failing_part (plugin, part, failures, reason, failed_at)
    VALUES ({}, {}, 1, {}, {})
    ON CONFLICT (plugin, part) DO UPDATE SET
        failures = failing_part.failures + 1,
        reason = excluded.reason,
        failed_at = excluded.failed_at
    RETURNING failures
"""
_PAUSE = """
    UPDATE failing_part SET paused_at = {} WHERE plugin = {} AND part = {} AND paused_at IS NULL
"""


class Part(msgspec.Struct, frozen=True):
    """What is counted by itself: a panel, a page, the migrations. `name` is for people to read."""

    plugin: str
    name: str


MIGRATIONS = "migrations"


class Failing(msgspec.Struct, frozen=True):
    plugin: str
    part: str
    failures: int
    reason: str
    failed_at: datetime | None
    paused_at: datetime | None


_failing = Prepared(
    lambda: FailingPart.select(
        FailingPart.plugin,
        FailingPart.part,
        FailingPart.failures,
        FailingPart.reason,
        FailingPart.failed_at,
        FailingPart.paused_at,
    ).order_by(FailingPart.plugin, FailingPart.part),
    Failing,
)


async def failing() -> Mapping[Part, Failing]:
    return {Part(one.plugin, one.part): one for one in await _failing()}


async def count_failure(part: Part, reason: str, clock: Clock) -> bool:
    """True: that was one too many, and the part is paused from now on."""
    now = clock.now()
    async with transaction():
        told = storable(reason, REASON_LENGTH)
        rows = await fetch(_COUNT, part.plugin, part.name, told, now)
        return (
            int(rows[0][0]) >= IN_A_ROW and await execute(_PAUSE, now, part.plugin, part.name) == 1
        )


async def forget_failures(part: Part) -> None:
    await execute(
        "DELETE FROM failing_part WHERE plugin = {} AND part = {}", part.plugin, part.name
    )


async def resume(plugin: str) -> int:
    """How many parts are called again."""
    return await execute(
        "DELETE FROM failing_part WHERE plugin = {} AND paused_at IS NOT NULL", plugin
    )
