"""Whose run it is: claimed with a lease, kept by extending it, given up or finished by its owner.

A worker that was stopped, suspended or cut off finds that its lease has gone to another; nothing
that it writes then counts.
"""

import os
import secrets
import socket
from datetime import timedelta

import msgspec

from iok_core.api import Step
from iok_core.db import Clock, execute, fetch, hold, transaction
from iok_core.db.text import storable
from iok_core.modules import faring
from iok_core.runs.outcome import Outcome, RunProblem
from iok_core.runs.tables import SOURCE_LENGTH

LEASE = timedelta(seconds=60)
ATTEMPTS = 3
_DETAIL_LENGTH = 2000
_LOG_LENGTH = 80 * 1024

_CLAIM = """
    UPDATE run
    SET state = 'running', lease_owner = {}, lease_until = {}, started_at = {},
        attempt = attempt + 1, progress_done = 0, progress_total = 0
    WHERE state = 'queued' AND id IN (
        SELECT waiting.id FROM run AS waiting
        WHERE waiting.state = 'queued' AND waiting.id = coalesce({}, waiting.id)
            AND NOT EXISTS (
                SELECT 1 FROM run AS other
                WHERE other.module = waiting.module AND other.state = 'running'
            )
        ORDER BY waiting.id
        LIMIT 1
    )
    RETURNING id, module, kind, attempt, lease_owner
"""
_EXTEND = """
    UPDATE run SET lease_until = {} WHERE id = {} AND state = 'running' AND lease_owner = {}
"""
_PROGRESS = """
    UPDATE run SET progress_done = {}, progress_total = {}
    WHERE id = {} AND state = 'running' AND lease_owner = {}
"""
_FINISH = """
    UPDATE run
    SET state = {}, finished_at = {}, problem = {}, problem_source = {}, problem_detail = {},
        log = {}, lease_owner = '', lease_until = NULL
    WHERE id = {} AND state = 'running' AND lease_owner = {}
"""
_RELEASE = """
    UPDATE run SET state = 'queued', attempt = attempt - 1, lease_owner = '', lease_until = NULL
    WHERE id = {} AND state = 'running' AND lease_owner = {}
"""
_CANCEL = """
    UPDATE run SET state = 'cancelled', finished_at = {}, lease_owner = '', lease_until = NULL
    WHERE id = {} AND state IN ('queued', 'running')
"""
_GIVE_UP = """
    UPDATE run
    SET state = 'failed', finished_at = {}, problem = {}, lease_owner = '', lease_until = NULL
    WHERE state = 'running' AND lease_until < {} AND attempt >= {}
    RETURNING id, kind, module
"""
_QUEUE_AGAIN = """
    UPDATE run SET state = 'queued', lease_owner = '', lease_until = NULL
    WHERE state = 'running' AND lease_until < {}
"""


class Claim(msgspec.Struct, frozen=True):
    """A run that is ours as long as its lease lasts."""

    run: int
    module: int
    kind: str
    attempt: int
    owner: str


class Lost(msgspec.Struct, frozen=True):
    """A run that nobody will try again."""

    run: int
    kind: str
    module: int


async def claim(clock: Clock, run: int | None = None) -> Claim | None:
    """The oldest waiting run, or the one given; None if there is none. One at a time a module."""
    owner = f"{socket.gethostname()[:60]}/{os.getpid()}/{secrets.token_hex(8)}"
    now = clock.now()
    async with transaction():
        await hold("claim")  # two runs of one module must not be claimed at once
        rows = await fetch(_CLAIM, owner, now + LEASE, now, run)
    return Claim(*rows[0]) if rows else None


async def extend(claim: Claim, clock: Clock) -> bool:
    """False: the run is no longer ours."""
    return await execute(_EXTEND, clock.now() + LEASE, claim.run, claim.owner) == 1


async def tell_progress(claim: Claim, step: Step) -> bool:
    return await execute(_PROGRESS, step.done, step.total, claim.run, claim.owner) == 1


async def finish(claim: Claim, outcome: Outcome, clock: Clock) -> bool:
    """False: the run is no longer ours, and nothing was written."""
    changed = await execute(
        _FINISH,
        "failed" if outcome.problem else "done",
        clock.now(),
        outcome.problem or "",
        storable(outcome.source, SOURCE_LENGTH),
        storable(outcome.detail, _DETAIL_LENGTH),
        storable(outcome.log[-_LOG_LENGTH:], _LOG_LENGTH),
        claim.run,
        claim.owner,
    )
    return changed == 1


async def release(claim: Claim) -> bool:
    """Back into the queue, as if it had not been claimed."""
    return await execute(_RELEASE, claim.run, claim.owner) == 1


async def cancel(run: int, clock: Clock) -> bool:
    """False: it has ended already. Whoever works on it finds that the lease is gone."""
    return await execute(_CANCEL, clock.now(), run) == 1


async def give_up(clock: Clock) -> list[Lost]:
    """Runs whose worker is gone for the third time have failed."""
    now = clock.now()
    async with transaction():
        given_up = [
            Lost(*row) for row in await fetch(_GIVE_UP, now, RunProblem.LOST, now, ATTEMPTS)
        ]
        for one in given_up:
            await faring.failed(one.module, RunProblem.LOST, "", "")
    return given_up


async def sweep(clock: Clock) -> int:
    """Runs whose worker is gone go back into the queue; first give up those that were there."""
    return await execute(_QUEUE_AGAIN, clock.now())
