"""What a plugin does within a request stays its own affair, is counted, and pauses it in time."""

import asyncio
import time

import pytest
from piccolo.table import create_db_tables

from iok_core.db import DatabaseUnavailable, Engine, SystemClock
from iok_core.plugin_host import failures
from iok_core.plugin_host.failures import Part
from iok_core.plugin_host.guard import Guard, PartFailedError, PartOverdueError
from iok_core.plugin_host.tables import FailingPart
from tests.databases import on_sqlite

PART = Part("acme", "panel news")


@pytest.fixture
async def guard(engine: Engine) -> Guard:
    del engine
    await create_db_tables(FailingPart)
    return Guard(SystemClock())


async def gives(value: int) -> int:
    return value


async def raises(error: BaseException) -> int:
    raise error


async def fails(guard: Guard, times: int = 1, part: Part = PART) -> None:
    for _ in range(times):
        with pytest.raises(PartFailedError):
            await guard.call(part, raises(KeyError("84010112345")), 1)


@on_sqlite
async def test_what_works_is_handed_on_and_leaves_no_trace(guard: Guard) -> None:
    assert await guard.call(PART, gives(7), 1) == 7
    assert await failures.failing() == {}


@on_sqlite
@pytest.mark.parametrize("error", [KeyError("x"), SystemExit(1), asyncio.CancelledError()])
async def test_p4_whatever_is_raised_is_a_counted_failure(
    guard: Guard, error: BaseException
) -> None:
    with pytest.raises(PartFailedError):
        await guard.call(PART, raises(error), 1)
    (one,) = (await failures.failing()).values()
    assert (one.failures, one.paused_at) == (1, None)
    assert one.reason.startswith(f"{type(error).__name__} at test_plugin_guard.py:")


@on_sqlite
async def test_the_reason_holds_nothing_that_somebody_typed(guard: Guard) -> None:
    await fails(guard)
    assert "84010112345" not in (await failures.failing())[PART].reason


@on_sqlite
async def test_s21_what_does_not_answer_is_told_to_stop_and_not_waited_for(guard: Guard) -> None:
    stopped = asyncio.Event()

    async def deaf() -> None:
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            await asyncio.sleep(0.05)
            stopped.set()

    with pytest.raises(PartOverdueError):
        await guard.call(PART, deaf(), 0.05)
    assert not stopped.is_set()
    async with asyncio.timeout(10):
        await stopped.wait()


@on_sqlite
async def test_what_blocks_the_portal_has_failed_though_it_answers(guard: Guard) -> None:
    async def blocks() -> int:
        time.sleep(0.2)  # noqa: ASYNC251 - what a plugin must not do
        return 1

    with pytest.raises(PartFailedError, match="blocked the portal"):
        await guard.call(PART, blocks(), 0.05)


@on_sqlite
async def test_what_blocks_is_not_held_against_those_beside_it(guard: Guard) -> None:
    async def blocks() -> None:
        time.sleep(0.3)  # noqa: ASYNC251 - what a plugin must not do

    async def takes_turns() -> int:
        for _ in range(20):
            await asyncio.sleep(0)
        return 7

    beside = guard.call(Part("acme", "panel beside"), takes_turns(), 0.05)
    _, given = await asyncio.gather(
        guard.call(PART, blocks(), 0.05), beside, return_exceptions=True
    )
    assert given == 7
    assert list(await failures.failing()) == [PART]


@on_sqlite
async def test_a_database_that_is_away_is_nobody_s_failure(guard: Guard) -> None:
    with pytest.raises(DatabaseUnavailable):
        await guard.call(PART, raises(DatabaseUnavailable("full")), 1)
    assert await failures.failing() == {}


async def test_p4_the_fifth_failure_in_a_row_pauses_that_part_alone(guard: Guard) -> None:
    other = Part("acme", "GET /wtyczki/acme/news")
    await fails(guard, 4)
    await fails(guard, 1, other)
    assert (await failures.failing())[PART].paused_at is None
    await fails(guard)
    known = await failures.failing()
    assert known[PART].paused_at is not None
    assert known[other].paused_at is None


async def test_a_success_between_them_begins_the_count_anew(guard: Guard) -> None:
    await fails(guard, 4)
    await guard.succeeded(PART)
    await fails(guard, 4)
    assert (await failures.failing())[PART].paused_at is None


async def test_a_plugin_that_is_resumed_is_called_again(guard: Guard) -> None:
    await fails(guard, 5)
    assert await failures.resume("other") == 0
    assert await failures.resume("acme") == 1
    assert await failures.failing() == {}


@on_sqlite
async def test_who_goes_away_takes_the_plugin_s_work_with_them(guard: Guard) -> None:
    began, ended = asyncio.Event(), asyncio.Event()

    async def works() -> None:
        began.set()
        try:
            await asyncio.sleep(3600)
        finally:
            ended.set()

    request = asyncio.create_task(guard.call(PART, works(), 60))
    await began.wait()
    request.cancel()
    async with asyncio.timeout(10):
        await ended.wait()
    assert await failures.failing() == {}
