"""A run belongs to one worker at a time, and only its owner's word about it counts."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from iok_core.api import ConnectorProblem, Step
from iok_core.db import fetch, transaction
from iok_core.runs import leases, service
from iok_core.runs.outcome import Outcome

DONE = Outcome()
MINUTE = timedelta(seconds=60)


async def test_a_run_waits_as_it_was_asked_for(queue: Any) -> None:
    row = await queue.row(await queue.add(kind="import", by="staff:7"))
    assert (row.state, row.kind, row.requested_by) == ("queued", "import", "staff:7")
    assert row.requested_at == queue.clock.now()
    assert (row.started_at, row.attempt) == (None, 0)


async def test_a_run_asked_for_in_a_transaction_that_fails_never_waits(queue: Any) -> None:
    async def fail() -> None:
        async with transaction():
            await queue.add()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await leases.claim(queue.clock) is None


async def test_the_oldest_run_is_claimed_first(queue: Any) -> None:
    first, second = await queue.add(), await queue.add(module="other")
    assert [(await queue.claim()).run for _ in range(2)] == [first, second]
    assert await leases.claim(queue.clock) is None


async def test_two_claimers_never_get_the_same_run(queue: Any) -> None:
    runs = [await queue.add(module=f"m{number}") for number in range(20)]
    claims = await asyncio.gather(*(leases.claim(queue.clock) for _ in range(30)))
    assert sorted(claim.run for claim in claims if claim) == runs
    assert len({claim.owner for claim in claims if claim}) == 20


async def test_a_module_has_one_run_at_a_time(queue: Any) -> None:
    first, second = await queue.add(), await queue.add()
    claim = await queue.claim()
    assert claim.run == first
    assert await leases.claim(queue.clock) is None
    await leases.finish(claim, DONE, queue.clock)
    assert (await queue.claim()).run == second


async def test_a_certain_run_can_be_claimed(queue: Any) -> None:
    await queue.add()
    second = await queue.add(module="other")
    assert (await queue.claim(second)).run == second


async def test_who_asks_for_a_certain_run_gets_no_other(queue: Any) -> None:
    first = await queue.add()
    await queue.add(module="other")
    await queue.claim(first)
    assert await leases.claim(queue.clock, first) is None


async def test_a_finished_run_says_how_it_ended(queue: Any) -> None:
    run = await queue.add()
    claim = await queue.claim()
    queue.clock.moves(MINUTE / 2)
    outcome = Outcome(
        problem=ConnectorProblem.MISSING_FILE,
        source="salda.csv" * 100,
        detail="no\0thing",
        log="x" * 100_000 + "end",
    )
    assert await leases.finish(claim, outcome, queue.clock)
    row = await queue.row(run)
    assert (row.state, row.problem, row.problem_detail) == ("failed", "missing_file", "nothing")
    assert len(row.problem_source) == 200
    assert row.finished_at - row.started_at == MINUTE / 2
    log = await service.log_of(run)
    assert (len(log), log[-4:]) == (80 * 1024, "xend")


async def test_a_lost_run_waits_again_and_its_late_owner_cannot_finish_it(queue: Any) -> None:
    run = await queue.add()
    late = await queue.claim()
    queue.clock.moves(MINUTE + timedelta(seconds=1))
    assert await leases.sweep(queue.clock) == 1
    owner = await queue.claim()
    assert (owner.run, owner.attempt) == (run, 2)
    assert not await leases.extend(late, queue.clock)
    assert not await leases.tell_progress(late, Step(done=9, total=9))
    assert not await leases.release(late)
    assert not await leases.finish(late, DONE, queue.clock)
    row = await queue.row(run)
    assert (row.state, row.progress_done) == ("running", 0)
    assert await leases.finish(owner, DONE, queue.clock)


async def test_an_extended_lease_is_not_swept(queue: Any) -> None:
    await queue.add()
    claim = await queue.claim()
    queue.clock.moves(MINUTE * 0.9)
    assert await leases.extend(claim, queue.clock)
    queue.clock.moves(MINUTE * 0.9)
    assert await leases.sweep(queue.clock) == 0
    assert await leases.finish(claim, DONE, queue.clock)


async def test_a_run_lost_three_times_has_failed(queue: Any) -> None:
    run = await queue.add()
    for _ in range(3):
        await queue.claim()
        queue.clock.moves(MINUTE * 2)
        lost = await leases.give_up(queue.clock)
        await leases.sweep(queue.clock)
    assert [(one.run, one.kind) for one in lost] == [(run, "import")]
    assert await leases.claim(queue.clock) is None
    row = await queue.row(run)
    assert (row.state, row.problem, row.attempt) == ("failed", "lost", 3)
    assert row.finished_at == queue.clock.now()
    sql = "SELECT failures, problem FROM module WHERE id = {}"
    assert await fetch(sql, row.module) == [(1, "lost")]


async def test_a_third_attempt_that_is_still_worked_on_is_not_given_up(queue: Any) -> None:
    await queue.add()
    for _ in range(2):
        await queue.claim()
        queue.clock.moves(MINUTE * 2)
        await leases.sweep(queue.clock)
    third = await queue.claim()
    queue.clock.moves(MINUTE * 0.9)
    assert await leases.give_up(queue.clock) == []
    assert await leases.finish(third, DONE, queue.clock)


async def test_a_run_that_is_claimed_again_has_done_nothing_yet(queue: Any) -> None:
    run = await queue.add()
    await leases.tell_progress(await queue.claim(), Step(done=3, total=7))
    assert ((await queue.row(run)).progress_done, (await queue.row(run)).progress_total) == (3, 7)
    queue.clock.moves(MINUTE * 2)
    await leases.sweep(queue.clock)
    await queue.claim()
    assert ((await queue.row(run)).progress_done, (await queue.row(run)).progress_total) == (0, 0)


async def test_what_has_ended_is_not_cancelled_and_what_is_cancelled_ends_then(queue: Any) -> None:
    done, worked_on = await queue.add(), await queue.add(module="other")
    await leases.finish(await queue.claim(done), DONE, queue.clock)
    claim, ended = await queue.claim(worked_on), queue.clock.now()
    queue.clock.moves(MINUTE / 2)
    assert not await leases.cancel(done, queue.clock)
    assert await leases.cancel(worked_on, queue.clock)
    assert not await leases.extend(claim, queue.clock)
    rows = [await queue.row(run) for run in (done, worked_on)]
    assert [row.state for row in rows] == ["done", "cancelled"]
    assert [row.finished_at - ended for row in rows] == [MINUTE * 0, MINUTE / 2]


async def test_a_run_given_back_has_not_been_tried(queue: Any) -> None:
    run = await queue.add()
    assert await leases.release(await queue.claim())
    assert (await queue.row(run)).attempt == 0
    assert (await queue.claim()).attempt == 1


async def test_runs_are_listed_newest_first(queue: Any) -> None:
    runs = [await queue.add() for _ in range(3)]
    assert [row.id for row in await service.newest()] == runs[::-1]
