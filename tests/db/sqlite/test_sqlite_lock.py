import asyncio
import threading

import pytest

from iok_core.db.sqlite.lock import FairLock


async def test_the_lock_is_given_in_the_order_of_asking() -> None:
    lock, order = FairLock(), list[int]()

    async def take(number: int) -> None:
        await lock.acquire()
        order.append(number)
        await asyncio.sleep(0)
        lock.release()

    await asyncio.gather(*(take(number) for number in range(5)))
    assert order == [0, 1, 2, 3, 4]


async def test_one_who_gives_up_waiting_neither_keeps_the_lock_nor_frees_it() -> None:
    lock = FairLock()
    await lock.acquire()
    patient = asyncio.create_task(lock.acquire())
    impatient = asyncio.create_task(lock.acquire())
    await asyncio.sleep(0)
    impatient.cancel()
    await asyncio.sleep(0.01)
    assert not patient.done()
    lock.release()
    async with asyncio.timeout(5):
        await patient
    lock.release()
    async with asyncio.timeout(5):
        await lock.acquire()


async def test_one_who_gives_up_at_the_moment_of_getting_it_passes_it_on() -> None:
    lock = FairLock()
    await lock.acquire()
    unlucky = asyncio.create_task(lock.acquire())
    await asyncio.sleep(0)
    lock.release()
    unlucky.cancel()
    with pytest.raises(asyncio.CancelledError):
        await unlucky
    async with asyncio.timeout(5):
        await lock.acquire()


async def test_a_task_of_another_loop_waits_its_turn() -> None:
    lock, order = FairLock(), list[str]()
    await lock.acquire()

    async def take_elsewhere() -> None:
        await lock.acquire()
        order.append("elsewhere")
        lock.release()

    elsewhere = threading.Thread(target=asyncio.run, args=(take_elsewhere(),))
    elsewhere.start()
    for _ in range(1000):
        if not lock._waiting:
            await asyncio.sleep(0.001)
    order.append("here")
    lock.release()
    elsewhere.join(timeout=5)
    assert order == ["here", "elsewhere"]
