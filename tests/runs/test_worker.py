"""The worker takes what waits, keeps its lease, and leaves nothing half done when it stops."""

import asyncio
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from iok_core.api import Step
from iok_core.db import Clock, QueryTimeout, execute, fetch
from iok_core.runs import carrying_out, leases, service
from iok_core.runs.care import Care
from iok_core.runs.carrying_out import Progress, carry_out
from iok_core.runs.leases import Claim
from iok_core.runs.outcome import Outcome
from iok_core.runs.worker import work
from tests.databases import on_sqlite


async def run_all(queue: Any, handlers: Any) -> list[tuple[str, str]]:
    await work(handlers, queue.clock, asyncio.Event(), once=True)
    return [(row.state, row.problem) for row in reversed(await service.newest())]


async def well(_claim: Claim, _progress: Progress) -> Outcome:
    return Outcome()


async def badly(_claim: Claim, _progress: Progress) -> Outcome:
    raise KeyError("secret")


async def for_ever(_claim: Claim, _progress: Progress) -> Outcome:
    await asyncio.sleep(60)
    return Outcome()


@on_sqlite
async def test_each_run_goes_to_the_handler_of_its_kind(queue: Any) -> None:
    for kind in ("good", "bad", "unknown", "good"):
        await queue.add(kind=kind)
    ended = await run_all(queue, {"good": well, "bad": badly})
    assert ended == [("done", ""), ("failed", "internal"), ("failed", "internal"), ("done", "")]


@on_sqlite
async def test_what_failed_in_the_portal_itself_is_told_to_the_operator(queue: Any) -> None:
    run = await queue.add(kind="bad")
    await run_all(queue, {"bad": badly})
    row = await queue.row(run)
    assert row.problem_detail == "KeyError"
    assert "test_worker.py" in await service.log_of(run)


@on_sqlite
async def test_a_file_that_cannot_be_tidied_away_holds_no_run_up(queue: Any) -> None:
    async def tidy() -> None:
        raise PermissionError("exports/1.zip")

    run, care = await queue.add(kind="good"), Care(chores=[tidy])
    await work({"good": well}, queue.clock, asyncio.Event(), care=care, once=True)
    assert (await queue.row(run)).state == "done"


@on_sqlite
async def test_a_look_that_fails_holds_nothing_up_and_rests_for_a_minute(queue: Any) -> None:
    """There is one before the run and one after it."""
    looked: list[str] = []

    async def fails() -> None:
        looked.append("fails")
        raise KeyError

    async def works() -> None:
        looked.append("works")

    run, care = await queue.add(kind="good"), Care(looks=[fails, works])
    await work({"good": well}, queue.clock, asyncio.Event(), care=care, once=True)
    assert (await queue.row(run)).state == "done"
    assert looked == ["fails", "works", "works"]


@on_sqlite
async def test_steps_are_written_seldom_and_the_last_always(
    queue: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []
    tell = leases.tell_progress

    async def counted(claim: Claim, step: Step) -> bool:
        written.append(step.done)
        return await tell(claim, step)

    async def steps(_claim: Claim, progress: Progress) -> Outcome:
        for number in range(1, 301):
            await progress(Step(done=number, total=300))
            await asyncio.sleep(0.002)
        return Outcome()

    monkeypatch.setattr(leases, "tell_progress", counted)
    run = await queue.add(kind="steps")
    await run_all(queue, {"steps": steps})
    row = await queue.row(run)
    assert (row.progress_done, row.progress_total) == (300, 300)
    assert written[0] == 1
    assert len(written) <= 6


async def test_a_long_run_keeps_its_lease(queue: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carrying_out, "_SECONDS_BETWEEN_EXTENSIONS", 0.02)

    async def long(_claim: Claim, _progress: Progress) -> Outcome:
        for _ in range(3):
            queue.clock.moves(timedelta(seconds=50))
            await asyncio.sleep(0.1)
            assert await leases.sweep(queue.clock) == 0
        return Outcome()

    await queue.add(kind="long")
    assert await run_all(queue, {"long": long}) == [("done", "")]


async def test_a_run_goes_on_when_its_lease_could_not_be_extended_in_time(
    queue: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying_out, "_SECONDS_BETWEEN_EXTENSIONS", 0.02)
    slow = asyncio.Event()

    async def too_late(_claim: Claim, _clock: Clock) -> bool:
        slow.set()
        raise QueryTimeout

    async def patient(_claim: Claim, _progress: Progress) -> Outcome:
        await slow.wait()
        await asyncio.sleep(0.1)
        return Outcome()

    monkeypatch.setattr(leases, "extend", too_late)
    await queue.add(kind="patient")
    assert await run_all(queue, {"patient": patient}) == [("done", "")]


async def test_a_run_that_another_took_over_is_stopped(
    queue: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying_out, "_SECONDS_BETWEEN_EXTENSIONS", 0.02)
    run = await queue.add()
    claim = await queue.claim()
    await execute("UPDATE run SET lease_owner = 'another'")
    assert await asyncio.wait_for(carry_out(claim, for_ever, queue.clock), 5) is None
    row = await queue.row(run)
    assert row.state == "running"
    assert await fetch("SELECT lease_owner FROM run") == [("another",)]


@on_sqlite
async def test_a_worker_told_to_stop_lets_its_run_finish(queue: Any) -> None:
    stop = asyncio.Event()

    async def nearly_done(_claim: Claim, _progress: Progress) -> Outcome:
        stop.set()
        await asyncio.sleep(0.1)
        return Outcome()

    first, second = await queue.add(kind="x"), await queue.add(kind="x")
    await work({"x": nearly_done}, queue.clock, stop)
    assert [(await queue.row(run)).state for run in (first, second)] == ["done", "queued"]


@on_sqlite
async def test_a_worker_told_to_stop_gives_a_long_run_back(queue: Any) -> None:
    stop = asyncio.Event()
    run = await queue.add(kind="x")
    worker = asyncio.create_task(work({"x": for_ever}, queue.clock, stop, seconds_to_finish=0.05))
    await queue.until_one_runs()
    stop.set()
    await worker
    row = await queue.row(run)
    assert (row.state, row.attempt) == ("queued", 0)


async def test_sigterm_gives_the_run_in_hand_back(queue: Any, tmp_path: Path) -> None:
    """A worker process of its own on the same database, as `iok worker` is."""
    run = await queue.add(kind="x")
    script = f"""
        import asyncio, sys
        sys.path[:0] = {sys.path!r}
        from iok_core.db import SystemClock, bind, open_database
        from iok_core.runs.worker import run_worker

        async def hang(claim, progress):
            await asyncio.sleep(60)

        async def main():
            engine = open_database({queue.url!r}, role="worker")
            bind(engine)
            await engine.start_connection_pool()
            await run_worker({{"x": hang}}, SystemClock(), seconds_to_finish=0.1)
            await engine.close_connection_pool()

        asyncio.run(main())
    """
    process = subprocess.Popen([sys.executable, "-c", dedent(script)], cwd=tmp_path)  # noqa: ASYNC220
    await queue.until_one_runs()
    process.send_signal(signal.SIGTERM)
    began = time.monotonic()
    assert await asyncio.to_thread(process.wait, 10) == 0
    assert time.monotonic() - began < 5
    row = await queue.row(run)
    assert row.state == "queued"
