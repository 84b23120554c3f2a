import asyncio
import threading
from collections.abc import Iterator
from typing import Literal

import pytest
from argon2 import PasswordHasher

from iok_core.identity.hashing import BusyError, HashingPool
from iok_core.identity.settings import HashingSettings


class HeldHasher(PasswordHasher):
    """Hashes when it is let go: for a pool that is full."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=64, parallelism=1)
        self.go = threading.Event()
        self.go.set()
        self.threads: set[str] = set()

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        self.threads.add(threading.current_thread().name)
        self.go.wait(10)
        return super().hash(password, salt=salt)


@pytest.fixture
def held() -> HeldHasher:
    return HeldHasher()


@pytest.fixture
def pool(held: HeldHasher) -> Iterator[HashingPool]:
    made = HashingPool(held, HashingSettings(threads=1, queue=2))
    held.threads.clear()
    yield made
    held.go.set()
    made.close()


async def start(pool: HashingPool, count: int) -> list[asyncio.Task[str]]:
    tasks = [asyncio.create_task(pool.hash("x")) for _ in range(count)]
    await asyncio.sleep(0)
    return tasks


async def test_one_more_than_may_wait_is_told_that_it_is_busy(
    pool: HashingPool, held: HeldHasher
) -> None:
    held.go.clear()
    waiting = await start(pool, 3)
    with pytest.raises(BusyError):
        await pool.hash("x")
    held.go.set()
    assert len(await asyncio.gather(*waiting)) == 3
    assert await pool.hash("x")


async def test_whoever_gives_up_waiting_makes_room(pool: HashingPool, held: HeldHasher) -> None:
    held.go.clear()
    waiting = await start(pool, 3)
    waiting[2].cancel()
    await asyncio.gather(waiting[2], return_exceptions=True)
    (late,) = await start(pool, 1)
    held.go.set()
    assert await late


async def test_hashes_are_made_away_from_the_event_loop(
    pool: HashingPool, held: HeldHasher
) -> None:
    await pool.hash("x")
    assert held.threads == {"argon2_0"}


class CountingHasher(PasswordHasher):
    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=64, parallelism=1)
        self.did: list[str] = []

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        self.did.append("hash")
        return super().hash(password, salt=salt)

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 (its own)
        self.did.append("verify")
        return super().verify(hash, password)


@pytest.mark.parametrize("exists", [True, False])
async def test_s11_the_first_verification_does_as_much_for_somebody_as_for_nobody(
    exists: bool,
) -> None:
    hasher = CountingHasher()
    stored = PasswordHasher.hash(hasher, "x") if exists else None
    pool = HashingPool(hasher, HashingSettings(threads=1, queue=2))
    for did in (["hash", "verify"], ["verify"]):
        hasher.did.clear()
        assert await pool.verify(stored, "x") is exists
        assert hasher.did == did
    pool.close()
