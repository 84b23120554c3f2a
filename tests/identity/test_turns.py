"""Who tries the same account at once comes one after the other (S11)."""

import asyncio

import pytest

from iok_core.identity.brakes.turns import Turns
from iok_core.identity.hashing import BusyError

PLACES = 3


async def _stand(turns: Turns, whose: str, told: list[str], may_go: asyncio.Event) -> None:
    async with turns.turn(whose, PLACES):
        told.append(whose)
        await may_go.wait()


async def test_s11_one_at_a_time_and_others_beside_them() -> None:
    turns, told, may_go = Turns(), list[str](), asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for whose in ("anna", "anna", "jan"):
            group.create_task(_stand(turns, whose, told, may_go))
        await asyncio.sleep(0.01)
        assert told == ["anna", "jan"]
        may_go.set()
    assert told == ["anna", "jan", "anna"]


async def test_s11_a_line_that_is_full_takes_nobody_until_somebody_leaves_it() -> None:
    turns, told, may_go = Turns(), list[str](), asyncio.Event()
    async with asyncio.TaskGroup() as group:
        standing = [group.create_task(_stand(turns, "anna", told, may_go)) for _ in range(PLACES)]
        await asyncio.sleep(0.01)
        with pytest.raises(BusyError):
            await asyncio.wait_for(_stand(turns, "anna", told, may_go), 1)
        standing[-1].cancel()  # the browser has gone
        await asyncio.wait(standing[-1:])
        group.create_task(_stand(turns, "anna", told, may_go))
        may_go.set()
    assert told == ["anna"] * PLACES


async def test_whose_line_is_empty_is_remembered_no_more() -> None:
    """Anybody may type any identifier."""
    turns = Turns()
    for number in range(10):
        async with turns.turn(str(number), PLACES):
            pass
    assert turns._lines == {}
