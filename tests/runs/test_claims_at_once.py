import asyncio
from typing import Any

from iok_core.runs import leases


async def test_workers_that_look_at_once_never_take_two_runs_of_one_module(queue: Any) -> None:
    runs = [await queue.add() for _ in range(4)]
    claims = await asyncio.gather(*(leases.claim(queue.clock) for _ in range(6)))
    assert [claim.run for claim in claims if claim is not None] == runs[:1]


async def test_a_run_that_two_ask_for_by_its_number_goes_to_one(queue: Any) -> None:
    run = await queue.add()
    claims = await asyncio.gather(*(leases.claim(queue.clock, run) for _ in range(3)))
    assert sum(claim is not None for claim in claims) == 1
